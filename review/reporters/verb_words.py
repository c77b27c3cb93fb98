"""What a rule asks, as a sentence for a person: one for each verb."""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from checks.conditions import Conditions, Presence
from checks.submission import STAGE_NAMES
from checks.verbs import Check
from checks.verbs.documents_present import Item
from checks.verbs.form_fields import FormFields
from checks.vocabulary import HOLDER_NAMES, ROLE_NAMES, fact_name
from checks.wording import value_words
from extractor.fact import KIND_NAMES, DocumentKind
from review.reporters.profile_words import AUDIENCES, FLAGS, PROJECT_KINDS

_NOTICES = {"tracked-changes": "未接受的修订", "hidden-text": "隐藏文字", "comments": "批注"}
_AMOUNTS = {"invest_total": "总投资", "contract_amount": "合同金额"}
_OPS = {">=": "不少于", ">": "多于", "<=": "不多于", "<": "少于"}


def check_words(check: Check, value: str | None = None) -> tuple[str, ...]:
    """Return what is asked and how doubtful cases are taken, in sentences; ``value`` is the limit in force.

    >>> from checks.verbs.at_least import AtLeast
    >>> check_words(AtLeast(fact=("period.warranty",)), "P2Y")
    ('质保期不得少于2年；留空未填的为不符合',)
    """
    said = _SAID[str(type(check).__struct_config__.tag)](check, value_words(value) if value else "限值")
    more = []
    instead = getattr(check, "instead", ())
    if instead:
        more.append(f"只写了{_facts(instead)}的，由人判断")
    if getattr(check, "or_document", ()):
        more.append(f"单独提交{_kinds(check.or_document)}的，视为已写明")  # type: ignore[union-attr]  # looked for above
    if getattr(check, "weak_subjects", ()):
        more.append("只写了其中一部分对象的，由人判断")
    if getattr(check, "covers", ()):
        more.append(f"没有写到“{'、'.join(check.covers)}”之一的，由人判断")  # type: ignore[union-attr]  # looked for above
    blank = getattr(check, "if_blank", None)
    if blank is not None:
        more.append("留空未填的为不符合" if blank == "fail" else "留空未填的由人判断")
    near = getattr(check, "near", ())
    looked = (f"没有写明时，列出含有“{'、'.join(near)}”的原文",) if near else ()
    return ("；".join([said, *more]), *looked)


def _any(kinds: Iterable[str]) -> str:
    return "或".join(fact_name(kind) for kind in kinds)


def _facts(kinds: Iterable[str]) -> str:
    return "、".join(fact_name(kind) for kind in kinds)


def _kinds(kinds: Iterable[DocumentKind]) -> str:
    return "、".join(KIND_NAMES[kind] for kind in kinds)


def _items(items: Iterable[Item], joint: str) -> str:
    said = []
    for item in items:
        ways = [_kinds(item.kinds)] if item.kinds else []
        if item.titles:
            ways.append(f"标题含“{'”或“'.join(item.titles)}”")
        known = "，".join(ways)
        facts = f"或者写明{_any(item.facts)}" if item.facts else ""
        said.append(f"{item.name}（{known}{facts}）" if known or facts else item.name)
    return joint.join(said)


def _papers(check: Any, _: str) -> str:
    parts = []
    if check.all:
        parts.append(f"须提交{_items(check.all, '、')}")
    if check.any:
        parts.append(f"须至少提交一种：{_items(check.any, '、')}")
    parts += [f"{_any(order.before)}不得晚于{_any(order.after)}" for order in check.order]
    return "；".join(parts) + f"；正文不足{check.minimum}字的由人判断"


def _days(check: Any, value: str) -> str:
    start, end = check.start_name or _any(check.start), check.end_name or _any(check.end)
    unit = {"working": "（按工作日）", "calendar": "（按自然日）", "months": "（按月）"}[check.days]
    if check.bound == "at_least":
        return f"自{start}至{end}不得少于{value}{unit}"
    least = f"，不得早于满{value_words(check.least)}" if check.least else ""
    return f"{end}不得晚于{start}后{value}{unit}{least}"


def _steps(check: Any, _: str) -> str:
    names = [step.name or _any(step.facts) for step in check.steps]
    admits = f"；自己写明{_any(check.admits)}的不符合" if check.admits else ""
    return f"依次为：{'、'.join(names)}；{'同一天的不符合' if check.strict else '同一天的视为符合'}{admits}"


def _holders(check: Any, _: str) -> str:
    allowed = [HOLDER_NAMES[holder] for holder in check.allowed] + [ROLE_NAMES[role] for role in check.roles]
    agents = f"；采购方名称有{'、'.join(check.buys_for_others)}的，归采购方的由人判断" if check.buys_for_others else ""
    others = f"；名称有{'、'.join(check.not_named)}的不算" if check.not_named else ""
    return f"{_facts(check.fact)}须属于{'或'.join(allowed)}{others}{agents}"


def _present(check: Any, _: str) -> str:
    return f"须写明{_any(check.fact)}"


def _all_present(check: Any, _: str) -> str:
    excepted = f"；写明{_any(check.except_facts)}的，由人判断" if check.except_facts else ""
    return f"须全部写明：{'、'.join(item.name or _any(item.fact) for item in check.items)}{excepted}"


