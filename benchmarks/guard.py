"""How long the upload guard takes for a 30-page Word file, against a bare child process in the same run.

python -m benchmarks.guard [FILE]     without a file: one generated: 415 paragraphs, three tables, a picture
Prints the medians in milliseconds; exit code 1 when the guard takes longer than BAR.
"""

import os
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from accord.library.providers import guard

BAR = 250.0
RUNS = 15
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDS = "The States Parties shall cooperate in good faith to give effect to the provisions of the present Plan, "


def thirty_pages() -> bytes:
    """Return a Word file of about thirty pages, its sentences cut into runs as Word cuts them."""
    looks = '<w:rPr><w:rFonts w:ascii="Times New Roman"/><w:sz w:val="24"/></w:rPr>'
    run = f'<w:r w:rsidR="00A77B3E">{looks}<w:t>{{}}</w:t></w:r>'
    sentence = "".join(run.format(word + " ") for word in WORDS.split())
    paragraphs = f'<w:p w:rsidR="00A77B3E"><w:pPr><w:jc w:val="both"/></w:pPr>{sentence * 2}</w:p>' * 415
    cell = f"<w:tc><w:p>{run.format(WORDS)}</w:p></w:tc>"
    table = f"<w:tbl>{f'<w:tr>{cell * 5}</w:tr>' * 20}</w:tbl>"
    main = f'<w:document xmlns:w="{W}"><w:body>{paragraphs}{table * 3}</w:body></w:document>'
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    main_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    override = f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{kinds}">{override}</Types>')
        package.writestr("word/document.xml", main)
        package.writestr(
            "word/media/image1.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\0\0\x03\0" + os.urandom(400_000)
        )
    return out.getvalue()


def median(work: Callable[[], object]) -> float:
    """Return the median of RUNS runs in milliseconds, after one that warms the caches."""
    work()
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit code whether the bar is kept."""
    data = Path(arguments[0]).read_bytes() if arguments else thirty_pages()
    verdict = guard.examine(data, "Matriz.docx")
    floor = median(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    took = median(lambda: guard.examine(data, "Matriz.docx"))
    print(f"{len(data) / 1024:.0f} KB, verdict {verdict.outcome}")
    print(f"floor {floor:.0f} ms (bare child), guard {took:.0f} ms, bar {BAR:.0f} ms")
    return 0 if verdict.outcome == "ok" and took <= BAR else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.settings.testing")
    sys.exit(main(sys.argv[1:]))
