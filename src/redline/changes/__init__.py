"""What parties want changed, as frozen values: edits, amendments, and the merged text; no XML tree, no file."""
