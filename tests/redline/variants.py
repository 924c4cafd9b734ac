"""The same Word file as other programs might have written it: other encodings, archives, names, prefixes, wrappers."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element
from tests.redline.specimens import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{W}}}"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WPC = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W16 = "http://schemas.microsoft.com/office/word/2023/wordml/word16du"
# ISO/IEC 29500-1 annex A: names of the Strict class, from those of the Transitional one.
_STRICT = (
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"officeDocument/relationships"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/math", b"officeDocument/math"),
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"wordprocessingml/main"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/", b"drawingml/"),
)
_NAMED = ("document", "header", "footer", "footnotes", "endnotes", "comments")
Parts = dict[str, bytes]


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _each_xml(change: Callable[[bytes], bytes], *, package: bool = True) -> Callable[[bytes], bytes]:
    def varied(data: bytes) -> bytes:
        own = ("[Content_Types].xml", ".rels")
        return zipped(
            {
                name: change(part) if _is_xml(name) and (package or not name.endswith(own)) else part
                for name, part in parts_of(data).items()
            }
        )

    return varied


def _each_story(change: Callable[[Element], None]) -> Callable[[bytes], bytes]:
    def varied(data: bytes) -> bytes:
        found = parts_of(data)
        for name, part in found.items():
            if re.fullmatch(rf"word/(?:{'|'.join(_NAMED)})\d*\.xml", name):
                root = etree.fromstring(part)
                change(root)
                found[name] = etree.tostring(root)
        return zipped(found)

    return varied


def _strict(part: bytes) -> bytes:
    for plain, strict in _STRICT:
        part = part.replace(plain, b"http://purl.oclc.org/ooxml/" + strict)
    return part


def _utf16(part: bytes) -> bytes:
    text = etree.tostring(etree.fromstring(part), encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16" standalone="yes"?>{text}'.encode("utf-16")


def _byte_order_mark(part: bytes) -> bytes:
    return b"\xef\xbb\xbf" + part.removeprefix(b"\xef\xbb\xbf")


def _other_prefix(part: bytes) -> bytes:
    part = re.sub(rb"(?<=[<\s/])w:(?=[A-Za-z])", b"word:", part)
    return part.replace(b"xmlns:w=", b"xmlns:word=")


def _indented(root: Element) -> None:
    etree.indent(root)


def _annotated(root: Element) -> None:
    for paragraph in list(root.iter(f"{_W}p")):
        paragraph.insert(len(paragraph), etree.Comment(" a remark "))
        paragraph.addprevious(etree.ProcessingInstruction("program", "here"))


def _stamped(root: Element) -> None:
    """Give every paragraph the ids and every run the marks that newer versions of Word write."""
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        paragraph.set(f"{{{_W14}}}paraId", f"{number:08X}")
        paragraph.set(f"{_W}rsidR", "00AB12CD")
    for change in root.iter(f"{_W}ins", f"{_W}del"):
        change.set(f"{{{_W16}}}dateUtc", "2026-05-04T08:00:00Z")


def _in_custom_xml(root: Element) -> None:
    for paragraph in [each for each in root.iter(f"{_W}p") if each.getprevious() is None][:3]:
        _wrap([paragraph], etree.Element(f"{_W}customXml", {f"{_W}element": "clause"}))


def _in_controls(root: Element) -> None:
    for table in list(root.iter(f"{_W}tbl"))[:2]:
        _wrap_in_control(table)
    for paragraph in list(root.iter(f"{_W}p"))[1:4]:
        _wrap_in_control(paragraph)


def _wrap_in_control(element: Element) -> None:
    control = etree.Element(f"{_W}sdt")
    etree.SubElement(control, f"{_W}sdtPr")
    content = etree.SubElement(control, f"{_W}sdtContent")
    element.addprevious(control)
    content.append(element)


def _wrap(elements: Iterable[Element], wrapper: Element) -> None:
    for number, element in enumerate(elements):
        if number == 0:
            element.addprevious(wrapper)
        wrapper.append(element)


def _in_smart_tags(root: Element) -> None:
    for run in list(root.iter(f"{_W}r"))[::3]:
        parent = run.getparent()
        if parent is not None and parent.tag in (f"{_W}p", f"{_W}ins"):
            _wrap([run], etree.Element(f"{_W}smartTag", {f"{_W}uri": "urn:x", f"{_W}element": "place"}))


def _with_alternatives(root: Element) -> None:
    """Put alternate content, which holds no text, into some of the runs."""
    for run in list(root.iter(f"{_W}r"))[::4]:
        alternate = etree.SubElement(run, f"{{{_MC}}}AlternateContent", nsmap={"mc": _MC, "wps": _WPC})
        etree.SubElement(alternate, f"{{{_MC}}}Choice", Requires="wps")
        etree.SubElement(alternate, f"{{{_MC}}}Fallback")


def _noisy(root: Element) -> None:
    """Put what a proofing tool and a layout leave behind between the runs and into them."""
    for number, run in enumerate(list(root.iter(f"{_W}r"))):
        run.addprevious(etree.Element(f"{_W}proofErr", {f"{_W}type": "spellStart"}))
        if number % 2:
            place = 0 if run.find(f"{_W}rPr") is None else 1
            run.insert(place, etree.Element(f"{_W}lastRenderedPageBreak"))


def _letter_by_letter(root: Element) -> None:
    for run in list(root.iter(f"{_W}r")):
        words = [each for each in run if each.tag in (f"{_W}t", f"{_W}delText")]
        others = [each for each in run if each.tag != f"{_W}rPr"]
        if len(words) != 1 or len(others) != 1 or len(words[0].text or "") < 2:
            continue
        text = words[0].text or ""
        words[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        for char in text[:-1]:
            piece = deepcopy(run)
            piece.tail = None
            piece[-1].text = char
            run.addprevious(piece)
        words[0].text = text[-1]


def _right_to_left(root: Element) -> None:
    for word in root.iter(f"{_W}t", f"{_W}delText"):
        word.text = (word.text or "").replace("States", "الدول").replace("the", "中文").replace("(a)", "\u200f(أ)")


def _archived(**options: int) -> Callable[[bytes], bytes]:
    def varied(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", options.get("method", zipfile.ZIP_DEFLATED)) as archive:
            archive.comment = b"written by another program"
            archive.writestr(zipfile.ZipInfo("word/"), b"")
            for name, part in sorted(parts_of(data).items(), reverse=True):
                with archive.open(zipfile.ZipInfo(name), "w", force_zip64=bool(options.get("zip64"))) as member:
                    member.write(part)
        return buffer.getvalue()

    return varied


def _other_main(data: bytes) -> bytes:
    """Call the main part otherwise, and spell targets from the root."""
    found = parts_of(data)
    renamed = {name.replace("word/document.xml", "word/main text.xml"): part for name, part in found.items()}
    renamed = {name.replace("document.xml.rels", "main text.xml.rels"): part for name, part in renamed.items()}
    for name in ("[Content_Types].xml", "_rels/.rels"):
        there = b"/word/main%20text.xml" if name.endswith(".rels") else b"/word/main text.xml"
        renamed[name] = re.sub(rb"/?word/document\.xml", there, renamed[name])
    return zipped(renamed)


def _bare(data: bytes) -> bytes:
    """Leave out what a reader can do without: styles, numbering, settings, fonts, theme."""
    found = parts_of(data)
    optional = rb"(?:styles|numbering|settings|fontTable|theme|webSettings|stylesWithEffects)"
    for name, part in list(found.items()):
        if re.fullmatch(rf"word/(?:theme/)?{optional.decode()}\d*\.xml", name):
            del found[name]
        elif name.endswith(".rels"):
            found[name] = re.sub(rb"<Relationship [^>]*/" + optional + rb'"[^>]*/>', b"", part)
        elif name == "[Content_Types].xml":
            found[name] = re.sub(rb'<Override [^>]*PartName="/word/(?:theme/)?' + optional + rb"[^>]*/>", b"", part)
    return zipped(found)


VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "strict": _each_xml(_strict),
    "UTF-16": _each_xml(_utf16),
    "strict in UTF-16": lambda data: _each_xml(_utf16)(_each_xml(_strict)(data)),
    "a byte order mark": _each_xml(_byte_order_mark),
    "another prefix": _each_xml(_other_prefix, package=False),
    "indented": _each_story(_indented),
    "remarks": _each_story(_annotated),
    "stamped": _each_story(_stamped),
    "custom XML": _each_story(_in_custom_xml),
    "content controls": _each_story(_in_controls),
    "smart tags": _each_story(_in_smart_tags),
    "alternate content": _each_story(_with_alternatives),
    "noise": _each_story(_noisy),
    "letter by letter": _each_story(_letter_by_letter),
    "right to left": _each_story(_right_to_left),
    "stored": _archived(method=zipfile.ZIP_STORED),
    "zip64": _archived(zip64=1),
    "another main part": _other_main,
    "bare": _bare,
}
