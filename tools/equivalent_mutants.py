"""Changes of the engine that change nothing: by file, line and change, each with the reason.

`tools.mutation` knows them from changes that the tests ought to notice.
"""

EQUIVALENT: dict[tuple[str, str, str], str] = {}
