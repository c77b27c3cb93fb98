"""The face for text whose font a PDF does not bring along (宋体 of most office programs), so that it can be read.

Without it a picture would depend on the fonts of the machine, or show empty boxes. It has the characters of GB 2312
and Latin letters; any other is drawn as an empty box. See the file of licences beside it.
"""

import lzma
from pathlib import Path

FILE = Path(__file__).parent / "hei.ttf.xz"


def font() -> bytes:
    """Return the face as a TrueType file."""
    return lzma.decompress(FILE.read_bytes())
