"""A project profile as one sentence for a person."""

from checks.submission import STAGE_NAMES
from checks.wording import value_words
from extractor.fact import KIND_NAMES
from review.report import ProfileEntry

# the report's profile holds plain words: it may come from an older or a newer version of the tool
STAGES: dict[str, str] = dict(STAGE_NAMES.items())
KINDS: dict[str, str] = dict(KIND_NAMES.items())
PROJECT_KINDS = {
    "new": "新建",
    "upgrade": "升级改造",
    "continued": "续建",
    "operation_maintenance": "运行维护",
    "other": "其他类型",
}
AUDIENCES = {"public": "面向公众", "internal": "内部办公", "enforcement": "执法监管", "industry": "行业业务"}
FLAGS = {
    "classified": ("涉密", "不涉密"),
    "government_procurement": ("政府采购", "非政府采购"),
    "special_fund": ("使用省级专项资金", "未使用省级专项资金"),
    "unified_build": ("统建", "非统建"),
    "pure_equipment": ("纯设备采购", "非纯设备采购"),
    "merged_stage": ("可研与初设合并编制", "可研与初设分别编制"),
    "complete": ("材料齐全", "材料不全"),
}


def profile_words(profile: ProfileEntry) -> str:
    """Return what was told of the project, parts joined by commas; empty where nothing was told."""
    words = []
    if profile.jurisdiction:
        words.append(f"适用地 {profile.jurisdiction}")
    if profile.kind:
        words.append(PROJECT_KINDS.get(profile.kind, profile.kind))
    if profile.stage:
        words.append("、".join(STAGES.get(stage, stage) for stage in profile.stage) + "阶段")
    flags = {name: getattr(profile, name) for name in FLAGS}
    words += [FLAGS[name][0 if value else 1] for name, value in flags.items() if value is not None]
    if profile.audience:
        words.append("、".join(AUDIENCES.get(one, one) for one in profile.audience))
    if profile.invest_total:
        words.append(f"总投资{value_words(profile.invest_total)}")
    if profile.contract_amount:
        words.append(f"合同金额{value_words(profile.contract_amount)}")
    words += [f"{path}为{KINDS.get(kind, kind)}" for path, kind in sorted(profile.documents.items())]
    return "，".join(words)
