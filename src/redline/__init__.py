"""redline: tracked changes of Word files, read, proved, merged, compared, decided and written. Bytes in, values out.

The names in `__all__` are the public ones, each with an example that runs; docs/guide/redline.md shows them at work.
The values they give (`Amendment`, `MergedParagraph` …) can be named from here too; what is wanted more rarely
(`carry`, `streamline`, tables, JSON) is in the modules the guide names.
"""

from redline.changes.amendment import Amendment as Amendment
from redline.changes.comment import Comment as Comment
from redline.changes.edit import Edit as Edit
from redline.changes.edit import Part as Part
from redline.changes.merge import merge as merge
from redline.changes.merged import MergedParagraph as MergedParagraph
from redline.changes.merged import Segment as Segment
from redline.opc import BadFile
from redline.ops.extract import Extraction as Extraction
from redline.ops.extract import NotABaseError as NotABaseError
from redline.ops.extract import Verification as Verification
from redline.ops.extract import extract, verify
from redline.ops.notes import Note as Note
from redline.ops.notes import notes as notes
from redline.ops.project import project
from redline.ops.protect import protect
from redline.ops.prove import Inclusion as Inclusion
from redline.ops.prove import prove
from redline.ops.reopen import reopen
from redline.ops.resolve import pending
from redline.ops.resolve_text import text
from redline.render import html as html
from redline.render.brackets import bracketed
from redline.render.compared import compare
from redline.render.compiled import Compilation as Compilation
from redline.render.compiled import compile_amendments as compile_amendments
from redline.render.compiled import compile_files, make_visible
from redline.render.revise import revise
from redline.render.subset import accept, reject
from redline.text.document import Document as Document
from redline.text.document import Paragraph as Paragraph
from redline.text.document import read

__all__ = [
    "BadFile",
    "accept",
    "bracketed",
    "compare",
    "compile_files",
    "extract",
    "make_visible",
    "pending",
    "project",
    "protect",
    "prove",
    "read",
    "reject",
    "reopen",
    "revise",
    "text",
    "verify",
]
