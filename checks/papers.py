"""Which papers of a submission are there: by their kind, and by the words of their title or file name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from checks.finding import UnreadPart
from checks.remembered import Once
from checks.submission import Carrier, may_carry
from extractor.document import Block, Cell
from extractor.fact import DocumentKind, Evidence, Extracted
from extractor.outline import numbered
from extractor.quote import quote

HEAD_LINES = 8  # a cover, or the title with what stands above it
FOOT_LINES = 6  # signature, seal, date and what is printed below them
_SPACE = re.compile(r"\s")
_LONG = 70  # what is longer is a sentence of the text
_SENTENCE = re.compile("[。；]")
_FIELD = re.compile("[：:].")  # 编制单位：…
_ISSUES = "文件|关于.*|办公室|的?(?:评审|审查|审核|批复|评估)(?:批复)?意见(?:书|表|函)?"  # what may follow its name
_SEAL = re.compile(r"[(（](?:盖章|公章|章)[)）]|(?:盖章|20\d\d年|二[〇○零]).*$")  # beside it at the foot
_NAMED = re.compile("项目名称|标题|题目")


class Paper(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a paper is known by: its kind is one of ``kinds`` and its title has one of ``titles``; empty allows any.

    ``issuers``: one of these bodies issued it: named in its letterhead or title, or signing at its foot.
    """

    kinds: tuple[DocumentKind, ...] = ()
    titles: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is asked of a paper."""
        return bool(self.kinds or self.titles or self.issuers)


class Found(Struct, frozen=True):
    """A paper that is there; ``evidence`` quotes its title, else its first words, and is empty where none were read."""

    carrier: Carrier
    evidence: tuple[Evidence, ...]


def every_part(documents: Iterable[Extracted]) -> tuple[Carrier, ...]:
    """Return each document as a carrier, each part of a file that holds several on its own."""
    return tuple(carrier for extracted in documents for carrier in _parts(extracted))


@Once
def _parts(extracted: Extracted) -> tuple[Carrier, ...]:
    if extracted.parts:
        return tuple(Carrier(extracted, part.kind, part.pages) for part in extracted.parts)
    return (Carrier(extracted, extracted.kind),)


def papers(carriers: Sequence[Carrier], paper: Paper) -> tuple[Found, ...]:
    """Return those that are such a paper, in their order."""
    found = []
    for carrier in carriers:
        if paper.kinds and carrier.kind not in paper.kinds:
            continue
        titled = title_with(carrier, paper.titles)
        signed = issued_by(carrier, paper.issuers) if titled is not None else None
        if titled is not None and signed is not None:
            found.append(Found(carrier, tuple(dict.fromkeys((*titled, *signed)))))
    return tuple(found)


def papers_among(carriers: Sequence[Carrier], paper: Paper) -> tuple[Carrier, ...]:
    """Return the carriers that are such a paper, and those of which nothing was read that may be one."""
    found = {id(one.carrier) for one in papers(carriers, paper)}
    return tuple(one for one in carriers if id(one) in found or hidden((one,), paper))


def issued_by(carrier: Carrier, bodies: Sequence[str]) -> tuple[Evidence, ...] | None:
    """Return the evidence that one of the bodies issued a paper, empty where none is asked; None where none did.

    It is named in the letterhead, begins the title (云栖市数据局关于…), or stands alone on a line at the foot. A person
    of that body among the signers of a meeting, or a title that only speaks of it, does not make it the issuer.
    """
    if not bodies:
        return ()
    names = "|".join(re.escape(body) for body in bodies)
    issuer = re.compile(rf"^[\u4e00-\u9fff]{{0,16}}?(?:{names})(?:{_ISSUES})?$")
    for line in (*_heads(carrier), *[*_lines(carrier)][-FOOT_LINES:]):
        if issuer.search(_SEAL.sub("", _bare(line.text))):
            return line.quoted(carrier)
    return None


def hidden(carriers: Sequence[Carrier], paper: Paper) -> tuple[UnreadPart, ...]:
    """Return what was not read of files that may be such a paper for all that is known of them.

    A file of unknown kind may be any; one of the right kind may be, where its title could not be read.
    """
    parts = []
    for carrier in carriers:
        if not may_carry(carrier.extracted):
            continue
        if paper.kinds and carrier.kind not in (*paper.kinds, "unknown"):
            continue
        if carrier.kind != "unknown" and not _title_open(carrier):
            continue
        parts += [UnreadPart(carrier.path, part) for part in carrier.unread()]
    return tuple(parts)


def ways(kinds: Sequence[DocumentKind], titles: Sequence[str], both: Sequence[Paper]) -> tuple[Paper, ...]:
    """Return what may stand for a thing: a kind alone, a title alone, or papers with both."""
    alone = (Paper(kinds=tuple(kinds)), Paper(titles=tuple(titles)))
    return tuple(paper for paper in (*alone, *both) if paper)


def any_of(documents: Iterable[Extracted], asked: Sequence[Paper]) -> tuple[tuple[Found, ...], tuple[UnreadPart, ...]]:
    """Return the documents that are one of the papers asked for, and what was not read and may be one."""
    carriers = every_part(documents)
    found = {(id(one.carrier.extracted), one.carrier.kind): one for paper in asked for one in papers(carriers, paper)}
    unread = dict.fromkeys(part for paper in asked for part in hidden(carriers, paper))
    return tuple(found.values()), tuple(unread)


def title_with(carrier: Carrier, words: Sequence[str]) -> tuple[Evidence, ...] | None:
    """Return the evidence of a title that has one of the words; None where it has none.

    Without words any title will do. A file's name counts as well, unless the file holds several documents: then the
    first words of the text are the evidence.
    """
    for text, lines in _titles(carrier) if words else ():
        if _has(text, words):
            return tuple(place for line in lines for place in line.quoted(carrier))
    named = not carrier.extracted.parts and _has(_name(carrier), words)
    if words and not named:
        return None
    first = next(iter(_lines(carrier)), None)
    return first.quoted(carrier) if first is not None else ()


def length(carrier: Carrier) -> int:
    """Return how many characters of body text were read, white space left out, cells of tables included."""
    return len(body(carrier))


def body(carrier: Carrier) -> str:
    """Return the body text that was read, white space left out, cells of tables included."""
    blocks = (b for b in carrier.extracted.document.blocks if b.layer == "body" and _within(carrier, b))
    return "".join(_bare(text) for block in blocks for text in texts(block))


def texts(block: Block) -> list[str]:
    """Return the text of a block: its cells' where it is a table."""
    return [cell.text for cell in block.table.cells] if block.table is not None else [block.text]


