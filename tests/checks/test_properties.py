"""Whatever facts a document gives, right or odd, every rule says something and none breaks down."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.engine import judge
from checks.rulebook import load_rulebooks, requirements
from extractor.fact import Fact

RULES = tuple(item for book in load_rulebooks().values() for item in requirements(book))
# in the normal forms of each family, odd ones among them
VALUES = {
    "period": ["P2Y", "P24M", "P1.5M", "P180D", "P0D", "2026-11-15", "2026-11", "2026", "--12-30", "2024-03/2026-12",
               "/2026-12", "2024-03/"],
    "date": ["2026-11-15", "2026-11", "2026", "--12-30", "9999-12-31"],
    "budget": ["1500000.00", "0.00", "-1.00"],
    "contract": ["1500000.00", "0.00"],
    "amount": ["1500000.00", "0.01"],
    "payment": ["0.30", "0.70", "1", "0", "1.5"],
    "ownership": ["owner"],
}  # fmt: skip
ASKED = sorted({kind for item in RULES for kind in item.rule.check.asks()} | {"date.signed", "form.blank"})
FACTS = st.sampled_from(ASKED).flatmap(
    lambda kind: st.builds(
        dict,
        kind=st.just(kind),
        value=st.sampled_from(VALUES.get(kind.split(".")[0], ["present", "某项目", "（）"])),
        value_max=st.none() | st.sampled_from(VALUES.get(kind.split(".")[0], ["present"])),
        state=st.sampled_from(["stated", "stated", "blank", "referred", "unstated"]),
        op=st.sampled_from(["==", ">=", "<=", ">", "<", "range"]),
        unit=st.sampled_from([None, "working_day"]),
        subject=st.sampled_from([None, "software", "third_party", "耗材", "一标段"]),
        holder=st.sampled_from([None, "buyer", "supplier", "joint", "third", "unspecified"]),
        holder_text=st.sampled_from([None, "甲方", "乙方", "双方"]),
    )
)
KINDS = st.sampled_from(
    ["contract", "procurement_document", "award_notice", "feasibility_report", "approval", "unknown"]
)
DOCUMENTS = st.lists(st.tuples(KINDS, st.lists(FACTS, max_size=8), st.sampled_from(["read", "partial"])), max_size=3)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOCUMENTS)
def test_no_facts_break_a_rule(make, drawn) -> None:
    documents = []
    for number, (kind, facts, status) in enumerate(drawn):
        made: list[Fact] = []
        for fields in facts:
            state = fields["state"]
            value = fields["value"] if state == "stated" else None
            rest = {name: value for name, value in fields.items() if name not in ("kind", "value", "state")}
            made.append(make.fact(fields["kind"], value, text="原文", state=state, **rest))
        documents.append(make.document(kind, made, path=f"{number}.txt", status=status))
    findings = judge(make.submission(*documents), RULES).findings
    assert [finding.rule for finding in findings] == [item.rule.id for item in RULES]
    for finding in findings:
        assert finding.reason != "error", finding
        assert finding.message
        assert "{" not in finding.message
        assert finding.evidence or finding.searched or finding.kind == "notApplicable", finding
