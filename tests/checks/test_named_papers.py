"""A message names the paper where the passage stands, not all the kinds of papers that were looked at."""

from checks.verbs.all_present import AllPresent
from checks.verbs.all_present import Item as Asked
from checks.verbs.documents_present import DocumentsPresent, Item
from checks.verbs.parties_include import PartiesInclude
from checks.verbs.present import Present
from extractor.fact import PartKind
from tests.checks.applied import applied

KINDS = ("construction_plan", "approval", "contract")
CLOUD = "statement.deploy_cloud"


def papers(make, **facts):
    return make.submission(*(make.document(kind, facts.get(kind, ()), texts=["第一章"]) for kind in KINDS))


def test_what_is_stated_is_told_of_the_paper_that_states_it(make) -> None:
    buyer = make.fact("party.buyer", "云栖市大数据中心")
    found = applied(
        papers(make, contract=[buyer]), PartiesInclude(("party.buyer",), words=("大数据中心",)), reads=KINDS
    )
    assert (found.kind, found.message[:3]) == ("pass", "合同已")
    split = papers(make, contract=[make.fact("statement.drill", "present")], approval=[make.fact(CLOUD, "present")])
    both = AllPresent((Asked(("statement.drill",), "演练"), Asked((CLOUD,), "上云")))
    assert applied(split, both, reads=KINDS).message.startswith("批复、合同已写明")


def test_a_denial_is_told_of_the_paper_that_denies(make) -> None:
    no = make.fact(CLOUD, "denied", text="不部署在政务云")
    found = applied(papers(make, approval=[no]), Present((CLOUD,)), reads=KINDS)
    # all of them are silent, one says no
    assert found.message.startswith("建设方案、批复、合同未写明")
    assert found.message.endswith("批复中写明：“不部署在政务云”。")
    found = applied(papers(make, approval=[no]), AllPresent((Asked((CLOUD,), "上云"),)), reads=KINDS)
    assert found.message.endswith("批复中写明：“不部署在政务云”。")
    item = Item(name="上云证明", kinds=("filing_record",), facts=(CLOUD,))
    found = applied(papers(make, approval=[no]), DocumentsPresent(all=(item,)), reads=KINDS)
    assert found.message == "未提交上云证明。批复中写明：“不部署在政务云”。"
    alone = make.submission(make.document("approval", [no], texts=["第一章"]))
    assert applied(alone, Present((CLOUD,)), reads=KINDS).message.endswith("文中写明：“不部署在政务云”。")


def test_what_is_nowhere_is_told_of_all_that_were_read(make) -> None:
    found = applied(papers(make), Present((CLOUD,)), reads=KINDS)
    assert (found.reason, found.message[:11]) == ("missing", "建设方案、批复、合同未")


def test_of_a_file_with_several_papers_the_one_on_the_page_is_named(make) -> None:
    buyer = make.fact("party.buyer", "云栖市大数据中心", page=4)
    parts = (PartKind("approval", (1, 2)), PartKind("contract", (3, 5)))
    book = make.document("contract", [buyer], texts=["第一章"], parts=parts)
    found = applied(make.submission(book), PartiesInclude(("party.buyer",), words=("大数据中心",)), reads=KINDS)
    assert found.message.startswith("合同已")
