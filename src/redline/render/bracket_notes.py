"""Footnotes that say who asks for what is in a bracket."""

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from redline.opc import Package
from redline.oxml.names import W, w
from redline.render.bracket_signs import NOTE, STANCE, sign

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_ID: Final = w("id")
_SEPARATORS: Final = "".join(
    f'<w:footnote w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:footnote>'
    for number, name in ((-1, "separator"), (0, "continuationSeparator"))
)


class Notes:
    """Puts footnotes into a package, one for each bracket."""

    def __init__(self, package: Package) -> None:
        found = package.related(package.main, "footnotes")
        if not found:
            data = f'<w:footnotes xmlns:w="{W}">{_SEPARATORS}</w:footnotes>'.encode()
            found = (package.add_part("word/footnotes.xml", data, _TYPE),)
            package.add_relationship(package.main, "footnotes", found[0])
        self._root = package.edit(found[0])
        taken = [each.get(_ID, "") for each in self._root]
        self._next = 1 + max((int(each) for each in taken if each.lstrip("-").isdecimal()), default=0)

    def reference(self, said: str) -> Element:
        """Add a footnote with these words and return the run that refers to it."""
        number = str(self._next)
        self._next += 1
        note = etree.SubElement(self._root, w("footnote"), {_ID: number})
        paragraph = etree.SubElement(note, w("p"))
        paragraph.append(_run("footnoteRef"))
        paragraph.append(sign(NOTE, f" {said}"))
        return _run("footnoteReference", {_ID: number})

    def settle(self, body: Element) -> None:
        """Renumber the notes in the order of their references: LibreOffice goes by that, whatever the ids say."""
        notes = [each for each in self._root.iterchildren(w("footnote")) if each.get(w("type")) is None]
        by_id = {each.get(_ID, ""): each for each in notes}
        references = [each for each in body.iter(w("footnoteReference")) if each.get(_ID, "") in by_id]
        order = [by_id[each.get(_ID, "")] for each in references]
        rest = [each for each in notes if not any(each is one for one in order)]
        for number, note in enumerate([*dict.fromkeys(order), *rest], 1):
            note.set(_ID, str(number))
            self._root.append(note)
        for reference, note in zip(references, order, strict=True):
            reference.set(_ID, note.get(_ID, ""))


def _run(name: str, attributes: dict[str, str] | None = None) -> Element:
    run = etree.Element(w("r"))
    properties = etree.SubElement(run, w("rPr"))
    etree.SubElement(properties, w("rStyle"), {w("val"): STANCE})
    etree.SubElement(run, w(name), attributes or {})
    return run
