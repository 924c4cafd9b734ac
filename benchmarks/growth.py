"""Whether compiling grows in line with the files: 10 to 160 of 30 pages, 35 of 10 to 300 pages, as table and picture.

    python -m benchmarks.growth [PICTURE]

Processor seconds for each million letters, tags and texts walked (the floor's own measure); in a line means that they
stay the same. With PICTURE the plot is written there as SVG (docs/images/growth.svg). Exits 1 when the largest costs
more than twice as much for its size as the smallest.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks._compiling import Measured, measured  # noqa: E402 - the path comes first

FILES = tuple((count, 30) for count in (10, 20, 40, 80, 160))
PAGES = tuple((35, pages) for pages in (10, 30, 100, 300))
MOST = 2.0
WIDTH, HEIGHT, EDGE = 640, 400, 60
Points = list[tuple[str, Measured]]


def main() -> int:
    """Measure, print the table, write the picture, and return the exit status."""
    worst = 0.0
    series: list[tuple[str, Points]] = []
    print("| files | pages | processor s | floor s | s per million | peak MB |\n|---|---|---|---|---|---|")
    for name, cases in (("files of 30 pages", FILES), ("pages, 35 files", PAGES)):
        points = [(str(count if cases is FILES else pages), measured(count, pages)) for count, pages in cases]
        for (count, pages), (_, each) in zip(cases, points, strict=True):
            rate = each.seconds / each.size * 1e6
            cells = (count, pages, f"{each.seconds:.2f}", f"{each.floor:.2f}", f"{rate:.3f}", round(each.memory / 1e6))
            print(f"| {' | '.join(map(str, cells))} |", flush=True)
        worst = max(worst, _rate(points[-1][1]) / _rate(points[0][1]))
        series.append((name, points))
    print(f"the largest for its size against the smallest: {worst:.2f} times (asked ≤ {MOST:g})")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(picture(series), encoding="utf-8")
    return 1 if worst > MOST else 0


def _rate(each: Measured) -> float:
    return each.seconds / each.size


def picture(series: list[tuple[str, Points]]) -> str:
    """Return the plot: seconds over size, a line from the origin through the largest of each series."""
    far = max(each.size for _, points in series for _, each in points)
    high = max(each.seconds for _, points in series for _, each in points)

    def place(size: float, seconds: float) -> str:
        across = EDGE + size / far * (WIDTH - 2 * EDGE)
        return f"{across:.0f},{HEIGHT - EDGE - seconds / high * (HEIGHT - 2 * EDGE):.0f}"

    drawn = [_axes(far, high)]
    for number, (name, points) in enumerate(series):
        dashes = ' stroke-dasharray="6 4"' if number else ""
        line = " ".join([place(0, 0), *(place(each.size, each.seconds) for _, each in points)])
        drawn.append(f'<polyline points="{line}" fill="none" stroke="#1a4f8b" stroke-width="2"{dashes}/>')
        for label, each in points:
            across, down = place(each.size, each.seconds).split(",")
            drawn.append(f'<circle cx="{across}" cy="{down}" r="4" fill="#1a4f8b"/>')
            drawn.append(f'<text x="{across}" y="{int(down) - 9}" text-anchor="end">{label}</text>')
        height = EDGE - 24 + 18 * number
        drawn.append(f'<path d="M{EDGE + 12} {height - 4}h30" stroke="#1a4f8b" stroke-width="2"{dashes}/>')
        drawn.append(f'<text x="{EDGE + 48}" y="{height}">{name}</text>')
    fonts = 'font-family="sans-serif" font-size="13"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {fonts}>'
    title = "<title>Processor seconds of compiling over the size of the files</title>"
    return f'{head}{title}<rect width="100%" height="100%" fill="#fff"/>{"".join(drawn)}</svg>\n'


def _axes(far: float, high: float) -> str:
    bottom, right = HEIGHT - EDGE, WIDTH - EDGE
    return (
        f'<path d="M{EDGE} {EDGE}V{bottom}H{right}" fill="none" stroke="#555"/>'
        f'<text x="{right}" y="{bottom + 20}" text-anchor="end">{far / 1e6:.0f} million letters, tags and texts</text>'
        f'<text x="{EDGE - 6}" y="{EDGE + 4}" text-anchor="end">{high:.1f} s</text>'
        f'<text x="{EDGE - 6}" y="{bottom}" text-anchor="end">0</text>'
    )


if __name__ == "__main__":
    sys.exit(main())
