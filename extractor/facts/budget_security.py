"""What of a budget is for network security (budget.security): in sentences, and in the lines of its tables."""

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.fact import DocumentKind, Fact
from extractor.facts.amount_said import CITED, EXAMPLE
from extractor.facts.amount_totals import is_total
from extractor.facts.amount_units import ambient_unit
from extractor.facts.amounts import Bound, follow, threshold, unit_price
from extractor.facts.budget_lines import TABLED, level_of, line_fact, row_amount, row_name, table_kind
from extractor.facts.view import Row, Unit, View
from extractor.facts.windows import sentence_at

SECURITY = "budget.security"
_NO_BUDGET: frozenset[DocumentKind] = frozenset(
    {"contract", "supervision_contract", "award_notice", "bid", "test_report", "acceptance", "trial_report"}
)
_COST_TAIL = re.compile(
    r"(?:体系|系统|建设|保障|防护|设备|产品|软件|服务|测评|改造|部分|方面|专项|设施|购置|等|及|与|和|的)*(?:总)?(?:投资|预算|经费|费用|资金|概算|估算|投入|建设费|费)(?:总额|合计|共计|估算|概算|预算|金额)?"
)
_SUM_ROW = re.compile(r"[小合总]计")
_OF_ABOVE = re.compile(r"[\s(（\d)）.、]*(?:其中|内含|含)")
_NOT_MONEY = re.compile(r"功能|模块|标准|要求")
_GENERAL = re.compile(r"(?:网络|信息)(?:与|和|及)?(?:信息|数据)?安全|安全(?:体系|保障|建设|投入|投资)")
# 食品安全, 生产安全, 消防安全 are other safety than that of networks and data
_OTHER_SAFETY = re.compile(
    r"(?:食品|药品|生产|消防|交通|道路|公共|社会|校园|施工|工程|粮食|质量|水利|生态|人身|国土|国家|燃气|用电|电气|矿山|危化品|特种设备"
    r"|农产品|文物|航运|铁路|轨道|建筑|作业|现场|职业|视频)$"
)
_GEAR = re.compile(r"用品|护栏|栏|网(?!络)|服(?!务)|装备|帽|绳|鞋")


class _Counted(Struct, frozen=True):
    """A line that counts as network security."""

    row: Row
    name: Unit
    level: int
    cell: Unit
    bound: Bound


def is_security(unit: Unit) -> bool:
    """Tell whether a name is about the security of networks and data, not of food, roads or people."""
    return any(_about_networks(unit.text, hit.start, hit.end) for hit in unit.hits_of("budget", "security"))


def _about_networks(text: str, start: int, end: int) -> bool:
    if not text.startswith("安全", start):
        return True
    return not (_OTHER_SAFETY.search(text[max(0, start - 6) : start]) or _GEAR.match(text[end : end + 2]))


def security(view: View) -> Iterator[Fact]:
    """Yield what is planned for network security, in yuan: in the text (网络安全投资60万元) and in budget tables.

    The lines of one table share ``evidence[0].block`` and may be added: a line is not yielded beside the lines that it
    is the sum of, nor a subtotal beside what it adds up.
    """
    if view.kind in _NO_BUDGET:
        return
    for unit in view.with_hits("budget", "security"):
        spans = unit.hits_of("budget", "security")
        if unit.cell is None or len(unit.text) > 20:
            yield from _security_text(view, unit, [(h.start, h.end) for h in spans])
    if view.kind in TABLED or view.kind == "procurement_document":
        yield from _security_lines(view)


def _security_lines(view: View) -> Iterator[Fact]:
    tables: dict[int, list[Row]] = {}
    for row in view.rows:
        if not row.is_head:
            tables.setdefault(row.block.id, []).append(row)
    for rows in tables.values():
        if table_kind(view, rows[0]):
            for line in _without_sums(_Reader(view).read(rows)):
                yield line_fact(view, line.name, (line.cell, line.bound), SECURITY, "table_line")


