"""Text of scans and photos, recognised offline by the extra ``ocr``; without it everything else works as before.

The work is done in a process of its own (``child``), for three reasons: PDFium reads text here with a stand-in font
for all that a file does not carry and could not draw pages with it; the models take a gigabyte; a picture may be made
to crash a decoder. ``client`` keeps that process and speaks with it, ``layout`` makes lines and tables of what it saw.

OpenCV, the recogniser and its runtime are imported only inside that process.
"""

from functools import cache
from importlib.util import find_spec

COMMAND = 'pip install "shenyue[ocr]"'
HINT = f"或安装识别组件后重新检查：{COMMAND}"
NEEDS = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
SECONDS_PER_PAGE = 20.0  # wall time a page may take; some 5 s of one core are usual
START_SECONDS = 40.0  # to load libraries and models, on a slow disk
MEMORY = 1_700_000_000  # bytes that recognising takes at its peak, address space included


@cache
def available() -> bool:
    """Tell whether the extra is installed; looks only, imports nothing."""
    return all(find_spec(name) is not None for name in NEEDS)
