"""The order in which the schema (ISO/IEC 29500-4 wml.xsd) wants the children of property elements."""

from typing import Final

from lxml.etree import _Element as Element

from redline.oxml.names import W, w, w14

_MARKS: Final = ("ins", "del", "moveFrom", "moveTo")
RPR: Final = (
    *_MARKS,
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
    *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position"),
    *("sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"),
    *("eastAsianLayout", "specVanish", "oMath", "", "rPrChange"),
)
PPR: Final = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
    *("divId", "cnfStyle", "", "rPr", "sectPr", "pPrChange"),
)
TRPR: Final = ("", "ins", "del", "trPrChange")
TCPR: Final = (
    *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection"),
    *("tcFitText", "vAlign", "hideMark", "headers", "", "cellIns", "cellDel", "cellMerge", "tcPrChange"),
)
NUMPR: Final = ("ilvl", "numId", "", "numberingChange", "ins")
# CT_Settings up to the elements that `protect` writes; whatever is not named here comes after them.
SETTINGS: Final = (
    *("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime"),
    *("doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText"),
    *("printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts"),
    *("saveFormsData", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader"),
    *("bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle"),
    *("proofState", "formsDesign", "attachedTemplate", "linkStyles", "stylePaneFormatFilter", "stylePaneSortMethod"),
    *("documentType", "mailMerge", "revisionView", "trackRevisions", "doNotTrackMoves", "doNotTrackFormatting"),
    *("documentProtection", ""),
)


def insert_in_order(parent: Element, child: Element, order: tuple[str, ...]) -> Element:
    """Insert `child` into `parent` where `order` puts it; returns the child.

    The empty name in `order` is the place of elements the list does not name (extensions of later Word versions).
    """
    place = _place(child, order)
    for other in parent:
        if _place(other, order) > place:
            other.addprevious(child)
            return child
    parent.append(child)
    return child


def _place(element: Element, order: tuple[str, ...]) -> int:
    tag = element.tag
    if tag in (w14("conflictIns"), w14("conflictDel")):
        return 0
    name = tag[len(W) + 2 :] if isinstance(tag, str) and tag.startswith(f"{{{W}}}") else ""
    return order.index(name) if name in order else order.index("")


def rpr_insert(properties: Element, child: Element) -> Element:
    """Insert a property, mark or rPrChange into w:rPr (CT_RPr, CT_ParaRPr)."""
    return insert_in_order(properties, child, RPR)


def ppr_insert(properties: Element, child: Element) -> Element:
    """Insert a property into w:pPr (CT_PPr)."""
    return insert_in_order(properties, child, PPR)


def trpr_insert(properties: Element, child: Element) -> Element:
    """Insert a property or mark into w:trPr (CT_TrPr)."""
    return insert_in_order(properties, child, TRPR)


def tcpr_insert(properties: Element, child: Element) -> Element:
    """Insert a property or mark into w:tcPr (CT_TcPr)."""
    return insert_in_order(properties, child, TCPR)


def first_child(parent: Element, name: str) -> Element:
    """Return the child w:name that must come first in its parent (pPr, rPr, tcPr), made when missing."""
    found = parent.find(w(name))
    if found is None:
        found = parent.makeelement(w(name))
        parent.insert(0, found)
    return found
