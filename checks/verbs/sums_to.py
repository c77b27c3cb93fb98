"""``sums_to``: the instalments of a payment schedule make up the whole price."""

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.finding import Compared
from checks.statements import stated
from checks.submission import Carrier
from checks.verbs.verb import Verb
from checks.wording import value_words
from extractor.document import Block, Cell, Table
from extractor.fact import Fact

GAP = 12  # blocks between two instalments of one schedule
ONE = Decimal(1)
ROUNDING = Decimal("0.0005")  # three thirds of the price, each with four decimals
_CUMULATIVE = re.compile(
    r"(?:付|支付|累计[^，。；%％]{0,8}?|达|付款|拨付)(?:至|到)[^%％。；]{0,24}?(?P<percent>\d+(?:\.\d+)?)\s*[%％]"
)
# a share that is kept back is part of the price in some contracts, a deposit beside it in others
_RETENTION = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)\s*[%％][^，。；%％]{0,8}?(?:质保金|质量保证金|质保款|保留金)"
    r"|(?:质保金|质量保证金|质保款|保留金)[^，。；%％]{0,12}?(?P<b>\d+(?:\.\d+)?)\s*[%％]"
)
_KEPT = re.compile(r"质保金|质量保证金|质保款|保留金|保修金")
_PERCENT_CELL = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*")
_REST = re.compile(r"(?:余款|剩余(?:款|部分|价款|合同)|尾款|余额|其余(?:款|价款)?|结清|付清)")
_MONEY = re.compile(r"(?:支付|付)[^。；%％]{0,30}?\d[\d,.，]*\s*(?:万元|元)")


class _Step(Struct, frozen=True):
    """An instalment (``share``), or a payment up to a total (``upto``)."""

    block: int
    start: int
    value: Decimal
    upto: bool


class _Schedule(Struct, frozen=True):
    total: Decimal
    facts: tuple[Fact, ...]
    rest: bool
    money: bool


class SumsTo(Verb, frozen=True, tag="sums_to"):
    """The shares of each schedule sum to one; schedules are judged document by document."""

    fact: tuple[str, ...]

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact

    def judge(self, case: Case) -> Verdict:
        """Return fail for a schedule that is not 100%, review where amounts stand among the shares, else pass."""
        words = {"document": case.names()}
        complete: list[Fact] = []
        wrong: list[_Schedule] = []
        for carrier in case.group:
            good, bad = self._carrier(carrier)
            complete += good
            wrong += bad
        if wrong:
            worst = wrong[0]
            percent = value_words(str(worst.total))
            evidence = evidence_of(fact for schedule in wrong for fact in schedule.facts)
            words = {**words, "actual": percent}
            if any(not carrier.whole() for carrier in case.group):
                return case.found_nothing("fail", "inconsistent", nearest=evidence, words=words)
            if all(schedule.money and schedule.total < ONE for schedule in wrong):
                note = "付款约定中另有按金额支付的款项，比例无法直接相加。"
                return Verdict(kind="review", reason="needs-person", words=words, evidence=evidence, note=note,
                               fact=self.fact[0])  # fmt: skip
            return Verdict(kind="fail", reason="inconsistent", words=words, expected=Compared("==", "1"),
                           actual=Compared("==", str(worst.total)), evidence=evidence, fact=self.fact[0])  # fmt: skip
        if complete:
            return Verdict(kind="pass", reason="consistent", words={**words, "actual": "100%"},
                           evidence=evidence_of(complete), unread=case.unread(), fact=self.fact[0])  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)

    def _carrier(self, carrier: Carrier) -> tuple[list[Fact], list[_Schedule]]:
        """Return the instalments of the schedules that add up, and the schedules that do not."""
        shares = [fact for fact in stated(carrier.facts(self.fact)) if fact.op == "==" and fact.evidence]
        good: list[Fact] = []
        bad: list[_Schedule] = []
        for cluster in _clusters(shares):
            schedule = _schedule(carrier, cluster)
            if schedule.total == ONE or (schedule.total < ONE and schedule.rest) or _repeated(cluster):
                good += schedule.facts
            else:
                bad.append(schedule)
        known = {fact.value for fact in good}
        # a share that is only mentioned again elsewhere is no schedule of its own
        bad = [
            schedule
            for schedule in bad
            if len(schedule.facts) > 1 and not (good and {fact.value for fact in schedule.facts} <= known)
        ]
        return good, bad


