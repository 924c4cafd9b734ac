"""redline: tracked changes of Word files, read, proved, merged and written. Bytes in, values out."""

from redline.changes.amendment import Amendment
from redline.changes.edit import Edit, Part
from redline.changes.merged import MergedParagraph, Segment
from redline.opc import BadFile
from redline.ops.protect import protect
from redline.ops.resolve import accept, pending, reject
from redline.ops.resolve_text import text
from redline.text.document import Document, Paragraph, read

__all__ = [
    "Amendment",
    "BadFile",
    "Document",
    "Edit",
    "MergedParagraph",
    "Paragraph",
    "Part",
    "Segment",
    "accept",
    "pending",
    "protect",
    "read",
    "reject",
    "text",
]
