"""Small Word files written in a few lines of XML, for tests that stand without the corpus."""

import io
import zipfile
from collections.abc import Mapping

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}document.main+xml"/></Types>'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = (
    f'<Relationships xmlns="{_RELATIONSHIPS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
DOCUMENT = f"<w:document {NAMESPACES}><w:body>%s</w:body></w:document>"
# root element and relationship type of each story that can stand beside the body
_STORIES = {
    "header": "hdr",
    "footer": "ftr",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "numbering": "numbering",
    "styles": "styles",
    "settings": "settings",
}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body: str, *, parts: Mapping[str, str | bytes] | None = None, **stories: str) -> bytes:
    """Return a Word file with this body; `stories` gives the content of header, footnotes, numbering … by kind."""
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}{kind}+xml"/>' for kind in stories)
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(stories, 1)
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES.replace("</Types>", types + "</Types>"),
        "_rels/.rels": RELS,
        "word/document.xml": DOCUMENT % body,
    }
    if stories:
        members["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_RELATIONSHIPS}">{related}</Relationships>'
    for kind, content in stories.items():
        root = _STORIES[kind]
        members[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
    return zipped({**members, **(parts or {})})


def paragraph(*content: str, properties: str = "") -> str:
    """Return a paragraph of runs and other inline XML; words without a tag become a run."""
    inner = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def run(words: str, tag: str = "t", properties: str = "") -> str:
    """Return a run of text."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def change(kind: str, inner: str, author: str = "AG", number: int = 1) -> str:
    """Return a tracked change element (ins, del, moveFrom, rPrChange …) around its content."""
    return f'<w:{kind} w:id="{number}" w:author="{author}" w:date="2012-03-04T05:06:07Z">{inner}</w:{kind}>'


def inserted(words: str, author: str = "AG") -> str:
    """Words that the author inserted."""
    return change("ins", run(words), author)


def deleted(words: str, author: str = "AG") -> str:
    """Words that the author deleted."""
    return change("del", run(words, "delText"), author)


def mark(*kinds: str, author: str = "AG") -> str:
    """Paragraph properties whose mark carries these changes."""
    return f"<w:rPr>{''.join(change(kind, '', author) for kind in kinds)}</w:rPr>"