def _absent(check: Any, _: str) -> str:
    excepted = f"；写明{_any(check.except_facts)}的，由人判断" if check.except_facts else ""
    return f"不得有{_any(check.fact)}的内容{excepted}"


def _covers(check: Any, _: str) -> str:
    opinion = "，并各有意见" if check.opinion else ""
    return f"须写到：{'、'.join(topic.name for topic in check.topics)}{opinion}"


def _terms(check: Any, _: str) -> str:
    against = f"，且不低于{_kinds(check.against)}所写" if check.against else ""
    return f"{_kinds(check.of)}中的{'、'.join(fact_name(term.fact) for term in check.terms)}前后一致{against}"


def _budget(check: Any, _: str) -> str:
    bounds = "、".join(f"{_kinds(bound.documents)}的{fact_name(bound.fact)}" for bound in check.bounds)
    return f"{_kinds(check.of)}的{_facts(check.part)}不得超过{bounds}"


def _fields(check: FormFields, _: str) -> str:
    return f"表中须有并填写：{'、'.join(field.name for field in check.fields)}"


def _day(check: Any, value: str) -> str:
    year = "计划年度的上一年" if check.year == "before" else "计划年度当年"
    return f"{_any(check.fact)}不得晚于{year}{value}"


_SAID: dict[str, Callable[[Any, str], str]] = {
    "absent": _absent,
    "all_present": _all_present,
    "amounts_agree": lambda _check, _value: "金额的大写与小写须一致",
    "at_least": lambda check, value: f"{_any(check.fact)}不得少于{value}",
    "at_most": lambda check, value: f"{_any(check.fact)}不得超过{value}",
    "before_day": _day,
    "consistent": lambda check, _value: f"各处所写的{_facts(check.fact)}须一致",
    "covers": _covers,
    "disjoint": lambda check, _value: f"{_facts(check.one)}不得同时是{_any(check.others)}",
    "documents_present": _papers,
    "form_fields": _fields,
    "holder_in": _holders,
    "in_order": _steps,
    "lines_present": lambda check, _value: f"须列有{'、'.join(line.name for line in check.lines)}，金额大于零",
    "no_blanks": lambda _check, _value: "不得留有未填写的空白（签署栏除外）",
    "no_notice": lambda check, _value: f"文件中不应有{_NOTICES.get(check.code, check.code)}，有的由人判断",
    "outside": lambda check, _value: f"材料看不出，列出相关原文供人判断：{check.why}",
    "parties_include": lambda check, _value: f"{_any(check.fact)}须有{'或'.join(check.words)}",
    "party_roles": lambda _check, _value: "甲方为采购方、乙方为供应方，相反的由人判断",
    "present": _present,
    "share_at_least": lambda check, value: f"{_facts(check.part)}占{_facts(check.whole)}的比例不得低于{value}",
    "sums_to": lambda check, _value: f"{_facts(check.fact)}合计须为100%",
    "table_sums": lambda _check, _value: "表格的合计须等于各行之和",
    "terms_agree": _terms,
    "within_budget": _budget,
    "within_days": _days,
}


def said_verbs() -> frozenset[str]:
    """Return the verbs that have a sentence; a test holds it against the closed list."""
    return frozenset(_SAID)


def all_verbs() -> frozenset[str]:
    """Return the closed list of verbs."""
    return frozenset(str(verb.__struct_config__.tag) for verb in get_args(Check))


def condition_words(conditions: Conditions) -> tuple[str, ...]:
    """Return when a rule applies, one part for each condition; empty where it always does.

    >>> condition_words(Conditions(stage=("contract",), pure_equipment=False))
    ('合同阶段', '非纯设备采购')
    """
    said = []
    if conditions.stage:
        said.append("、".join(STAGE_NAMES[stage] for stage in conditions.stage) + "阶段")
    if conditions.kind:
        said.append("项目类型为" + "、".join(PROJECT_KINDS[kind] for kind in conditions.kind))
    if conditions.audience:
        said.append("服务对象为" + "、".join(AUDIENCES[one] for one in conditions.audience))
    if conditions.audience_when is not None:
        said[-1] += f"（项目说明未写的，看材料中有无{_shown(conditions.audience_when)}）"
    for name, (yes, no) in FLAGS.items():
        asked = getattr(conditions, name, None)
        if asked is not None:
            said.append(yes if asked else no)
    line = conditions.amount
    if line is not None:
        either = f"，或者{FLAGS[line.or_flag][0]}" if line.or_flag is not None else ""
        said.append(f"{line.name or _AMOUNTS[line.figure]}{_OPS[line.op]}{value_words(line.value)}{either}")
    if conditions.when is not None:
        said.append(f"材料中有{_shown(conditions.when)}")
    if conditions.unless is not None:
        said.append(f"材料中没有{_shown(conditions.unless)}")
    return tuple(said)


def _shown(presence: Presence) -> str:
    ways = [fact_name(kind) for kind in presence.facts] + [KIND_NAMES[kind] for kind in presence.documents]
    ways += [f"写明没有{fact_name(kind)}" for kind in presence.denials]
    ways += [f"标题含“{title}”的文件" for title in presence.titles]
    ways += [f"标题含“{'”或“'.join(paper.titles)}”的{_kinds(paper.kinds)}" for paper in presence.papers]
    told = "；项目说明写明的，以其为准" if presence.flag or presence.kinds else ""
    return f"{presence.name}（{'或'.join(ways)}{told}）"
