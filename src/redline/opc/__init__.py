"""The zip package of a Word file: limits, parts, content types, relationships (ECMA-376 Part 2)."""

from redline.opc.errors import BadFile
from redline.opc.limits import LIMITS, Limits
from redline.opc.package import Package, read_package
from redline.opc.relationships import Relationship

__all__ = ["LIMITS", "BadFile", "Limits", "Package", "Relationship", "read_package"]