def _clusters(shares: Sequence[Fact]) -> list[list[Fact]]:
    clusters: list[list[Fact]] = []
    for fact in sorted(shares, key=lambda fact: (fact.evidence[0].block, fact.evidence[0].start)):
        if clusters and fact.evidence[0].block - clusters[-1][-1].evidence[0].block <= GAP:
            clusters[-1].append(fact)
        else:
            clusters.append([fact])
    return clusters


def _repeated(cluster: Sequence[Fact]) -> bool:
    """Tell whether a cluster is the same complete schedule more than once (in the text and in a table)."""
    total = Decimal(0)
    rounds = 0
    for fact in cluster:
        total += Decimal(fact.value or "0")
        if total == ONE:
            total = Decimal(0)
            rounds += 1
    return rounds > 1 and total == 0


def _schedule(carrier: Carrier, cluster: list[Fact]) -> _Schedule:
    """Add up a schedule; ``付至95%`` lifts the sum to that share instead of adding to it."""
    first, last = cluster[0].evidence[0].block, cluster[-1].evidence[0].block
    near = [block for block in carrier.extracted.document.blocks if first - 1 <= block.id <= last + 2]
    steps = [
        _Step(block.id, match.start("percent"), Decimal(match["percent"]) / 100, upto=True)
        for block in near
        for match in _CUMULATIVE.finditer(block.text)
    ]
    lifted = [(step.block, step.start, step.value) for step in steps]
    for fact in cluster:
        place, value = fact.evidence[0], Decimal(fact.value or "0")
        if any(block == place.block and place.start <= at < place.end and value == upto for block, at, upto in lifted):
            continue  # the same words, read as an instalment
        steps.append(_Step(place.block, place.start, value, upto=False))
    total = Decimal(0)
    for step in sorted(steps, key=lambda step: (step.block, step.start)):
        total = max(total, step.value) if step.upto else total + step.value
    text = "".join(block.text for block in near)
    rest = any(_REST.search(part) and not re.search(r"\d\s*[%％]", part) for part in re.split("[。；，\n]", text))
    kept = _retention(near, cluster)
    if total != ONE and total + kept <= ONE:
        total += kept
    if abs(total - ONE) <= ROUNDING:
        total = ONE
    return _Schedule(total.normalize(), tuple(cluster), rest, bool(_MONEY.search(text)))


def _retention_row(table: Table) -> Cell | None:
    """Return the cell with the share of the row of a payment table that is kept back (质保金 | 期满无息退还 | 5%)."""
    for row in range(1, table.rows + 1):
        cells = [cell for cell in table.cells if cell.row == row]
        if any(_KEPT.search(cell.text) and len(cell.text) <= 12 for cell in cells):
            shares = [cell for cell in cells if _PERCENT_CELL.fullmatch(cell.text)]
            if len(shares) == 1:
                return shares[0]
    return None


def _is_cell(fact: Fact, block: Block, cell: Cell) -> bool:
    return any(
        place.block == block.id and (place.location.row, place.location.column) == (cell.row, cell.column)
        for place in fact.evidence
    )


def _retention(near: Sequence[Block], cluster: Sequence[Fact]) -> Decimal:
    """Return the share that is kept back until the warranty ends, unless it was read as an instalment."""
    for block in near:
        if block.table is not None:
            kept = _retention_row(block.table)
            if kept is not None and not any(_is_cell(fact, block, kept) for fact in cluster):
                return Decimal(_PERCENT_CELL.findall(kept.text)[0]) / 100
        for match in _RETENTION.finditer(block.text):
            share = Decimal(match["a"] or match["b"]) / 100
            place = match.start("a") if match["a"] else match.start("b")
            read = any(
                fact.evidence[0].block == block.id and fact.evidence[0].start <= place < fact.evidence[0].end
                for fact in cluster
            )
            if not read:
                return share
    return Decimal(0)
