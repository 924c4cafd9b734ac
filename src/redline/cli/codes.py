"""Exit codes: 0 done, 1 a finding (untracked edits, another base, nothing there), 2 bad input."""

from typing import Final

DONE: Final = 0
FINDING: Final = 1
BAD_INPUT: Final = 2
