"""What is an instalment of the price, and which percentages are none. One row: id, text, shares (in order of value)."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from extractor.facts.payment import find
from extractor.facts.payment_table import share
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

CASES = [
    ("down payment noun", "首付款为合同总价的30%，于合同签订后10日内支付。", ["0.30"]),
    ("three in one line", "合同签订后支付30%，初验合格后支付40%，终验合格后支付30%。", ["0.30", "0.30", "0.40"]),
    ("list in signs", "付款方式：按合同总价的30%、40%、30%分三期支付。", ["0.30", "0.30", "0.40"]),
    (
        "table under a clause on penalties",
        "4.3 乙方违约的，支付合同总价20%的违约金。\n\n第五条 付款\n\n| 期次 | 条件 | 比例 |\n| --- | --- | --- |\n"
        "| 第一期 | 合同签订后 | 30% |\n| 第二期 | 初验合格 | 30% |\n| 第三期 | 终验合格 | 40% |",
        ["0.30", "0.30", "0.40"],
    ),
    ("proportion", "合同价款按3:4:3的比例分三次支付。", ["0.30", "0.30", "0.40"]),
    ("balance", "验收合格后甲方付至合同总价的95%，余款5%于质保期满后付清。", ["0.05"]),
    ("cumulative", "系统上线后累计支付至合同总价的80%。", []),
    ("cumulative two", "终验后付到合同金额的97%。", []),
    ("retention", "合同总价的5%留作质保金，质保期满后无息返还。", []),
    ("retention noun first", "质量保证金为合同总价的3%，缺陷责任期满后退还。", []),
    ("after warranty", "质保期满后十五日内，甲方支付剩余5%的合同款。", ["0.05"]),
    ("after warranty, verb last", "剩余10%合同价款待质保期满后一次性付清。", ["0.10"]),
    (
        "bond then price",
        "供应商缴纳合同总金额5%的履约保证金。采购人收到履约保证金及发票后支付合同总价50%的款项。",
        ["0.50"],
    ),
    ("bond in one sentence", "采购人收到中标人合同价5%的履约保函后，支付合同总价的30%作为预付款。", ["0.30"]),
    ("advance", "甲方在合同生效后支付合同金额40%的预付款。", ["0.40"]),
    ("as advance", "合同签订后7个工作日内，按合同总价款的百分之三十作为预付款支付给乙方。", ["0.30"]),
    (
        "Chinese shares",
        "第一期支付合同总额的百分之二十，第二期支付百分之五十，第三期支付百分之三十。",
        ["0.20", "0.30", "0.50"],
    ),
    ("said twice", "甲方支付合同总价的30%（百分之三十）。", ["0.30"]),
    ("tenths", "签约后先付合同款的三成，验收后付七成。", ["0.30", "0.70"]),
    ("half", "到货后支付合同总价的一半。", ["0.50"]),
    ("verb last", "合同价款的60%在系统验收合格后15个工作日内付清。", ["0.60"]),
    ("passive", "合同总价的20%于乙方提交终版报告后由甲方支付。", ["0.20"]),
    (
        "numbered notes",
        "（1）第一笔款：合同签订后，支付合同总价30%；（2）第二笔款：初验后，支付合同总价40%；（3）第三笔款"
        "：终验后，支付合同总价30%。",
        ["0.30", "0.30", "0.40"],
    ),
    ("whole at once", "验收合格后，甲方一次性支付全部合同价款。", ["1.00"]),
    ("whole, short", "付款方式：验收合格后一次性付清。", ["1.00"]),
    ("hundred percent", "货到验收合格后支付合同总价的100%。", ["1.00"]),
    ("full amount", "系统交付并验收合格后30日内，采购人全额支付合同款。", ["1.00"]),
    ("balance at once", "尾款于终验后一次性付清。", []),
    ("balance with share at once", "尾款20%于终验后一次性付清。", ["0.20"]),
    ("choice of form", "价款支付方式（一次性支付/分期支付）：由双方在订单中选定。", []),
    ("penalty", "乙方逾期交付的，应按合同总价的20%支付违约金。", []),
    ("penalty per day", "每逾期一日，按合同总价的1%支付违约金。", []),
    ("damages without the word", "因乙方原因解除合同的，乙方应向甲方支付合同总价的30%。", []),
    ("buyer late", "甲方逾期付款的，按应付未付款项的5%支付滞纳金。", []),
    ("discount", "中标价按预算下浮8%结算。", []),
    ("tax", "乙方开具税率为6%的增值税专用发票后，甲方支付相应款项。", []),
    ("tax inside an instalment", "乙方开具税率6%的发票后，甲方支付合同总价的40%。", ["0.40"]),
    ("score", "价格分占30%，技术分占50%，商务分占20%。", []),
    ("availability", "系统可用性不低于99.9%，否则不予付款。", []),
    ("threshold of change", "变更金额累计不超过合同总价的10%的，价款不作调整。", []),
    ("guarantee", "乙方提供合同总价10%的预付款保函。", []),
    ("liability cap", "赔偿总额以合同总价的30%为限。", []),
    ("mention of what was paid", "乙方收到30%预付款后15日内启动开发。", []),
    ("monthly", "服务费按月支付，每月支付合同总价的5%。", []),
    ("own base", "软件开发部分：系统开发费用的40%于上线后支付。", ["0.40"]),
    ("blank", "合同签订后支付合同总价的____%。", ["blank"]),
    ("blank in brackets", "首付款：合同总价的【】%。", ["blank"]),
    ("ratio referred", "各期付款比例详见专用条款。", ["referred"]),
    ("cited", "依据《某市政府投资信息化项目资金办法》第十二条规定，首付款不超过30%。", []),
    ("absolute only", "首付款10万元，尾款5万元。", []),
    ("amount and share", "第二期：系统上线后支付合同总价的40%，即人民币20万元。", ["0.40"]),
    (
        "table with sign",
        "期次 | 付款条件 | 付款比例\n首付款 | 合同签订 | 30%\n到货款 | 到货验收 | 50%\n尾款 | 终验 | 20%",
        ["0.20", "0.30", "0.50"],
    ),
    (
        "table without sign",
        "付款节点 | 支付比例（%） | 金额（万元）\n签约 | 30 | 15\n初验 | 40 | 20\n终验 | 30 | 15\n合计 | 100 | 50",
        ["0.30", "0.30", "0.40"],
    ),
    (
        "table, cumulative column",
        "付款节点 | 付款比例 | 累计比例\n签约 | 30% | 30%\n终验 | 70% | 100%",
        ["0.30", "0.70"],
    ),
    ("table across", "付款阶段 | 合同签订 | 初验 | 终验\n付款比例 | 30% | 40% | 30%", ["0.30", "0.30", "0.40"]),
    (
        "table with retention row",
        "款项 | 支付条件 | 比例\n预付款 | 签约 | 30%\n验收款 | 终验 | 65%\n质保金 | 质保期满 | 5%",
        ["0.30", "0.65"],
    ),
    ("table of scores", "评审因素 | 权重比例\n价格 | 30%\n技术 | 50%", []),
    ("row without a head", "首付款 | 30% | 合同签订后10日内\n验收款 | 70% | 终验后10日内", ["0.30", "0.70"]),
    ("money source", "资金来源：财政资金占80%，单位自筹20%。", []),
    ("progress", "项目完成进度达到60%后，乙方提交阶段报告。", []),
    ("progress as condition", "开发进度完成60%后，甲方支付合同总价的30%。", ["0.30"]),
    ("subcontract", "分包金额不超过合同总价的30%。", []),
    ("share of defects", "不合格品超过5%的，甲方有权拒付。", []),
    ("traditional", "簽約後支付合約總價之30%，驗收後支付70%。", ["0.30", "0.70"]),
    ("spaces", "验收合格后支付合同总额的 60 % ，其余 40 % 一年后付清。", ["0.40", "0.60"]),
    ("no breach", "质保期内无违约情形的，期满后支付合同总价的10%。", ["0.10"]),
    ("order of words", "30%：合同签订后支付；70%：验收合格后支付。", ["0.30", "0.70"]),
    ("settlement price", "竣工结算审核完成后支付至结算价的97%，剩余3%作为质量保证金。", []),
    ("fiscal", "预算安排到位后，采购人拨付合同价款的70%给供应商。", ["0.70"]),
    ("supplier named after", "由采购人向成交供应商支付合同总金额的35%。", ["0.35"]),
    (
        "announced, divided by marks",
        "甲方按如下进度付款：1）合同签订：30％；2）初验：40％；3）终验：25％；4）一年后：5％。",
        ["0.05", "0.25", "0.30", "0.40"],
    ),
    ("announced, share first", "付款安排：30%预付，60%验收，10%一年后。", ["0.10", "0.30", "0.60"]),
    (
        "announced, in brackets",
        "付款节点及比例如下：合同签订（30%）、初验（40%）、终验（30%）。",
        ["0.30", "0.30", "0.40"],
    ),
    ("ordinals", "支付方式：分期支付。首期：30%；二期：40%；三期：30%。", ["0.30", "0.30", "0.40"]),
    ("rest in one character", "货到付货款的95%，余5%一年后无息付清。", ["0.05", "0.95"]),
    ("rest kept", "验收后付50%，余10%留作质保金一年后返还。", ["0.50"]),
    ("not in parts", "甲方付予乙方的所有款项分三次付清。", []),
    ("to the account", "甲方在收到成果后5日内一次性将服务费支付至乙方账户。", ["1.00"]),
    ("yearly", "年度服务费于每年12月31日前一次性支付。", []),
    ("consequence of refusing", "甲方无正当理由拒绝验收的，应支付合同总价的100%。", []),
    (
        "row with a base",
        "第一次付款 | 合同总价的50% | 合同生效后\n第二次付款 | 合同总价的50% | 验收后",
        ["0.50", "0.50"],
    ),
    ("agency fee", "中标服务费按中标金额的1.5%收取，由中标人在领取通知书时一次性付清。", []),
    ("share of small firms", "联合体中小微企业合同份额占合同总金额30%以上的，给予4%的价格扣除。", []),
    ("again, not up to", "验收后支付至合同总价的95%（即再支付35%）。", ["0.35"]),
    ("list before the verb", "按40%、30%、30%的比例分三次付款。", ["0.30", "0.30", "0.40"]),
    ("cumulative behind", "首付20%，二期累计60%，三期80%累计，尾款20%。", ["0.20", "0.20"]),
    ("deduction in brackets", "开工前支付签约合同价（扣除暂列金额）的10%作为预付款。", ["0.10"]),
    ("risk of failure", "双方按30%和70%的比例承担研发失败的风险损失。", []),
]


def shown(text: str, kind: str = "contract") -> list[str]:
    document = read(Source("甲.txt", text.encode()), None)
    view = View(replace(document, blocks=outline(document.blocks)), kind)
    facts = list(find(view))
    for fact in facts:
        assert fact.evidence
        assert all("".join(e.quote.split()) in "".join(text.split()) for e in fact.evidence)
    return sorted(fact.value if fact.state == "stated" else fact.state for fact in facts)


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in CASES])
def test_payment(text, expected):
    assert shown(text) == expected


def test_share_form():
    assert share(Decimal("0.335")) == "0.335"
    assert share(Decimal(1)) == "1.00"
