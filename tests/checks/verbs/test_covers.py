"""Which papers must speak to each of several subjects."""

from checks.rule import Carriers
from checks.verbs.covers import Covers, Topic
from tests.checks.applied import applied

HEADS = Covers((Topic("执行期限", ("执行期限",)), Topic("绩效管理", ("绩效",))), titles=("管理办法",))
FUND = Carriers(first=("fund_document",))


def paper(make, title, text):
    return make.document("fund_document", texts=[title, text], path=f"{title}.txt")


def test_only_the_papers_with_such_a_title_are_meant(make) -> None:
    rules = paper(make, "云江省数据资金管理办法", "本资金执行期限为三年。")
    request = paper(make, "资金申请报告", "项目的绩效目标见附表。")
    found = applied(make.submission(rules, request), HEADS, carriers=FUND)
    assert (found.kind, found.reason) == ("fail", "missing")
    assert "绩效管理" in found.message
    whole = paper(make, "云江省数据资金管理办法", "本资金执行期限为三年，按年开展绩效评价。")
    assert applied(make.submission(whole, request), HEADS, carriers=FUND).kind == "pass"


def test_where_no_paper_has_such_a_title_all_of_the_kind_are_meant(make) -> None:
    request = paper(make, "资金申请报告", "本资金执行期限为三年，项目的绩效目标见附表。")
    assert applied(make.submission(request), HEADS, carriers=FUND).kind == "pass"
