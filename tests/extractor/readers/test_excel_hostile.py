"""Excel files that are broken, locked or made to harm: each ends in a reason, never in an exception."""

import io
import struct
import zipfile

import pytest

from extractor.readers import excel
from extractor.readers.source import OLE, Limits, Source
from tests.extractor.readers.sheet_maker import BUDGET, binary, grid, raw, read_bytes, sheet, tables

SMALL = Limits(part_bytes=200_000, total_bytes=400_000, grid_rows=20, grid_columns=8, cells=100)


def row(number: int, *cells: tuple[str, str]) -> str:
    return f"<row r='{number}'>" + "".join(f"<c r='{name}{number}'><v>{v}</v></c>" for name, v in cells) + "</row>"


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file of 512-byte sectors with these streams at its root, each at least 4096 bytes long."""
    sector, free, end, fat_sector = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = {name: data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0") for name, data in streams.items()}
    entries, body, fat = [], b"", [fat_sector, end]

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        raw_name = name.encode("utf-16-le")
        return (
            raw_name.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(raw_name) + 2, kind, 1, free, right, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    names = list(padded)
    entries.append(entry("Root Entry", 5, free, 1 if names else free, end, 0))
    for number, name in enumerate(names, 1):
        first = len(fat)
        count = len(padded[name]) // sector
        fat += [*range(first + 1, first + count), end]
        body += padded[name]
        entries.append(entry(name, 2, number + 1 if number < len(names) else free, free, first, len(padded[name])))
    fat += [free] * (128 - len(fat))
    assert len(entries) <= 4
    assert len(fat) == 128
    head = OLE + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    head = head.ljust(512, b"\xff")
    return head + struct.pack("<128I", *fat) + b"".join(entries).ljust(512, b"\0") + body


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


BOF = (0x0809, struct.pack("<8H", 0x0600, 5, 0, 0, 0, 0, 0, 0))


@pytest.mark.parametrize("cut", [4, 100, 900, -30])
def test_a_file_cut_off_is_corrupt(cut: int) -> None:
    document = read_bytes(sheet(BUDGET)[:cut])
    assert (document.status, document.unread[0].reason) == ("unreadable", "corrupt")


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    "damage", [b"", b"<a", b"\x00\xff\xfe<<>>", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_a_damaged_part_is_told(name: str, damage: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(BUDGET))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, damage if info.filename == name else old.read(info))
    document = read_bytes(out.getvalue())
    assert document.status in ("unreadable", "partial")
    assert {unread.reason for unread in document.unread} <= {"corrupt", "empty"}


@pytest.mark.parametrize("strings", [None, b"", b"<sst", b"<sst><si><t>x</t></si></sst>"])
def test_text_that_is_missing_is_never_left_out_in_silence(strings: bytes | None) -> None:
    body = "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>9</v></c></row></sheetData>"
    document = read_bytes(raw(body, extra=None if strings is None else {"xl/sharedStrings.xml": strings}))
    assert (document.status, document.unread[0].reason) == ("unreadable", "corrupt")


def test_damaged_xml_gives_what_stands_before_it() -> None:
    document = read_bytes(
        raw("<sheetData>" + row(1, ("A", "1"), ("B", "2")) + "<row r='2'><c r='A2'><v>3</c></row></sheetData>")
    )
    assert document.status != "read"
    assert document.unread[0].reason == "corrupt"


@pytest.mark.parametrize("name", ["概算.xlsx", "概算.xls", "概算.et", "概算.xlsb"])
def test_a_locked_package_is_encrypted(name: str) -> None:
    document = read_bytes(compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), name)
    assert document.unread[0].reason == "encrypted"
    assert document.format != "docx"


def test_a_locked_binary_file_is_encrypted() -> None:
    data = compound({"Workbook": biff(BOF, (0x002F, b"\0" * 6))})
    document = read_bytes(data, "概算.xls")
    assert (document.format, document.unread[0].reason) == ("xls", "encrypted")


def test_binary_sheets_larger_than_they_can_be_are_refused() -> None:
    """One cell in the last corner makes the library lay out every cell before it, and the process ends there."""
    far = (0x0203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0))
    document = read_bytes(compound({"Workbook": biff(BOF, far, (0x000A, b""))}), "概算.xls")
    assert document.unread[0].reason == "limit"


def test_a_cell_in_the_last_corner_is_refused() -> None:
    far = raw("<sheetData>" + row(1, ("A", "1"), ("B", "2")) + row(1_048_576, ("XFD", "5")) + "</sheetData>")
    assert [unread.reason for unread in read_bytes(far).unread] == ["limit"]
    far = binary([(0, 0, "甲"), (1_048_575, 16_383, 1.0)])
    assert [unread.reason for unread in read_bytes(far, "甲.xlsb").unread] == ["limit"]


def test_a_word_file_that_holds_a_sheet_is_no_sheet() -> None:
    assert read_bytes(compound({"WordDocument": b"", "Workbook": b""}), "合同.doc").format == "doc"
    inner = "WordDocument".encode("utf-16-le")
    assert read_bytes(compound({"Workbook": biff(BOF) + inner}), "概算.xls").format == "xls"


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:B1", "B9:A1", "A1", "甲乙"])
def test_strange_merged_ranges_do_no_harm(reference: str) -> None:
    merged = "".join(f"<mergeCell ref='{reference}'/>" for _ in range(2000))
    data = raw(
        "<sheetData>"
        + row(1, ("A", "1"), ("B", "2"))
        + row(2, ("A", "3"), ("B", "4"))
        + f"</sheetData><mergeCells>{merged}</mergeCells>"
    )
    document = read_bytes(data)
    assert document.status in ("read", "partial", "unreadable")
    assert document.blocks or document.unread


def test_rows_and_columns_over_the_caps_are_told() -> None:
    long = read_bytes(sheet([["名称", "金额"], *([f"第{n}项", n] for n in range(25))]), limits=SMALL)
    assert [(unread.reason, "第21行" in unread.message) for unread in long.unread] == [("limit", True)]
    assert len(grid(tables(long)[0])) == 20
    wide = read_bytes(sheet([list("甲乙丙丁戊己庚辛壬癸"), list(range(10))]), limits=SMALL)
    assert [unread.reason for unread in wide.unread] == ["limit"]
    assert len(grid(tables(wide)[0])[0]) == 8
    assert wide.status == "partial"


def test_cells_over_the_cap_are_told() -> None:
    many = read_bytes(sheet([list(range(7)) for _ in range(16)]), limits=SMALL)
    assert [unread.reason for unread in many.unread] == ["limit"]
    sparse = read_bytes(sheet([[n, *[None] * 6, n] for n in range(15)]), limits=SMALL)
    assert [(unread.reason, "第13行" in unread.message) for unread in sparse.unread] == [("limit", True)]


def test_parts_over_the_size_are_refused_before_they_are_opened() -> None:
    padding = "<!--" + "x" * 300_000 + "-->"
    document = read_bytes(raw(padding + "<sheetData>" + row(1, ("A", "1")) + "</sheetData>"), limits=SMALL)
    assert (document.status, document.unread[0].reason) == ("unreadable", "limit")


def test_a_part_larger_than_it_says_is_refused() -> None:
    data = bytearray(raw("<sheetData>" + row(1, ("A", "1")) + " " * 100_000 + "</sheetData>"))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", data, at + 24, 500)
    document = read_bytes(bytes(data))
    assert (document.status, document.unread[0].reason) == ("unreadable", "corrupt")


def test_a_panic_of_the_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):  # the name it has there
        pass

    def panic(_: object) -> None:
        raise PanicException

    monkeypatch.setattr(excel._File, "_open", panic)
    assert read_bytes(sheet(BUDGET)).unread[0].reason == "corrupt"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_the_end_of_the_program_is_let_through(monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    def stop(_: object) -> None:
        raise error

    monkeypatch.setattr(excel._File, "_open", stop)
    with pytest.raises(error):
        excel.read(Source("甲.xlsx", sheet(BUDGET)), Limits())


@pytest.mark.parametrize("number", [14, 22, 46])
@pytest.mark.parametrize("value", ["9e15", "-5", "1e300", "NaN", "inf", "1e-320", "abc", "60", "2958466"])
def test_times_that_no_calendar_has_do_no_harm(number: int, value: str) -> None:
    styles = f'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="{number}" applyNumberFormat="1"/></cellXfs>'
    body = f"<sheetData>{row(1, ('A', '1'), ('B', '2'))}"
    body += f"<row r='2'><c r='A2' s='1'><v>{value}</v></c><c r='B2'><v>1</v></c></row></sheetData>"
    document = read_bytes(raw(body, styles))
    assert document.status in ("read", "partial")
    assert all(len(text) < 40 for block in tables(document) for line in grid(block) for text in line)
    if document.status == "partial":
        assert [unread.reason for unread in document.unread] == ["corrupt"]
        assert grid(tables(document)[0]) == [["1", "2"]]


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_end_in_a_reason(seed: int) -> None:
    data = bytearray(sheet(BUDGET))
    for step in range(6):
        data[(seed * 7919 + step * 104_729) % len(data)] ^= 1 << (seed % 8)
    document = read_bytes(bytes(data))
    assert document.status in ("read", "partial", "unreadable")
    assert document.unread or document.status == "read"
