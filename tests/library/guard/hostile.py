"""Hostile files of our own making, each with the code under which the guard must refuse it."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from tests.factories.library import MAIN, packed, paragraph, pdf_file, relationships, word_file, word_parts

Specimen = tuple[str, bytes, str]
DOCUMENT_RELS = "word/_rels/document.xml.rels"


def all_of_them() -> list[Specimen]:
    """Return (name, bytes, expected code)."""
    return [*packages(), *zips(), *marked_up(), *related(), *living(), *pictures(), *pdfs(), *strangers()]


def with_part(name: str, content: str | bytes, *blocks: str) -> bytes:
    """Return a Word file with one more part."""
    return packed(word_parts(*(blocks or (paragraph("Text"),))) | {name: content})


def packages() -> Iterator[Specimen]:
    """Yield packages that say what they carry."""
    vba = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    active = '<Override PartName="/word/activeX/a.xml" ContentType="application/vnd.ms-office.activeX+xml"/>'
    yield "macros by content type", packed(word_parts(types=vba)), "macros"
    yield "macro-enabled", packed(word_parts(main="application/vnd.ms-word.document.macroEnabled.main+xml")), "macros"
    yield "macros by name", with_part("word/vbaProject.bin", b"\0\1\2"), "macros"
    yield "ActiveX", packed(word_parts(types=active)), "active_content"
    yield "a workbook", packed(word_parts(main="application/vnd.openxmlformats.sheet.main+xml")), "not_word"
    yield "a template", packed(word_parts(main=MAIN.replace("document.main", "template.main"))), "not_word"
    yield (
        "OLE inside",
        with_part("word/embeddings/o.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)),
        "embedded_file",
    )
    yield "a package inside", with_part("word/embeddings/o.docx", word_file()), "embedded_file"
    yield "a program inside", with_part("word/media/image1.png", b"MZ" + bytes(64)), "embedded_file"


def zips() -> Iterator[Specimen]:
    """Yield zip archives that no word processor writes."""
    yield "zip-slip", with_part("../../etc/passwd", b"x"), "bad_package"
    yield "absolute", with_part("/etc/passwd", b"x"), "bad_package"
    yield "backslash", with_part("word\\..\\x", b"x"), "bad_package"
    yield "drive", with_part("C:/x", b"x"), "bad_package"
    yield "case collision", with_part("WORD/Document.XML", b"<a/>"), "bad_package"
    yield "duplicate", duplicated(), "bad_package"
    yield "overlap", overlapping(), "bad_package"
    yield "symlink", linked(), "bad_package"
    yield "encrypted member", flagged(0x0001), "encrypted"
    yield "patched member", flagged(0x0020), "bad_package"
    yield "odd method", squeezed(), "bad_package"
    yield "bomb", with_part("word/media/a.bin", bytes(100 * 1024 * 1024)), "too_much"
    yield (
        "many small bombs",
        packed(word_parts() | {f"word/m{n}.bin": bytes(80 * 1024 * 1024) for n in range(6)}),
        "too_much",
    )
    yield "thousands of members", packed(word_parts() | {f"word/m{n}": b"" for n in range(5000)}), "too_much"
    yield "a lie about the size", lying(), "broken"
    yield "cut off", word_file()[:-40], "broken"
    yield "a tail", word_file() + b"MZ and a program", "bad_package"
    yield "no Office file", packed({"a.txt": "x"}), "unknown_kind"


def marked_up() -> Iterator[Specimen]:
    """Yield XML that Word never writes."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    yield "billion laughs", with_part("word/styles.xml", f"<!DOCTYPE a [{laughs}]><a>&l9;</a>"), "doctype"
    yield "external entity", with_part("word/styles.xml", outside), "doctype"
    yield "external entity, UTF-16", with_part("word/styles.xml", outside.encode("utf-16")), "doctype"
    yield "external entity, UTF-16BE", with_part("word/x.bin", b"\xfe\xff" + outside.encode("utf-16-be")), "doctype"
    yield "external entity, custom part", with_part("customXml/item1.xml", outside), "doctype"
    yield "external entity, far in", with_part("word/font.odttf", " " * 500 + outside), "doctype"
    yield "UTF-7", with_part("word/styles.xml", '<?xml version="1.0" encoding="UTF-7"?>+ADwAYQAvAD4-'), "bad_package"
    yield "EBCDIC", with_part("word/styles.xml", "<?xml version='1.0' encoding='cp037'?><a/>".encode("cp037")), "broken"
    yield "deep", with_part("word/styles.xml", "<a>" * 100_000 + "</a>" * 100_000), "too_deep"
    many = " ".join(f'a{n}=""' for n in range(5000))
    yield "attributes", with_part("word/styles.xml", f"<a {many}/>"), "too_deep"
    yield "unbalanced", with_part("word/styles.xml", "<a><b></a>"), "broken"
    yield "doctype in relationships", with_part(DOCUMENT_RELS, outside), "doctype"
    yield "script in a drawing", with_part("word/media/i.svg", "<svg><script>alert(1)</script></svg>"), "active_content"


