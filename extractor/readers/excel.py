"""Excel files: .xlsx .xlsm .xltx (and .et of the same make), .xlsb, and the binary .xls and .et.

Each sheet is a heading with its name, then its titles, tables and notes. A cell's text is the value the file holds
(``excel_values.shown``); formulas without a stored result keep the formula as their text and are told as unread.
Hidden sheets are read, but set aside as furniture: what nobody sees is no statement of the document.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from extractor.document import Block, Cell, Document, Format, Layer, Notice, Place, Status, Table, Unread
from extractor.readers import unreadable
from extractor.readers.docx_heads import header_rows, unit_of
from extractor.readers.excel_binary import scan_binary
from extractor.readers.excel_package import BROKEN, RESUBMIT, Package, PackageError
from extractor.readers.excel_scan import SheetScan, scan
from extractor.readers.excel_tell import hidden_sheet, said_of_file, said_of_sheet
from extractor.readers.excel_values import Value, cell_name, shown
from extractor.readers.ole import scan_biff
from extractor.readers.sheet_layout import Area, SheetCell, areas
from extractor.readers.source import OLE, Limits, Source, sniff

Range = tuple[tuple[int, int], tuple[int, int]]

# cells the library of values may lay out for one sheet, empty ones included: what a whole .xls sheet has
_LARGEST_GRID = 65_536 * 256
_CAPTIONS = 4  # lines over a table that may tell its unit
_LIMIT = "请拆分后提交。"


def read(source: Source, limits: Limits) -> Document:
    """Read an Excel file. ``Place`` has sheet and cell, in tables also table (counted over the file), row and column.

    Never raises for a bad file: what was not read is in ``Document.unread``.
    """
    fmt = sniff(source).format
    try:
        return _File(source, limits, fmt).read()
    except PackageError as error:
        return unreadable(source, fmt, error.reason, error.message)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError:
        return unreadable(source, fmt, "limit", f"读取所需内存超过上限，未读取；{_LIMIT}")
    except BaseException as error:
        # a panic of the Rust library is a BaseException of its own; anything else here is our own mistake
        if type(error).__name__ == "PanicException" or isinstance(error, (*BROKEN, RecursionError)):
            return unreadable(source, fmt, "corrupt", f"文件已损坏，无法读取；{RESUBMIT}")
        raise


class _Sheet(Struct, frozen=True):
    """A sheet with its cells, merged ones with their spans, and what the scan of its part told."""

    name: str
    hidden: bool
    cells: tuple[SheetCell, ...]
    covered: int
    scan: SheetScan | None


class _File:
    def __init__(self, source: Source, limits: Limits, fmt: Format) -> None:
        self._source = source
        self._limits = limits
        self._format = fmt
        self._package = None if source.data.startswith(OLE) else Package(source.data, limits)
        self._left = limits.cells
        self._tables = 0
        self._blocks: list[Block] = []
        self._unread: list[Unread] = []
        self._notices: list[Notice] = []

    def read(self) -> Document:
        if self._package is None:
            self._check_biff()
        workbook = self._open()
        visible = False
        for meta in workbook.sheets_metadata:
            kind = str(meta.typ).rpartition(".")[2]
            if kind != "WorkSheet":
                words = {"ChartSheet": "图表", "DialogSheet": "对话框", "MacroSheet": "宏"}.get(kind, "宏")
                message = f"“{meta.name}”是{words}工作表，其中的文字没有检查。"
                self._notices.append(Notice("other", message, Place(sheet=meta.name)))
                continue
            sheet = self._sheet(workbook, meta.name, hidden=not str(meta.visible).endswith(".Visible"))
            if sheet is not None and sheet.cells:
                visible = visible or not sheet.hidden
                self._add(sheet)
        if self._package is not None:
            self._notices.extend(said_of_file(self._package))
        return self._document(visible=visible)

    def _document(self, *, visible: bool) -> Document:
        if not visible and not self._unread:
            pictures = 0 if self._package is None else self._package.count("xl/media/")
            if pictures:
                message = f"工作表里只有图片（{pictures}张），没有可读的文字；请提供文字版。"
                self._unread.append(Unread(Place(), "no-text-layer", message))
            else:
                self._unread.append(Unread(Place(), "empty", "可见的工作表里没有内容，请重新提交。"))
        status: Status = "unreadable" if not visible else "partial" if self._unread else "read"
        return Document(
            path=self._source.path,
            sha256=self._source.sha256,
            bytes=len(self._source.data),
            format=self._format,
            status=status,
            blocks=tuple(self._blocks),
            unread=tuple(self._unread),
            notices=tuple(self._notices),
        )

    def _check_biff(self) -> None:
        """Refuse a binary file that is locked, or whose sheets would be laid out larger than they can be."""
        found = scan_biff(self._source.data)
        if found is None:
            return  # the library says what is wrong with it
        if found.encrypted:
            raise PackageError("encrypted", "文件已加密（需要打开密码），请提交未加密的版本。")
        if found.largest > _LARGEST_GRID or found.total > 2 * _LARGEST_GRID:
            raise PackageError("limit", f"工作表的范围过大（单元格分布过散），未读取；{_LIMIT}")

    def _open(self) -> Any:
        from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415  # start at once

        try:
            return load_workbook(io.BytesIO(self._source.data))
        except PasswordError as error:
            raise PackageError("encrypted", "文件已加密（需要打开密码），请提交未加密的版本。") from error
        except CalamineError as error:
            raise PackageError("corrupt", f"文件已损坏或不完整，无法读取；{RESUBMIT}") from error

    def _sheet(self, workbook: Any, name: str, *, hidden: bool) -> _Sheet | None:
        """Return a sheet, None where it cannot be read; tells why."""
        from python_calamine import CalamineError  # noqa: PLC0415  # the command line starts without it

        place = Place(sheet=name)
        found, merges = self._scan(name)
        if found is not None and (found.over or found.rows * found.columns > _LARGEST_GRID):
            message = f"单元格过多或分布过散，超过读取上限，没有读；{_LIMIT}"
            self._unread.append(Unread(place, "limit", message))
            return None
        try:
            sheet = workbook.get_sheet_by_name(name)
        except CalamineError:
            self._unread.append(Unread(place, "corrupt", f"工作表已损坏，没有读；{RESUBMIT}"))
            return None
        if found is not None and found.broken:
            message = f"数据有损坏，损坏处之后的内容可能缺失；{RESUBMIT}"
            self._unread.append(Unread(place, "corrupt", message))
        texts = self._texts(sheet, name)
        if found is not None:
            self._unread.extend(() if hidden else _apply(found, texts, name, recomputes=self._recomputes()))
        cells, covered = _merged(texts, merges if merges is not None else sheet.merged_cell_ranges or [])
        return _Sheet(name, hidden, tuple(cells), covered, found)

    def _recomputes(self) -> bool:
        return self._package is not None and self._package.recomputes()

    def _scan(self, name: str) -> tuple[SheetScan | None, Sequence[Range] | None]:
        """Return what a pass over the sheet's part tells, and its merged ranges where the library has none."""
        if self._package is None:
            return None, None
        part = self._package.parts.get(name)
        if part is None:
            return None, None
        most = self._limits.cells
        if self._package.binary:
            binary = scan_binary(self._package.read(part), most)
            extent = SheetScan(rows=binary.rows, columns=binary.columns, over=binary.cells > most)
            return extent, binary.merges
        stream = self._package.open(part)
        if stream is None:
            return None, None
        with stream:
            return scan(stream, self._package.dressed, most), None

    def _texts(self, sheet: Any, name: str) -> dict[tuple[int, int], str]:
        """Return the text of every cell that has one by its position, within the caps on rows and columns."""
        texts: dict[tuple[int, int], str] = {}
        rows = 0
        wide = False
        for number, values in enumerate(self._rows(sheet, name), 1):
            here: dict[tuple[int, int], str] = {}
            for column, value in enumerate(values, 1):
                if value == "":
                    continue
                if column > self._limits.grid_columns:
                    wide = True
                    break
                text = shown(value)
                if text.strip():
                    here[number, column] = text
            if here and rows == self._limits.grid_rows:
                message = f"超过{rows}行，从第{number}行起没有读；{_LIMIT}"
                self._unread.append(Unread(Place(sheet=name), "limit", message))
                break
            rows += bool(here)
            texts.update(here)
        if wide:
            message = f"超过{self._limits.grid_columns}列，其后的列没有读；{_LIMIT}"
            self._unread.append(Unread(Place(sheet=name), "limit", message))
        return texts

    def _rows(self, sheet: Any, name: str) -> Iterator[list[Value]]:
        """Yield the values of each row, up to one that holds a time no calendar has (a damaged or invented number)."""
        rows = iter(sheet.iter_rows())
        number = 1
        while True:
            try:
                values = next(rows, None)
            except (ArithmeticError, ValueError):
                message = f"第{number}行有无法识别的日期或时间，从这一行起没有读；请更正后提交。"
                self._unread.append(Unread(Place(sheet=name), "corrupt", message))
                return
            if values is None:
                return
            yield values
            number += 1

    def _add(self, sheet: _Sheet) -> None:
        layer: Layer = "furniture" if sheet.hidden else "body"
        self._blocks.append(
            Block(len(self._blocks), "heading", sheet.name, Place(sheet=sheet.name), level=1, layer=layer)
        )
        lines: list[str] = []
        for area in areas(sheet.cells):
            if area.is_table:
                self._table(sheet, area, layer, lines[-_CAPTIONS:])
                lines = []
                continue
            for cell in (cell for row in area.rows for cell in row):
                place = Place(sheet=sheet.name, cell=cell_name(cell.row, cell.column))
                self._blocks.append(Block(len(self._blocks), "paragraph", cell.text, place, layer=layer))
                lines.append(cell.text)
        if sheet.hidden:
            self._notices.append(hidden_sheet(sheet.name))
        else:
            self._notices.extend(said_of_sheet(sheet.name, sheet.covered, sheet.scan))

    def _table(self, sheet: _Sheet, area: Area, layer: Layer, lines: list[str]) -> None:
        columns = area.columns[1] - area.columns[0] + 1
        rows = min(len(area.rows), self._left // columns)
        if rows < len(area.rows):
            message = f"单元格总数超过{self._limits.cells}个，从第{_top(area) + rows}行起没有读；{_LIMIT}"
            self._unread.append(Unread(Place(sheet=sheet.name), "limit", message))
            if not rows:
                return
        self._left -= rows * columns
        self._tables += 1
        cells = tuple(_grid(sheet.name, self._tables, area, rows))
        heads = header_rows(cells, rows, columns, 0)
        table = Table(cells, rows, columns, heads, unit_of(lines, cells, columns))
        place = Place(sheet=sheet.name, table=self._tables)
        self._blocks.append(Block(len(self._blocks), "table", "", place, layer=layer, table=table))


def _top(area: Area) -> int:
    return next(cell.row for row in area.rows for cell in row)


def _grid(sheet: str, number: int, area: Area, rows: int) -> Iterator[Cell]:
    """Yield the cells of a table, blank ones included, on its own grid: its first row and column are 1."""
    top, left = _top(area), area.columns[0]
    columns = area.columns[1] - left + 1
    covered: set[tuple[int, int]] = set()
    for row in range(1, rows + 1):
        here = {cell.column - left + 1: cell for cell in area.rows[row - 1]}
        for column in range(1, columns + 1):
            if (row, column) in covered:
                continue
            place = Place(
                sheet=sheet, cell=cell_name(top + row - 1, left + column - 1), table=number, row=row, column=column
            )
            cell = here.get(column)
            if cell is None:
                yield Cell(row, column, "", place)
                continue
            down = min(cell.row_span, rows - row + 1)
            across = min(cell.column_span, columns - column + 1)
            if down > 1 or across > 1:
                covered.update((r, c) for r in range(row, row + down) for c in range(column, column + across))
            yield Cell(row, column, cell.text, place, down, across)


def _merged(texts: dict[tuple[int, int], str], merges: Sequence[Range]) -> tuple[list[SheetCell], int]:
    """Return the cells with the spans of merged ranges, and how many texts stand under a merged cell, unseen.

    Ranges are cut at the last row and column that hold anything; a range that reaches into another one is left out.
    """
    bottom = max((row for row, _ in texts), default=0)
    right = max((column for _, column in texts), default=0)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    steps = 4 * bottom * right + len(merges)
    for (first_row, first_column), (last_row, last_column) in merges:
        top, left = first_row + 1, first_column + 1
        # a title may be merged further to the right than the table under it reaches
        down, across = min(last_row + 1, bottom) - top + 1, min(last_column + 1, right) - left + 1
        if (top, left) not in texts or down < 1 or across < 1 or down * across == 1:
            continue
        steps -= down * across
        if steps < 0:
            break
        inside = {(row, column) for row in range(top, top + down) for column in range(left, left + across)}
        if inside & taken:
            continue
        taken |= inside
        spans[top, left] = (down, across)
    covered = 0
    cells = []
    for at in sorted(texts):
        if at in spans or at not in taken:
            down, across = spans.get(at, (1, 1))
            cells.append(SheetCell(at[0], at[1], texts[at], down, across))
        else:
            covered += 1
    return cells, covered


def _apply(found: SheetScan, texts: dict[tuple[int, int], str], name: str, *, recomputes: bool) -> list[Unread]:
    """Put errors and formulas that have no result into ``texts`` as they stand; return what is to be told of them.

    A program that writes formulas without computing them gives all of them the result 0 and asks for computing.
    """
    for at, text in found.errors.items():
        if at in texts or not found.formulas.get(at):
            texts[at] = text
    missing = dict(found.formulas)
    if recomputes and found.zeros and len(found.zeros) + len(found.formulas) == found.computed:
        missing.update(found.zeros)
    if not missing:
        return []
    texts.update(missing)
    first = min(missing)
    cells = "、".join(cell_name(*at) for at in sorted(missing)[:5]) + ("等" if len(missing) > 5 else "")
    message = f"有{len(missing)}个公式没有计算结果（{cells}）；请在Excel中打开并保存一次后提交。"
    return [Unread(Place(sheet=name, cell=cell_name(*first)), "needs-tool", message)]
