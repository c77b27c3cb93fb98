"""What counts as the price of a contract, and what only looks like one. One row: id, document kind, text, facts."""

import time

import pytest
from msgspec.structs import replace

from extractor.facts.price import find
from extractor.facts.view import View
from extractor.outline import outline
from extractor.readers import read
from extractor.readers.source import Source

CASES = [
    ("plain", "contract", "三、本合同总价款为人民币叁拾万元整（¥300,000.00），含税。", ["300000.00"]),
    ("figures first", "contract", "合同金额：人民币1,268,000.00元（大写：壹佰贰拾陆万捌仟元整）", ["1268000.00"]),
    ("wan", "contract", "本项目合同总金额为86.5万元，该价格为固定不变价。", ["865000.00"]),
    ("capitals only", "contract", "合同价款：人民币柒拾捌万伍仟圆整。", ["785000.00"]),
    ("no unit, large", "contract", "合同金额（小写）：458000", ["458000.00"]),
    ("no unit, small", "contract", "合同金额：45", []),
    ("unit in label", "contract", "合同总价（万元）：128.6", ["1286000.00"]),
    ("research funds", "contract", "第五条 研究开发经费和报酬总额为人民币贰佰万元，由甲方分期支付。", ["2000000.00"]),
    ("software total", "contract", "软件开发总费用共计人民币18万元整。", ["180000.00"]),
    ("service fee total", "contract", "本合同项下技术服务费总额（含税）为：￥96,000.00元。", ["96000.00"]),
    ("service fee alone", "contract", "本合同技术服务费为人民币贰拾万元整（¥200000.00）。", ["200000.00"]),
    ("fee alone, for extras", "contract", "超出约定范围的，技术服务费为5000元。", []),
    (
        "supervision reward",
        "supervision_contract",
        "4. 签约酬金：监理酬金共计人民币（大写）壹拾贰万元整（¥120,000.00）。",
        ["120000.00"],
    ),
    ("two lines", "contract", "五、合同价款\n人民币（大写）：肆拾伍万元整\n（小写）：¥450,000.00", ["450000.00"]),
    (
        "aside in brackets",
        "contract",
        "合同总价（包括设备费、安装调试费、培训费、税费等一切费用）为人民币 653,200 元。",
        ["653200.00"],
    ),
    (
        "with traditional",
        "contract",
        "合約總價：新臺幣以外，以人民幣貳拾萬元整計算。本合約總價為人民幣貳拾萬元整。",
        ["200000.00"],
    ),
    ("instalments beside", "contract", "合同总价50万元。签约后支付15万元，验收后支付35万元。", ["500000.00"]),
    ("tax free beside", "contract", "合同含税总价为106万元，不含税价款为100万元，增值税6万元。", ["1060000.00"]),
    ("tax free in brackets", "contract", "合同总价（含税）：565000元；合同总价（不含税）：500000元。", ["565000.00"]),
    ("tax free alone", "contract", "本合同不含税合同总价为500,000元，税率6%。", ["500000.00"]),
    ("amended", "contract", "原合同总价100万元调整为92万元，其余条款不变。", ["920000.00"]),
    ("amended from to", "contract", "合同总价由人民币80万元变更为人民币95万元。", ["950000.00"]),
    ("increase only", "contract", "因增加接口开发，增加合同价款5万元。", []),
    ("not over", "contract", "合同总价不超过30万元，据实结算。", ["<= 300000.00"]),
    ("bond", "contract", "乙方应缴纳履约保证金，金额为合同总价的5%，即2.5万元。", []),
    ("penalty", "contract", "每发生一次，扣减合同价款2000元。", []),
    (
        "capital of a company",
        "contract",
        "乙方系依法成立的公司，注册资本人民币5000万元，合同总价详见附件一。",
        ["referred"],
    ),
    ("referred", "contract", "合同价款以中标通知书为准。", ["referred"]),
    ("open", "contract", "合同价格由双方另行协商确定。", ["unstated"]),
    ("yen", "contract", "合同总价：5,385,600日元。", []),
    ("dollar", "contract", "合同总价为USD 120,000.00（大写：壹拾贰万美元整）。", []),
    ("zero", "contract", "合同总价：¥0.00元", ["blank"]),
    ("underscores", "contract", "合同总价款为人民币________元（大写：________________元整）。", ["blank"]),
    ("vanished", "contract", "本合同总金额为人民币元整（¥）。", ["blank"]),
    ("brackets", "contract", "合同金额：人民币【】元整（小写：￥【】）。", ["blank"]),
    ("template field", "contract", "合同总价：{{contract_price}}元", ["blank"]),
    ("to fill", "contract", "合同总价：待定", ["blank"]),
    ("XX", "contract", "合同总金额为XXXX元，大写XX万元整。", ["blank"]),
    ("only figures blank", "contract", "合同总价（大写）：伍拾万元整，（小写）：¥________。", ["500000.00"]),
    ("unit price", "contract", "合同价格为单价：12.55元/条，据实结算。", []),
    ("yearly price", "contract", "合同金额：923680元/年。", []),
    ("threshold", "contract", "合同金额在50万元以上的项目应当公开招标。", []),
    ("cited", "contract", "根据《某市政务信息化项目管理办法》第九条规定，合同金额为100万元的应报备案。", []),
    ("track record", "bid", "近三年承接过合同金额300万元的同类项目业绩两项。", []),
    ("bid price", "bid", "投标总报价：人民币玖拾捌万陆仟元整（¥986,000.00）", ["986000.00"]),
    ("bid price in a tender", "procurement_document", "投标总报价：人民币100万元以上的视为无效。", []),
    ("award", "award_notice", "中标金额：人民币壹佰零伍万元整（¥1,050,000.00）\n工期：120天", ["1050000.00"]),
    (
        "award lots",
        "award_notice",
        "第一包 成交金额：35.8万元；第二包 成交金额：42.6万元。",
        ["358000.00", "426000.00"],
    ),
    ("award agency fee", "award_notice", "成交金额：60万元\n代理服务费：9000元", ["600000.00"]),
    ("value first", "contract", "甲方以人民币30万元作为合同总价向乙方支付。", ["300000.00"]),
    ("key and value", "contract", "项目名称 | 档案数字化\n合同总价（元） | 268000\n工期 | 60天", ["268000.00"]),
    ("key and value wan", "contract", "合同要点（单位：万元）\n合同总价 | 26.8\n首付款 | 8", ["268000.00"]),
    (
        "cell blank",
        "contract",
        "| 项目名称 | 档案数字化 |\n| --- | --- |\n| 合同总价（元） |  |\n| 工期 | 60天 |",
        ["blank"],
    ),
    (
        "sum row",
        "contract",
        "报价清单\n序号 | 名称 | 数量 | 单价（元） | 金额（元）\n1 | 终端 | 10 | 3,000 | 30,000\n2 | 软件 "
        "| 1 | 70,000 | 70,000\n合计 |  |  |  | 100,000",
        ["100000.00"],
    ),
    (
        "sum row of instalments",
        "contract",
        "付款计划\n期次 | 比例 | 金额（元）\n首付款 | 30% | 30,000\n尾款 | 70% | 70,000\n合计 | 100% | 100,000",
        [],
    ),
    (
        "two tables with sums",
        "contract",
        "硬件清单\n名称 | 数量 | 金额（元）\n终端 | 10 | 30,000\n合计 |  | 30,000\n\n软件清单\n名称 | 数量"
        " | 金额（元）\n平台 | 1 | 70,000\n合计 |  | 70,000",
        [],
    ),
    (
        "award table",
        "award_notice",
        "包号 | 中标人 | 中标金额（万元）\n1包 | 清源软件（湖州）有限公司 | 128.50\n2包 | 远岫科技有限公司 | 76.00",
        ["1285000.00", "760000.00"],
    ),
    (
        "track record table",
        "bid",
        "类似项目业绩表\n项目名称 | 合同金额（万元） | 签订日期\n水务平台 | 260 | 2022-03-01",
        [],
    ),
    ("feasibility mentions", "feasibility_report", "已建系统的合同金额为320万元，本期在其上扩展。", []),
    (
        "line break",
        "contract",
        "4.1 本合同总价款（大写）：壹佰贰拾叁万肆仟伍佰元整；\n小写：1,234,500.00元。",
        ["1234500.00"],
    ),
    ("dressed in bold", "contract", "**合同总价**：**人民币 380,000 元**", ["380000.00"]),
    ("part of it", "contract", "合同总价120万元，其中：软件开发费80万元，硬件费用40万元。", ["1200000.00"]),
    ("settlement word", "contract", "合同价款暂定为人民币2,150,000.00元，最终以审计结算为准。", ["2150000.00"]),
    (
        "price word with comma",
        "contract",
        "本合同为固定总价合同，合同总价为固定价，共计人民币（大写）陆拾万元整。",
        ["600000.00"],
    ),
    ("cap on liability", "contract", "乙方赔偿总额不超过合同总价，且最高不超过100万元。", []),
    (
        "label in the middle",
        "contract",
        "甲方同意按本合同约定向乙方支付合同价款共计人民币叁拾陆万元整（￥360000.00元）。",
        ["360000.00"],
    ),
    ("deposit", "contract", "合同签订后甲方支付定金10万元，合同总价款为48万元。", ["480000.00"]),
    (
        "draft contract in a tender",
        "procurement_document",
        "第四条 合同总价：人民币        元（大写：        ）。",
        ["blank"],
    ),
    ("approval of a contract price", "approval", "同意该项目签约合同价为人民币352.6万元。", ["3526000.00"]),
    (
        "research funds in total",
        "contract",
        "整个平台的研制经费总计肆拾玖万元，其中甲方首期拨付二十万元。",
        ["490000.00"],
    ),
    ("project funds", "contract", "项目经费：人民币叁拾伍万元（大写），由甲方分两次支付。", ["350000.00"]),
    ("years added up", "contract", "服务费每年人民币15万元，三年总计人民币45万元。", ["450000.00"]),
    ("one fee of many", "contract", "培训费用共计3万元，差旅费用合计1万元。", []),
    ("no label but a total to pay", "contract", "甲方共需支付人民币捌万元整（￥80000元）。", ["80000.00"]),
    (
        "brackets around both",
        "contract",
        "本合同总价款为【￥2,860,000.00】元整（大写：人民币【贰佰捌拾陆万元整】）。",
        ["2860000.00"],
    ),
    ("letters apart", "contract", "合 同 总 金 额 ： 人 民 币 伍 拾 万 元 整", ["500000.00"]),
    (
        "sum of a list",
        "contract",
        "费用:\n(1)软件开发费 200,000 元\n(2)硬件费 100,000 元\n(3)合计 300,000 元",
        ["300000.00"],
    ),
    (
        "testing contract",
        "supervision_contract",
        "测评服务费用总计为人民币（大写）捌万陆仟元整，人民币（小写）¥86,000.00元。",
        ["86000.00"],
    ),
    (
        "one row of an award",
        "award_notice",
        "序号 | 标的 | 数量 | 单价（元） | 总价（元）\n1 | 平台 | 1 | 860000 | 860000",
        ["860000.00"],
    ),
    ("unit in the cell", "award_notice", "供应商 | 中标(成交)金额\n清源软件 | 86.0000(万元)", ["860000.00"]),
    ("opening list", "bid", "项目 | 投标总价（元）\n智慧校园 | 大写：捌拾陆万元整 小写：860000.00", ["860000.00"]),
    (
        "label after the amount",
        "bid",
        "我方愿以人民币（大写）玖拾捌万元整（¥980,000.00元）的投标总报价承担本项目。",
        ["980000.00"],
    ),
    ("rates of the clause", "procurement_document", "中标服务费：按中标金额的1.5%收取。", []),
    ("topic funds of an application", "application_form", "课题经费共叁佰陆拾万元。", []),
    ("label of two words", "contract", "本合同的总价为人民币(大写):元整(小写):元。", ["blank"]),
    (
        "printed units",
        "contract",
        "合同金额（大写）：人民币    拾    万    仟    佰    拾    元整（￥      ）",
        ["blank"],
    ),
    ("figure after the pointer", "contract", "本合同价格以中标通知书确定的金额为准，即人民币45.8万元。", ["458000.00"]),
    ("label on a line", "contract", "合同总价(人民币):\n¥450,000.00\n(大写):肆拾伍万元整", ["450000.00"]),
    ("lowered", "contract", "乙方同意将合同总价由原来的50万元下调为46万元。", ["460000.00"]),
    ("provisional", "contract", "合同暂定价：人民币120万元（大写：壹佰贰拾万元整），以评审结果为准。", ["1200000.00"]),
    ("yen, sign first", "contract", "合同总价款:日元5,385,600元整。", []),
]