class _Reader:
    """Reads a table from the top: which rows count, which are inside one that counts, which only add others up."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.counted: list[_Counted] = []
        self.group = 0
        """Where, in ``counted``, the lines since the last sum row begin."""
        self.heading: tuple[int, Unit] | None = None
        """The depth and name of a heading without an amount, whose rows all count."""
        self.inside: int | None = None
        """The depth of a line that counts, whose rows are parts of it."""

    def read(self, rows: list[Row]) -> list[_Counted]:
        for row in rows:
            name = row_name(row)
            if name is None or len(name.text) > 30:
                continue
            if _SUM_ROW.search(name.text) or is_total(name, "budget"):
                self._sum(row, name)
            elif _OF_ABOVE.match(name.text):
                if self.inside is None and is_security(name):
                    self._count(row, name, self.counted[-1].level if self.counted else 50, deep=False)
            else:
                self._line(row, name, level_of(row, name))
        return self.counted

    def _line(self, row: Row, name: Unit, level: int) -> None:
        if self.inside is not None:
            if level > self.inside:
                return
            self.inside = None
        if self.heading is not None and level <= self.heading[0]:
            self.heading = None
        if self.heading is not None or (is_security(name) and not _NOT_MONEY.search(name.text)):
            counted = self._count(row, name, level, deep=True)
            if not counted and self.heading is None and not any(re.search(r"\d", cell.text) for cell in row.cells[1:]):
                self.heading = (level, name)

    def _count(self, row: Row, name: Unit, level: int, *, deep: bool) -> bool:
        found = row_amount(self.view, row, name)
        if found is None:
            return False
        self.counted.append(_Counted(row, name, level, *found))
        if deep:
            self.inside = level
        return True

    def _sum(self, row: Row, name: Unit) -> None:
        """A sum named 网络安全小计 stands for its lines; a bare 小计 only where none of them could be read."""
        found = row_amount(self.view, row, name)
        own = self.counted[self.group :]
        heading = self.heading
        if found is not None and is_security(name):
            for line in own:
                self.view.refuse(SECURITY, "table_line", "已含在小计里", line.name, 0, len(line.name.text))
            self.counted[self.group :] = [_Counted(row, name, 0, *found)]
        elif found is not None and heading is not None and not own and name.text.strip().startswith("小计"):
            self.counted.append(_Counted(row, heading[1], 0, *found))
        self.group, self.heading, self.inside = len(self.counted), None, None


def _without_sums(lines: list[_Counted]) -> list[_Counted]:
    """Return the lines without those that the line right above them, of the same depth, adds up."""
    kept: list[_Counted] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        kept.append(line)
        index += 1
        if not _GENERAL.search(line.name.text):
            continue
        rest = lines[index:]
        total = _yuan(line)
        added = 0
        for count, below in enumerate(rest, 1):
            if below.level != line.level or below.row.number != line.row.number + count:
                break
            added += _yuan(below)
            if added >= total:
                index += count if added == total and count > 1 else 0
                break
    return kept


def _yuan(line: _Counted) -> int:
    """Return an amount in fen, exact."""
    value = line.bound.amount.value if line.bound.amount else None
    return int((value or "0").replace(".", ""))


def _security_text(view: View, unit: Unit, spans: list[tuple[int, int]]) -> Iterator[Fact]:
    done = 0
    for start, end in spans:
        if start < done or not _about_networks(unit.text, start, end):
            continue
        tail = _COST_TAIL.match(unit.text, end)
        if tail is None and not re.search(
            r"(?:投资|经费|费用|投入|投资费|预算|服务|测评|测评费|建设)$", unit.text[start:end]
        ):
            continue
        at = tail.end() if tail else end
        first, stop = sentence_at(unit.text, start)
        bound = follow(unit.text, at, stop, ambient_unit(view, unit))
        if bound is None or bound.state != "stated" or bound.amount is None or bound.amount.currency != "CNY":
            continue
        sentence = unit.text[first:stop]
        reason = None
        if threshold(unit.text, bound.amount.end) or bound.op in (">", ">="):
            reason = "条件或门槛，不是本项目的投入"
        elif unit_price(unit.text, bound.amount):
            reason = "单价，不是总额"
        elif CITED.search(sentence) or EXAMPLE.search(sentence):
            reason = "引用、举例或其他项目"
        if reason:
            view.refuse(SECURITY, "security_text", reason, unit, start, bound.end)
            continue
        done = bound.end
        yield Fact(
            SECURITY,
            "stated",
            unit.norm.source[slice(*unit.norm.span(start, bound.end))].strip(),
            view.evidence(unit, start, bound.end),
            value=bound.amount.value,
            value_max=bound.amount.value_max,
            op=bound.op,
            subject=unit.norm.source[slice(*unit.norm.span(start, at))].strip(),
            pattern=f"{SECURITY}:security_text",
        )
