"""Binary Excel files as LibreOffice writes them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.document import Document
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Source
from tests.extractor.readers.sheet_maker import BUDGET, cell_at, sheet, tables, texts

pytestmark = pytest.mark.system


def converted(folder: Path, ending: str) -> Path:
    """Return the budget sheet, its sum a formula, as LibreOffice saves it."""
    soffice = shutil.which("soffice")
    assert soffice is not None
    rows = [*BUDGET[:-1], (None, "合计", "=SUM(C4:C5)", None)]
    source = folder / "概算.xlsx"
    source.write_bytes(sheet(rows, ["A1:D1"]))
    target = folder / "out"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", ending, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = target / f"概算.{ending}"
    if not made.exists():
        pytest.skip("LibreOffice is here without Calc (libreoffice-calc-nogui)")
    return made


def check(document: Document, found: str) -> None:
    assert (document.format, document.status) == (found, "read")
    assert texts(document) == ["概算", "星河市一网通办平台投资概算表", "单位：万元"]
    table = tables(document)[0].table
    assert table is not None
    assert (table.rows, table.header_rows, table.unit) == (4, 1, "万元")
    assert cell_at(document, "C6").text == "300.5"


def test_the_old_binary_format_is_read_under_both_its_names(tmp_path: Path) -> None:
    data = converted(tmp_path, "xls").read_bytes()
    check(read(Source("概算.xls", data)), "xls")
    check(read(Source("概算.et", data)), "et")
    total = next(fact for fact in extract(Source("投资概算表.xls", data)).facts if fact.kind == "budget.total")
    assert (total.value, total.evidence[0].location.cell) == ("3005000.00", "C6")
    for cut in (600, len(data) // 2, len(data) - 600):
        broken = read(Source("概算.xls", data[:cut]))
        assert broken.status != "read" or cell_at(broken, "C6").text == "300.5"


def test_a_file_saved_by_an_office_program_has_its_results(tmp_path: Path) -> None:
    check(read(Source("概算.xlsx", converted(tmp_path, "xlsx").read_bytes())), "xlsx")
