"""What happened on a date, told in prose or in a table of steps; and the days on which nothing happened."""

import pytest
from msgspec.structs import replace

from extractor.facts.dates_events import find
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

CASES = [
    ("completed, applied", "acceptance_application",
     "项目于2024年3月31日实施完成，2024年8月20日向区数据局提出竣工验收申请。",
     ["completed 2024-03-31", "acceptance_applied 2024-08-20"]),
    ("the year carried", "other", "2025年3月3日发出成交通知书，3月14日签订合同，3月26日完成备案。",
     ["award 2025-03-03", "filed 2025-03-26"]),
    ("months alone", "acceptance", "2021年11月终验合格，12月正式启用。", ["accepted 2021-11", "in_use 2021-12"]),
    ("no year carried backwards", "acceptance", "2021年11月终验合格，1月正式启用。", ["accepted 2021-11"]),
    ("both at once", "performance_report", "项目于2025年1月验收投用。", ["accepted 2025-01", "in_use 2025-01"]),
    ("a chain", "acceptance", "2024年3月1日完成建设并通过竣工验收。", ["completed 2024-03-01", "accepted 2024-03-01"]),
    ("plan declared", "application_form", "我局于2024年8月26日报送2025年度实施计划。", ["declared 2024-08-26"]),
    ("report sent", "performance_report", "2024年12月18日报送项目绩效评价报告。", ["self_evaluated 2024-12-18"]),
    ("approved with number", "contract",
     "2024年4月9日，云栖市发展和改革局以云发改〔2024〕12号文批复本项目可行性研究报告。", ["approved 2024-04-09"]),
    ("a plan of the place", "feasibility_report", "2021年5月6日，市政府批复《云栖市智慧城市发展规划》。", []),
    ("change approved", "progress_report", "2025年2月7日市数据局批复同意本项目变更。", ["change_approved 2025-02-07"]),
    ("initial", "progress_report", "系统于2024年9月5日通过初步验收，9月6日进入试运行。",
     ["initial_accepted 2024-09-05", "trial_start 2024-09-06"]),
    ("trial ended", "trial_report", "2024年12月6日，系统试运行期满。", ["trial_end 2024-12-06"]),
    ("trial span", "trial_report", "试运行时间：2024年9月6日至2024年12月6日",
     ["trial_start 2024-09-06", "trial_end 2024-12-06"]),
    ("trial span, prose", "acceptance", "系统自2025年3月1日至5月31日开展试运行，运行稳定。",
     ["trial_start 2025-03-01", "trial_end 2025-05-31"]),
    ("trial span, planned", "construction_plan", "试运行期：2025年3月1日至2025年5月31日", []),
    ("party group", "minutes", "2025年3月3日召开的局党组会议研究同意申报本项目。", ["decided 2025-03-03"]),
    ("party group, brackets", "application_form", "经局党组会议（2025年3月3日）研究同意。", ["decided 2025-03-03"]),
    ("funds", "fund_document", "1月20日预算获批，省财政厅于2025年3月15日下达专项资金。", ["transferred 2025-03-15"]),
    ("funds, chain", "fund_document", "区财政局2025年4月2日收到省级专项资金文件，4月25日分解下达。",
     ["received 2025-04-02", "passed_on 2025-04-25"]),
    ("funds in a plan", "feasibility_report", "2025年3月15日省里下达了工作要点。", []),
    ("accepted for review", "review_material", "2025年3月3日受理，3月20日出具评审意见。",
     ["submitted 2025-03-03", "opinion 2025-03-20"]),
    ("tender notice", "procurement_document", "采购人于2025年1月6日发布采购公告。", ["tender 2025-01-06"]),
    ("assessed", "test_report", "测评机构于2024年10月15日出具等级测评报告。", ["assessed 2024-10-15"]),
    ("step by name", "acceptance", "终验：2024年11月20日", ["accepted 2024-11-20"]),
    ("step with brackets", "progress_report", "一、初验（2024年9月5日）", ["initial_accepted 2024-09-05"]),
    ("steps in a table", "progress_report",
     "节点 | 计划时间 | 实际时间\n开工 | 2024年6月1日 | 2024年6月10日\n初验 | 2024年8月30日 | 2024年9月5日",
     ["started 2024-06-10", "initial_accepted 2024-09-05"]),
    ("steps foreseen", "construction_plan", "节点 | 时间\n开工 | 2024年6月1日\n初验 | 2024年8月30日", []),
    ("as agreed", "acceptance", "乙方于2024年3月31日按合同约定完成全部建设内容。", ["completed 2024-03-31"]),
    ("budget of the year", "fund_document", "2025年预算1月20日获批，2月6日公开。",
     ["budget_approved 2025-01-20", "published 2025-02-06"]),
    ("congress", "fund_document", "2025年预算草案于1月20日经省人民代表大会批准。", ["budget_approved 2025-01-20"]),
    ("a step named as the act", "acceptance", "平台2021年5月正式启用，11月终验。",
     ["in_use 2021-05", "accepted 2021-11"]),
    ("what came in", "approval", "你局2025年3月3日报来的可行性研究报告收悉。", ["submitted 2025-03-03"]),
    # what is no day on which it happened
    ("a thing named after a step", "acceptance", "2021年11月，建设单位提交了终验。", []),
    ("a deadline", "contract", "乙方应于2025年6月30日前完成建设，验收合格后支付余款。", []),
    ("planned", "progress_report", "计划2025年6月30日通过竣工验收。", []),
    ("planned between", "progress_report", "2025年6月拟组织竣工验收。", []),
    ("as of", "progress_report", "截至2024年12月31日，项目已完成建设内容的80%。", []),
    ("condition", "contract", "若2025年6月30日未通过验收，乙方承担违约责任。", []),
    ("from then on", "contract", "质保期自验收合格之日起24个月。", []),
    ("another act", "acceptance", "2024年3月1日签订合同，通过验收后支付。", []),
    ("the paper's name", "acceptance", "2024年3月1日印发《验收合格后管理办法》。", []),
    ("another project", "feasibility_report", "一期项目已于2020年5月8日通过竣工验收。", []),
    ("a track record", "bid", "2020年5月8日通过竣工验收。", []),
    ("in a plan without saying that it was", "construction_plan", "2025年5月8日完成建设。", []),
    ("a cited rule", "acceptance", "根据《项目管理办法》规定，2024年1月1日批复的项目适用本办法。", []),
]  # fmt: skip


def shown(text: str, kind: str) -> list[str]:
    document = read(Source("甲.txt", text.encode()), None)
    view = View(replace(document, blocks=outline(document.blocks)), kind)
    out = set()
    for fact in find(view):
        assert fact.evidence
        assert all("".join(e.quote.split()) in "".join(text.split()) for e in fact.evidence)
        out.add(f"{fact.kind.removeprefix('date.')} {fact.value}")
    return sorted(out)


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in CASES])
def test_events(kind, text, expected):
    assert shown(text, kind) == sorted(expected)
