"""The names of WordprocessingML that the Word reader looks for, as lxml spells them.

Strict files use other namespaces for the same names; ``docx_package`` renames them on loading, so only the
transitional names stand here.
"""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
V = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

# Strict namespace -> the transitional one that the names above are written in
STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1],
    "http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": WP[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/main": A[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/picture": PIC[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/chart": CHART[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/diagram": DIAGRAM[1:-1],
}

VAL = W + "val"
P, RUN, T, TBL, TR, TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
PPR, RPR, TRPR, TCPR, TBLPR = (W + name for name in ("pPr", "rPr", "trPr", "tcPr", "tblPr"))
SDT, SDT_PR, SDT_CONTENT = (W + name for name in ("sdt", "sdtPr", "sdtContent"))
TXBX = W + "txbxContent"
FLD_CHAR, INSTR, FLD_SIMPLE = W + "fldChar", W + "instrText", W + "fldSimple"
INS, DEL, MOVE_TO, MOVE_FROM = (W + name for name in ("ins", "del", "moveTo", "moveFrom"))
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
VANISH = W + "vanish"
SECT_PR = W + "sectPr"

FALSE = frozenset({"0", "false", "off", "none"})
