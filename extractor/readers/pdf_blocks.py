"""Elements of the flow into Blocks: text joined, each line's stretch with its place, look, bookmarks as levels."""

from collections import Counter

from extractor.document import Block, BlockKind, Look, PartName, Piece, Place
from extractor.readers.pdf_fill import Fragment, glue
from extractor.readers.pdf_flow import Element, TableRun
from extractor.readers.pdf_furniture import Sheet
from extractor.readers.pdf_lines import FILL_AND_STROKE, Line
from extractor.readers.pdf_paragraphs import Paragraph, body_size, is_entry
from extractor.readers.pdf_tables import build, rounded

HEADING_LENGTH = 40
SENTENCE_END = "。；，、：;,:！？"


class Builder:
    """Makes the blocks of one document; ``bookmarks`` are (title, page from 1, level)."""

    def __init__(self, sheets: list[Sheet], bookmarks: list[tuple[str, int, int]]) -> None:
        self.sheets = sheets
        self.ocr = {sheet.number for sheet in sheets if sheet.ocr}
        self.size = body_size([sheet.items for sheet in sheets])
        self.body_font = _bold_body_font(sheets)
        self.levels = {(page, _bare(title)): level for title, page, level in bookmarks}

    def blocks(self, elements: list[Element], furniture: dict[int, dict[int, PartName]]) -> tuple[Block, ...]:
        """Return all blocks in document order: a page's header before what begins on it, its footer after."""
        ordered: list[tuple[int, int, Block]] = []
        tables = 0
        for element in elements:
            if isinstance(element, TableRun):
                tables += 1
                block = self._table(element, tables)
            else:
                block = self._paragraph(element)
            ordered.append((block.place.page or 0, 1, block))
        for sheet in self.sheets:
            for at, part in sorted(furniture[sheet.number].items()):
                item = sheet.items[at]
                stretches = [item] if isinstance(item, Line) else [cell for cell in item.cells if cell.text]
                rank = 0 if part == "header" else 2
                for stretch in stretches:
                    place = Place(part=part, page=sheet.number, bbox=rounded(stretch.box))
                    block = Block(0, "paragraph", stretch.text, place, layer="furniture", ocr=sheet.number in self.ocr)
                    ordered.append((sheet.number, rank, block))
        ordered.sort(key=lambda entry: entry[:2])
        return tuple(_numbered(block, at) for at, (_, _, block) in enumerate(ordered))

    def _table(self, run: TableRun, number: int) -> Block:
        first = run.parts[0]
        place = Place(page=first.page, bbox=rounded(first.fragment.box), table=number)
        table = build(run.parts, number, run.unit)
        ocr = any(part.page in self.ocr for part in run.parts)
        return Block(0, "table", "", place, table=table, ocr=ocr)

    def _paragraph(self, paragraph: Paragraph) -> Block:
        text = ""
        pieces = []
        before: Line | None = None
        for at, line in paragraph.lines:
            if before is not None:
                text += glue(before, line, full=False)
            place = Place(page=self.sheets[at].number, bbox=rounded(line.box))
            pieces.append(Piece(len(text), len(text) + len(line.text), place))
            text += line.text
            before = line
        lines = [line for _, line in paragraph.lines]
        size = max(line.size for line in lines)
        bold = all(self._bold(line) for line in lines)
        level = self.levels.get((pieces[0].place.page or 0, _bare(text)))
        heading = level is not None or self._is_heading(text, size)
        kind: BlockKind = "heading" if heading and not is_entry(text) else "paragraph"
        return Block(
            0,
            kind,
            text,
            pieces[0].place,
            level=level if kind == "heading" else None,
            pieces=tuple(pieces),
            look=Look(size=size, bold=bold, centered=paragraph.centered),
            ocr=any(piece.place.page in self.ocr for piece in pieces),
        )

    def _is_heading(self, text: str, size: float) -> bool:
        short = len(text) <= HEADING_LENGTH and text[-1] not in SENTENCE_END and "：" not in text
        return short and size >= max(self.size * 1.15, self.size + 1.5) and any(char.isalpha() for char in text)

    def _bold(self, line: Line) -> bool:
        return line.bold and (line.font != self.body_font or line.mode == FILL_AND_STROKE)


def _bold_body_font(sheets: list[Sheet]) -> str | None:
    """Return the font of most of the text if its name alone makes it bold (a document set in 黑体), else None."""
    fonts: Counter[tuple[str, bool]] = Counter()
    for sheet in sheets:
        for item in sheet.items:
            if not isinstance(item, Fragment):
                fonts[item.font, item.bold and item.mode != FILL_AND_STROKE] += len(item.text)
    if not fonts:
        return None
    (font, bold), count = fonts.most_common(1)[0]
    return font if bold and 2 * count > fonts.total() else None


def _bare(text: str) -> str:
    return "".join(text.split())


def _numbered(block: Block, number: int) -> Block:
    return Block(
        number, block.kind, block.text, block.place, block.section, block.layer, block.level, block.number,
        block.pieces, block.table, block.look, block.ocr,
    )  # fmt: skip