def shown(text: str, kind: str) -> list[str]:
    document = read(Source("甲.txt", text.encode()), None)
    view = View(replace(document, blocks=outline(document.blocks)), kind)
    out = []
    for fact in find(view):
        assert fact.evidence
        for piece in fact.evidence:
            assert "".join(piece.quote.split()) in "".join(text.split())
        words = fact.value if fact.state == "stated" else fact.state
        out.append(words if fact.op == "==" else f"{fact.op} {words}")
    return out


@pytest.mark.parametrize(("kind", "text", "expected"), [pytest.param(k, t, e, id=i) for i, k, t, e in CASES])
def test_price(kind, text, expected):
    assert sorted(set(shown(text, kind))) == sorted(expected)


def test_one_fact_for_one_statement():
    assert shown("合同总价：人民币480,000元（肆拾捌万元整）。", "contract") == ["480000.00"]


def test_unrelated_text_changes_nothing():
    clause = "合同总价：人民币480,000元。"
    assert shown("会议于上午召开。\n" * 40 + clause + "\n附则另定。", "contract") == shown(clause, "contract")


@pytest.mark.parametrize(
    "text",
    [
        "合同总价" * 20_000,
        "费用共计" * 20_000,
        "总价" + "." * 100_000,
        "合同总价：" + "_" * 100_000,
        "合同总价" + "(" * 50_000,
    ],
    ids=["labels", "fees", "dots", "underscores", "brackets"],
)
def test_no_text_makes_it_slow(text):
    started = time.process_time()
    shown(text, "contract")
    assert time.process_time() - started < 5