class _Line(Struct, frozen=True):
    """A block of text, or a cell of a table, at the beginning of a document."""

    block: Block
    cell: Cell | None = None

    @property
    def text(self) -> str:
        return self.cell.text if self.cell is not None else self.block.text

    def quoted(self, carrier: Carrier) -> tuple[Evidence, ...]:
        end = min(len(self.text), _LONG)
        return quote(carrier.extracted.document, self.block, 0, end, self.cell)


def _lines(carrier: Carrier) -> Iterator[_Line]:
    for block in carrier.extracted.document.blocks:
        if block.layer == "body" and _within(carrier, block):
            cells = block.table.cells if block.table is not None else ()
            lines = [_Line(block, cell) for cell in cells] if block.table is not None else [_Line(block)]
            yield from (line for line in lines if line.text.strip())


@Once
def _titles(carrier: Carrier) -> list[tuple[str, list[_Line]]]:
    """Return what may be its title, without white space, with the lines it stands on."""
    heads = _heads(carrier)
    found = []
    for count in range(len(heads)):
        # a title may be broken over two lines of a cover
        for lines in (heads[count : count + 1], heads[count : count + 2]):
            text = "".join(_bare(line.text) for line in lines)
            if len(text) <= _LONG:
                found.append((text, lines))
    return found


@Once
def _name(carrier: Carrier) -> str:
    """Return the name of its file without ending and white space."""
    return _bare(_stem(carrier.path))


@Once
def _heads(carrier: Carrier) -> list[_Line]:
    """Return the lines that a title may stand on: short ones before the text, the first heading or the table begins.

    A table's own first row is one where it is a single cell, as in a worksheet.
    """
    heads: list[_Line] = []
    for line in _lines(carrier):
        text = line.text.strip()
        if len(text) > _LONG or _SENTENCE.search(text) or len(heads) == HEAD_LINES:
            break
        if line.cell is not None:
            alone = line.block.table is not None and line.cell.row == 1 and not any(
                cell.row == 1 and cell != line.cell and cell.text.strip() for cell in line.block.table.cells
            )  # fmt: skip
            heads += [line] if alone else []
            break
        if numbered(text, line.block.number) and not text.startswith("附"):
            if heads:
                break
        elif not _FIELD.search(text) or _NAMED.match(text):
            heads.append(line)
    return heads


@Once
def _title_open(carrier: Carrier) -> bool:
    """Tell whether the title of a document may stand in what was not read of it: nothing was, or its first page."""
    unread = carrier.unread()
    first = carrier.pages[0] if carrier.pages else 1
    return not any(_lines(carrier)) or any(part.location.page in (None, first) for part in unread)


def _within(carrier: Carrier, block: Block) -> bool:
    page = block.place.page
    return carrier.pages is None or page is None or carrier.pages[0] <= page <= carrier.pages[1]


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _stem(path: str) -> str:
    return PurePosixPath(re.split(r"[/\\]", path.rpartition("!/")[2])[-1]).stem


def _bare(text: str) -> str:
    return _SPACE.sub("", text)
