"""``table_sums``: totals are the sums of their rows, amounts the products of price and quantity, in one scale."""

from collections.abc import Iterator
from decimal import Decimal

from checks.case import Case, Verdict, evidence_of
from checks.statements import document_of, stated
from checks.submission import Carrier
from checks.tables.grid import Mismatch
from checks.tables.products import product_errors
from checks.tables.scale import slip_words, slipped_pairs
from checks.tables.totals import total_errors
from checks.verbs.verb import Verb
from checks.vocabulary import fact_name
from checks.wording import money_words
from extractor.fact import Evidence, Fact

_TOTALS = ("budget.total", "contract.price")
_PASSING = 10  # right totals shown
_NAMED = 5  # errors told in the sentence; all have their evidence


class TableSums(Verb, frozen=True, tag="table_sums"):
    """Every total row of every table agrees with its column, every amount with its row, every total with the text."""

    def judge(self, case: Case) -> Verdict:
        """Return fail with the figures that are wrong, else pass; other tables cannot be judged and say nothing."""
        words = {"document": case.names()}
        wrong: list[Mismatch] = []
        right: list[Evidence] = []
        for carrier in case.group:
            for outcome in _outcomes(carrier):
                if isinstance(outcome, Mismatch):
                    # one cell may fail both its column and its row: it is one error
                    if all(outcome.evidence[:1] != miss.evidence[:1] for miss in wrong):
                        wrong.append(outcome)
                else:
                    right.append(outcome)
        if wrong:
            said = "；".join(miss.said for miss in wrong[:_NAMED])
            said += f"；另有{len(wrong) - _NAMED}处" if len(wrong) > _NAMED else ""
            expected, actual = wrong[0].compared()
            return Verdict(kind="fail", reason="inconsistent", words={**words, "actual": said},
                           expected=expected, actual=actual, unread=case.unread(),
                           evidence=tuple(dict.fromkeys(e for miss in wrong for e in miss.evidence)))  # fmt: skip
        if right:
            return Verdict(kind="pass", reason="consistent", words=words, evidence=tuple(right[:_PASSING]),
                           unread=case.unread())  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)


def _outcomes(carrier: Carrier) -> Iterator[Mismatch | Evidence]:
    for block in carrier.extracted.document.blocks:
        if block.table is not None and block.layer == "body":
            yield from total_errors(carrier.extracted, block, block.table)
            yield from product_errors(carrier.extracted, block, block.table)
    yield from _against_text(carrier)


def _against_text(carrier: Carrier) -> Iterator[Mismatch]:
    """Yield totals of one document of which one is ten or ten thousand times the other, in a table and in the text."""
    for kind in _TOTALS:
        facts = [fact for fact in stated(carrier.facts((kind,))) if fact.subject is None]
        for one, other in slipped_pairs(facts):
            if not (_in_table(one) or _in_table(other)):
                continue
            wrong, right = (one, other) if _in_table(one) else (other, one)
            found, expected = Decimal(wrong.value or "0"), Decimal(right.value or "0")
            said = f"{fact_name(kind)}表中为{money_words(wrong.value or '0')}，正文为{money_words(right.value or '0')}"
            yield Mismatch(
                f"{said}{slip_words(found, expected)}", found, expected, evidence_of([wrong, right]), Decimal(1)
            )


def _in_table(fact: Fact) -> bool:
    return bool(document_of(fact)) and fact.evidence[0].location.column is not None
