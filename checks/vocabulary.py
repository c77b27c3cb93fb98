"""The closed words of facts as a person reads them; a rule may only ask for a kind of fact that stands here."""

from functools import cache

from extractor.fact import Holder, HolderRole
from extractor.facts.chapters import chapters
from extractor.facts.statement_data import statement_data

FACT_NAMES: dict[str, str] = {
    "budget.total": "总投资（预算）",
    "budget.security": "网络安全投资",
    "budget.item": "预算分项",
    "budget.supervision": "监理费",
    "budget.testing": "测评费",
    "budget.settled": "结算（决算）金额",
    "contract.price": "合同价款",
    "payment.share": "付款比例",
    "period.implementation": "实施周期",
    "period.warranty": "质保期",
    "period.free_maintenance": "免费维护期",
    "period.trial_run": "试运行期",
    "period.service_life": "使用年限",
    "period.contract_term": "合同期限",
    "period.fund_term": "专项资金执行期限",
    "date.signed": "签订日期",
    "date.award": "中标通知书日期",
    "date.filed": "备案日期",
    "date.approved": "批复日期",
    "date.declared": "申报日期",
    "date.completed": "完成日期",
    "date.acceptance_applied": "验收申请日期",
    "date.started": "开工日期",
    "date.initial_accepted": "初步验收日期",
    "date.accepted": "竣工验收日期",
    "date.trial_start": "试运行开始日期",
    "date.trial_end": "试运行结束日期",
    "date.in_use": "正式投用日期",
    "date.self_evaluated": "自评价日期",
    "date.submitted": "报审日期",
    "date.opinion": "评审意见日期",
    "date.decided": "集体决策日期",
    "date.budget_approved": "预算批准日期",
    "date.transferred": "资金下达日期",
    "date.received": "接到资金日期",
    "date.passed_on": "分解下达日期",
    "date.published": "公开日期",
    "date.changed": "变更实施日期",
    "date.change_approved": "变更批准日期",
    "date.tender": "采购公告日期",
    "date.assessed": "测评报告日期",
    "plan.year": "计划（评价）年度",
    "ownership.results": "成果知识产权归属",
    "ownership.data": "数据归属",
    "clause.ip_liability": "违反知识产权约定的责任",
    "clause.termination": "终止条款",
    "clause.confidentiality": "保密条款",
    "clause.acceptance": "验收条款",
    "clause.definitions": "定义条款",
    "clause.subject": "标的条款",
    "clause.performance": "履行条款",
    "clause.warranty_scope": "质保范围",
    "clause.warranty_duty": "质保责任",
    "chapter.data_sharing": "信息资源共享分析篇（章）",
    "chapter.crypto": "密码应用方案",
    "chapter.security": "网络安全章节",
    "chapter.budget": "投资估算章节",
    "chapter.schedule": "进度安排章节",
    "chapter.performance": "绩效章节",
    "chapter.operation": "运维章节",
    "chapter.risk": "风险章节",
    "chapter.products": "产品安全可靠说明",
    "project.name": "项目名称",
    "project.owner": "建设单位",
    "project.contractor": "承建单位",
    "party.buyer": "采购方",
    "party.supplier": "供应方",
    "party.compiler": "编制单位",
    "party.bidder": "投标人",
    "party.reviewer": "评审单位",
    "party.other": "其他签约方",
    "amount.pair": "金额大小写",
    "form.blank": "空白项",
    "form.field": "表格填写项",
}
HOLDER_NAMES: dict[Holder, str] = {
    "buyer": "采购方（建设单位）",
    "supplier": "供应方（承建单位）",
    "joint": "双方共有",
    "third": "第三方",
    "unspecified": "未明确",
}
ROLE_NAMES: dict[HolderRole, str] = {
    "building_unit": "项目建设单位",
    "demand_unit": "项目需求单位",
    "government": "本级人民政府",
    "centre": "数据主管部门",
}


@cache
def fact_names() -> dict[str, str]:
    """Return the names of all kinds of facts: those above, and the titles of the chapter and statement lexicons."""
    chapter_names = {chapter.fact: chapter.title for chapter in chapters()}
    return {**chapter_names, **{data.fact: data.title for data in statement_data()}, **FACT_NAMES}


def fact_name(kind: str) -> str:
    """Return what a person calls a kind of fact.

    >>> fact_name("period.warranty")
    '质保期'
    """
    return fact_names().get(kind, kind)


def known_fact(kind: str) -> bool:
    """Tell whether a rule may ask for facts of this kind; ``reason.<kind>`` is the reason a document gives.

    >>> known_fact("reason.period.warranty"), known_fact("period.waranty")
    (True, False)
    """
    return kind.removeprefix("reason.") in fact_names()
