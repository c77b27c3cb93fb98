"""Make the face that pictures of pages are set in, from the font file of WenQuanYi Micro Hei.

Needs fontTools. ``python docs/make_face.py wqy-microhei.ttc`` writes ``review/pictures/face/hei.ttf.xz``; the same
font and version of fontTools give the same bytes.
"""

import io
import lzma
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FACE = Path(__file__).resolve().parent.parent / "review" / "pictures" / "face" / "hei.ttf.xz"
SIGNS = "¥￥·•—–…‘’“”〔〕☐☑☒□■√×÷±≤≥≠℃℉°©®™①②③④⑤⑥⑦⑧⑨⑩〇"
DROPPED = ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "OS/2", "gasp", "DSIG", "VORG", "BASE", "FFTM", "kern"]


def characters() -> set[str]:
    """Return the characters of GB 2312, those of ASCII, and signs that offices use."""
    found = {chr(code) for code in range(0x20, 0x7F)} | set(SIGNS)
    for first in range(0xA1, 0xFE):
        for second in range(0xA1, 0xFF):
            found |= set(bytes((first, second)).decode("gb2312", "ignore"))
    return found


def main(source: str) -> None:
    """Write the face."""
    font = TTCollection(source).fonts[0]
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[], glyph_names=False, notdef_outline=True, recalc_timestamp=False
    )
    options.drop_tables += DROPPED
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters()])
    cutter.subset(font)
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    FACE.write_bytes(lzma.compress(out.getvalue(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(sys.argv[1])
