"""Excel and CSV files that swell, claim or were broken on the way."""

from collections.abc import Iterator

from tests.extractor.readers.sheet_maker import raw, sheet
from tests.hostile.made import ANY, LOST, PARTIAL, READ, SHORT, Hostile, plain, swollen, zip_of

ROWS = [["序号", "费用名称", "金额"], [1, "软件开发费", 200], [None, "合计", 200]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>合计</t></is></c></row>'


def sheets() -> Iterator[Hostile]:
    """Yield every hostile sheet."""
    filler = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 20_000
    big = swollen(
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(),
        filler,
        600,
        b"</sheetData></worksheet>",
    )
    head = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    book = head + '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    rels = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/%s" Target="%s"/></Relationships>'
    parts = [
        plain("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        plain("_rels/.rels", rels % ("officeDocument", "xl/workbook.xml")),
        plain("xl/workbook.xml", book),
        plain("xl/_rels/workbook.xml.rels", rels % ("worksheet", "worksheets/sheet1.xml")),
    ]
    yield Hostile.of("xlsx-bomb.xlsx", zip_of([*parts, big]), SHORT, "limit")
    strings = swollen(
        "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>'.encode(), b"a" * 1_000_000, 1000, b"</t></si></sst>"
    )
    small = plain("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{ROW}</sheetData></worksheet>')
    yield Hostile.of("xlsx-bomb-strings.xlsx", zip_of([*parts, small, strings]), SHORT, "limit")
    claim = '<dimension ref="A1:XFD1048576"/><sheetData>' + ROW + "</sheetData>"
    yield Hostile.of("xlsx-claims-all-cells.xlsx", raw(claim), READ)
    corner = f'<sheetData>{ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    yield Hostile.of("xlsx-cell-in-far-corner.xlsx", raw(corner), ANY, "limit")
    merged = f'<sheetData>{ROW}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield Hostile.of("xlsx-merges-all-cells.xlsx", raw(merged), ANY, "limit")
    many = '<mergeCell ref="A1:B2"/>' * 100_000
    crowd = f"<sheetData>{ROW}</sheetData><mergeCells>{many}</mergeCells>"
    yield Hostile.of("xlsx-many-merges.xlsx", raw(crowd), ANY, "limit", "corrupt")
    shared = '<sheetData><row r="1"><c r="A1" t="s"><v>99999999</v></c><c r="B1" t="s"><v>-1</v></c></row></sheetData>'
    yield Hostile.of("xlsx-broken-strings.xlsx", raw(shared), LOST, "corrupt", "empty")
    yield Hostile.of(
        "xlsx-strings-not-xml.xlsx",
        raw(f"<sheetData>{ROW}</sheetData>", extra={"xl/sharedStrings.xml": b"<sst><si>"}), ANY, "corrupt",
    )  # fmt: skip
    declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    entity = f'{declared}<worksheet xmlns="{MAIN}"><sheetData>{ROW.replace("合计", "&a;")}</sheetData></worksheet>'
    yield Hostile.of(
        "xlsx-entity-outside.xlsx", zip_of([*parts, plain("xl/worksheets/sheet1.xml", entity)]), ANY, "corrupt", "empty"
    )
    yield Hostile.of("xlsx-no-sheet.xlsx", zip_of(parts), LOST, "corrupt", "empty")
    bad = f'<sheetData><row r="0"><c r="A0"><v>1</v></c><c r="ZZZZZ99999999999"><v>1</v></c></row>{ROW}</sheetData>'
    yield Hostile.of("xlsx-bad-references.xlsx", raw(bad), ANY, "corrupt", "limit", "empty")
    whole = sheet(ROWS)
    for percent in (30, 95):
        yield Hostile.of(f"xlsx-cut-at-{percent}.xlsx", whole[: len(whole) * percent // 100], LOST, "corrupt")
    yield Hostile.of("csv-as-xlsx.xlsx", "序号,金额\n1,200\n".encode("gb18030"), READ)
    yield Hostile.of("csv-many-columns.csv", b",".join([b"1"] * 200_000), ANY, "limit")
    yield Hostile.of("csv-many-rows.csv", b"1,2,3\n" * 400_000, PARTIAL, "limit")
    yield Hostile.of("csv-open-quote.csv", '序号,"金额\n'.encode() + b"1,2\n" * 50_000, ANY, "limit", "corrupt")
    yield Hostile.of("csv-one-field.csv", b'"' + b"a" * 20_000_000 + b'"', ANY, "limit")
