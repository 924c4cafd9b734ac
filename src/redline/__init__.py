"""redline: tracked changes of Word files, read, proved, merged and written. Bytes in, values out."""

from redline.changes.amendment import Amendment
from redline.changes.comment import Comment
from redline.changes.edit import Edit, Part
from redline.changes.merge import merge
from redline.changes.merged import MergedParagraph, Segment
from redline.opc import BadFile
from redline.ops.extract import Extraction, NotABaseError, Verification, extract, verify
from redline.ops.notes import Note, notes
from redline.ops.project import project
from redline.ops.protect import protect
from redline.ops.prove import Inclusion, prove
from redline.ops.resolve import accept, pending, reject
from redline.ops.resolve_text import text
from redline.render import html
from redline.render.bracket_reading import read_brackets
from redline.render.brackets import bracketed
from redline.render.compared import compare
from redline.render.compiled import Compilation, compile_amendments, compile_files, make_visible
from redline.text.document import Document, Paragraph, read

__all__ = [
    "Amendment",
    "BadFile",
    "Comment",
    "Compilation",
    "Document",
    "Edit",
    "Extraction",
    "Inclusion",
    "MergedParagraph",
    "NotABaseError",
    "Note",
    "Paragraph",
    "Part",
    "Segment",
    "Verification",
    "accept",
    "bracketed",
    "compare",
    "compile_amendments",
    "compile_files",
    "extract",
    "html",
    "make_visible",
    "merge",
    "notes",
    "pending",
    "project",
    "protect",
    "prove",
    "read",
    "read_brackets",
    "reject",
    "text",
    "verify",
]