def related() -> Iterator[Specimen]:
    """Yield relationships that reach outside or carry something along."""
    for kind, code in (
        ("oleObject", "embedded_file"),
        ("aFChunk", "embedded_file"),
        ("vbaProject", "macros"),
        ("control", "active_content"),
        ("extensibility", "active_content"),
        ("webextensiontaskpanes", "active_content"),
    ):
        yield f"relation {kind}", with_part(DOCUMENT_RELS, relationships(("rId1", kind, "x", False))), code
    for kind in ("frame", "subDocument", "mailMergeSource", "stylesWithEffects", "theme"):
        part = relationships(("rId1", kind, "http://198.51.100.7/x", True))
        yield f"external {kind}", with_part(DOCUMENT_RELS, part), "external_content"
    hidden = relationships(("rId1", "theme", "http://198.51.100.7/x", False))
    yield "external that says it is internal", with_part(DOCUMENT_RELS, hidden), "external_content"
    share = relationships(("rId1", "theme", "\\\\198.51.100.7\\share\\x", False))
    yield "network share", with_part(DOCUMENT_RELS, share), "external_content"
    for scheme in ("javascript:alert(1)", "ms-msdt:/id", "search-ms:query=x", "vbscript:x"):
        part = relationships(("rId1", "hyperlink", scheme, True))
        yield f"link {scheme}", with_part(DOCUMENT_RELS, part), "external_content"


def living() -> Iterator[Specimen]:
    """Yield fields and elements that fetch or run something."""
    for name in (
        "DDEAUTO c:\\x",
        "DDE x",
        "INCLUDETEXT x",
        'INCLUDEPICTURE "http://x"',
        "LINK Excel.Sheet x",
        "IMPORT x",
    ):
        yield f"field {name}", packed(word_parts(field(name))), "live_field"
        yield f"simple {name}", packed(word_parts(simple(name))), "live_field"
    yield "cut field", packed(word_parts(field("D", "DEAU", "TO c:\\x"))), "live_field"
    yield "unfinished field", packed(word_parts(field("DDEAUTO x").replace('"end"', '"separate"'))), "live_field"
    yield "spelt in codes", packed(word_parts(nested("QUOTE 68 68 69 65 85 84 79", " c:\\x"))), "live_field"
    yield "kept for later", packed(word_parts(field("SET x DDEAUTO"))), "live_field"
    yield "live in a header", with_part("word/header1.xml", whole(field("DDEAUTO x"))), "live_field"
    yield "altChunk", packed(word_parts('<w:altChunk r:id="rId1"/>')), "embedded_file"
    yield "OLE object", packed(word_parts("<w:p><w:r><w:object><OLEObject/></w:object></w:r></w:p>")), "embedded_file"
    yield "control", packed(word_parts("<w:p><w:r><w:object><w:control/></w:object></w:r></w:p>")), "active_content"


def pictures() -> Iterator[Specimen]:
    """Yield pictures that claim to be enormous."""
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I", 13, b"IHDR", 60_000, 60_000)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">2H", 60_000, 60_000)
    tiff = b"II*\0" + struct.pack("<IH2H2I2H2I", 8, 2, 0x100, 4, 1, 60_000, 0x101, 4, 1, 60_000)
    yield "PNG", with_part("word/media/i.png", png), "huge_image"
    yield "JPEG", with_part("word/media/i.jpeg", jpeg), "huge_image"
    yield "GIF", with_part("word/media/i.gif", b"GIF89a" + struct.pack("<2H", 60_000, 60_000)), "huge_image"
    yield "BMP", with_part("word/media/i.bmp", b"BM" + bytes(16) + struct.pack("<2i", 60_000, -60_000)), "huge_image"
    yield "TIFF", with_part("word/media/i.tiff", tiff), "huge_image"
    webp = b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + b"\xff\xff\x00\xff\xff\x00"
    yield "WebP", with_part("word/media/i.webp", webp), "huge_image"


