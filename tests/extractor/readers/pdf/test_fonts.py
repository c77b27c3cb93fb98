"""What a file reads as does not depend on the fonts of the machine."""

import subprocess
import sys

import pytest

BARE = """
import pypdfium2, pypdfium2.raw as pdfium
none = pdfium.FPDF_SYSFONTINFO()
none.version = 1
"""
READ = """
import sys
from pathlib import Path
from extractor.readers.pdf import read
from extractor.readers.source import Limits, Source
"""
PRINT = """
document = read(Source.open(Path(sys.argv[1])), Limits())
sys.stdout.buffer.write("|".join(c.text for c in document.blocks[0].table.cells).encode())
"""
WITHOUT_FONTS = "pdfium.FPDF_SetSystemFontInfo(none)\n"


@pytest.mark.parametrize(
    ("code", "lost"),
    [
        (BARE + WITHOUT_FONTS + READ + PRINT, False),
        (BARE + READ + WITHOUT_FONTS + PRINT, True),  # the stand-in taken away again: what it is for
    ],
)
def test_lone_character_of_a_font_not_in_the_file(paper, tmp_path, code, lost):
    page = paper()
    page.table(72, 100, [150, 60], [["是否接受联合体", "否"], ["是否现场考察", "是"]])
    file = tmp_path / "a.pdf"
    file.write_bytes(page.data())
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True)
    cells = done.stdout.decode().split("|")
    assert cells[0::2] == ["是否接受联合体", "是否现场考察"]
    assert (cells[1::2] == ["否", "是"]) is not lost
