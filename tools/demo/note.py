"""Writes the missions' notes, resolutions and reports of the demo as small PDF files of one page."""

from textwrap import wrap

LEFT, TOP, LEADING = 72, 720, 16
ESCAPE = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def pdf(title: str, paragraphs: list[str]) -> bytes:
    """Return a PDF 1.4 file with a title and paragraphs in Times; characters outside Windows-1252 are refused."""
    lines = [f"BT /F2 15 Tf {LEFT} {TOP} Td ({_text(title)}) Tj ET"]
    height = TOP - 2 * LEADING
    for paragraph in paragraphs:
        for line in wrap(paragraph, 84):
            lines.append(f"BT /F1 11.5 Tf {LEFT} {height} Td ({_text(line)}) Tj ET")
            height -= LEADING
        height -= LEADING // 2
    stream = "\n".join(lines).encode("cp1252")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    page = b"/MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> /Contents 4 0 R"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R " + page + b" >>",
            b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
            font % b"Times-Roman",
            font % b"Times-Bold",
        ]
    )


def _text(words: str) -> str:
    return words.translate(ESCAPE)


def _file(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