def pdfs() -> Iterator[Specimen]:
    """Yield PDFs that run, start, send, carry or grow."""
    script = "4 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj\n"
    yield "script at opening", pdf_file(catalog="/OpenAction 4 0 R", extra=script), "pdf_script"
    yield "script written in place", pdf_file(catalog="/OpenAction << /S /JavaScript /JS (x) >>"), "pdf_script"
    yield "name in hex", pdf_file(catalog="/OpenAction << /S /J#61vaScript /J#53 (x) >>"), "pdf_script"
    yield "launch", pdf_file(catalog="/OpenAction << /S /Launch /F (cmd.exe) >>"), "pdf_launch"
    yield "submit", pdf_file(catalog="/AA << /WC << /S /SubmitForm /F (http://x) >> >>"), "pdf_form"
    yield "XFA", pdf_file(catalog="/AcroForm << /XFA (x) /Fields [] >>"), "pdf_form"
    yield "a file inside", pdf_file(catalog="/Names << /EmbeddedFiles << /Names [] >> >>"), "embedded_file"
    yield "film", pdf_file(catalog="/A << /S /Rendition >>"), "active_content"
    yield "something before it", pdf_file(head=b"GIF89a"), "pdf_tail"
    yield "a zip behind it", pdf_file() + word_file(), "pdf_tail"
    yield "a page behind it", pdf_file() + b"<html>" * 400, "pdf_tail"
    yield "stream bomb", pdf_file(extra=stream(zlib.compress(bytes(300 * 1024 * 1024)))), "too_much"
    twice = zlib.compress(zlib.compress(bytes(1024 * 1024 * 1024 // 2)))
    yield "bomb in a bomb", pdf_file(extra=stream(twice, "[/FlateDecode /FlateDecode]")), "too_much"
    image = stream(b"", "/DCTDecode", "/Width 60000 /Height 60000")
    yield "huge picture", pdf_file(extra=image), "huge_image"
    yield "filters on filters", pdf_file(extra=stream(b"x", "[" + "/ASCIIHexDecode " * 9 + "]")), "too_much"
    yield "no pages", pdf_file().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0"), "broken_pdf"
    yield "only a head", b"%PDF-1.7\n", "broken_pdf"


def strangers() -> Iterator[Specimen]:
    """Yield what is neither Word nor PDF."""
    yield "old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_word"
    yield "rich text", b"{\\rtf1 text}", "unknown_kind"
    yield "a page", b"<html><script>alert(1)</script></html>", "unknown_kind"
    yield "a program", b"\x7fELF" + bytes(64), "unknown_kind"
    yield "nothing", b"", "empty"


def whole(block: str) -> str:
    """Return a part of its own around a block."""
    return str(word_parts(block)["word/document.xml"]).replace("w:body", "w:hdr")


def char(kind: str) -> str:
    """Return a run with a field character."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def said(text: str) -> str:
    """Return a run with a piece of instruction."""
    return f'<w:r><w:instrText xml:space="preserve">{text.replace("<", "").replace(">", "")}</w:instrText></w:r>'


def field(*pieces: str) -> str:
    """Return a complex field whose instruction is cut in pieces."""
    runs = "".join(said(piece) for piece in pieces)
    return f"<w:p>{char('begin')}{runs}{char('separate')}{char('end')}</w:p>"


def nested(inner: str, rest: str) -> str:
    """Return a field whose name is given by a field inside it."""
    return f"<w:p>{char('begin')}{char('begin')}{said(inner)}{char('end')}{said(rest)}{char('end')}</w:p>"


def simple(instruction: str) -> str:
    """Return a simple field."""
    return f"<w:p><w:fldSimple w:instr='{instruction}'/></w:p>"


def stream(data: bytes, filters: str = "/FlateDecode", more: str = "") -> str:
    """Return a PDF stream object."""
    head = f"4 0 obj\n<< /Length {len(data)} /Filter {filters} {more} >>\nstream\n"
    return head + data.decode("latin-1") + "\nendstream\nendobj\n"


def duplicated() -> bytes:
    """Return a package with two parts of one name."""
    data = with_part("word/documenu.xml", b"<a/>")
    return data.replace(b"word/documenu.xml", b"word/document.xml")


def overlapping() -> bytes:
    """Return a package in which two members of the directory share their bytes."""
    data = bytearray(with_part("word/z.bin", b"0123456789" * 9))
    before = _entries(data)[-2]
    packed_size = struct.unpack_from("<I", data, before + 20)[0]
    struct.pack_into("<I", data, before + 20, packed_size + 40)
    return bytes(data)


def _entries(data: bytearray) -> list[int]:
    return [n for n in range(len(data)) if data[n : n + 4] == b"PK\x01\x02"]


def linked() -> bytes:
    """Return a package with a symbolic link."""
    out = BytesIO(word_file())
    with zipfile.ZipFile(out, "a") as package:
        info = zipfile.ZipInfo("word/link")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        package.writestr(info, "/etc/passwd")
    return out.getvalue()


def flagged(bit: int) -> bytes:
    """Return a package one member of which sets a general-purpose bit."""
    data = bytearray(word_file())
    entry = _entries(data)[-1]
    local = struct.unpack_from("<I", data, entry + 42)[0]
    for offset in (entry + 8, local + 6):
        struct.pack_into("<H", data, offset, struct.unpack_from("<H", data, offset)[0] | bit)
    return bytes(data)


def squeezed() -> bytes:
    """Return a package with a member in a method that Word does not use."""
    out = BytesIO(word_file())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_BZIP2) as package:
        package.writestr("word/a.xml", "<a/>")
    return out.getvalue()


def lying() -> bytes:
    """Return a package whose directory understates a member's size."""
    data = bytearray(with_part("word/z.bin", bytes(5000)))
    struct.pack_into("<I", data, _entries(data)[-1] + 24, 10)
    return bytes(data)
