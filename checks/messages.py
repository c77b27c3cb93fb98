"""What a finding says where its rule has no words of its own."""

from collections import defaultdict
from string import Formatter

from checks.finding import FindingKind, Reason
from checks.rule import Binding, Rule

BASELINE_QUESTION = "请确认本项目适用哪部规章，以便按其要求核对。"
ASK_REASON = "确有特殊情况的，请书面说明理由。"

DEFAULTS: dict[Reason, str] = {
    "meets-limit": "{document}的{subject}{name}为{actual}，符合{limit}的要求。",
    "present": "{document}已写明{name}。",
    "consistent": "{document}前后一致。",
    "allowed-holder": "{document}约定{name}为{holder}。",
    "nothing-found": "{document}中未发现问题。",
    "below-limit": "{document}的{subject}{name}为{actual}，低于{limit}。",
    "above-limit": "{document}的{subject}{name}为{actual}，超过{limit}。",
    "missing": "{document}未写明{missing}。",
    "blank": "{document}的{name}留空未填。",
    "forbidden": "{document}有不允许的内容：{actual}。",
    "wrong-holder": "{document}约定{name}为{holder}，应为{limit}。",
    "inconsistent": "{document}前后不一致：{actual}。",
    "late": "{document}的{name}为{actual}，晚于{limit}。",
    "straddles-limit": "{document}的{subject}{name}为{actual}，不能确定是否符合{limit}的要求，请人工判断。",
    "conflicting": "{document}对{subject}{name}的表述不一致：{actual}，请人工判断。",
    "unstated": "{document}提到{name}，但没有写明确定的内容（{actual}），请人工判断。",
    "referred": "{document}的{name}见其他文件（{actual}），材料中没有找到，请补充或人工核对。",
    "thin": "{document}的{name}内容过少，请人工判断。",
    "condition-unknown": "本条是否适用取决于未说明的情况：{condition}。",
    "needs-person": "{document}的{name}需要人工判断。",
    "reason-given": "{document}的{subject}{name}为{actual}，与要求不符，文中说明了理由，请人工判断理由是否成立。",
    "no-carrier": "未提交{kinds}，无法判断。",
    "unreadable": "{document}有未能读取的部分，无法判断是否写明{name}。",
    "error": "本条检查出错，没有结论。",
    "out-of-scope": "不在适用范围内：{condition}。",
    "not-in-force": "{condition}，本条不适用。",
    "other-stage": "本条属于{stage}阶段，本次材料为{actual}阶段。",
}
# what a check over whole documents says, whose title is a sentence and no name of something written down
UNREADABLE = "{document}有未能读取的部分，无法判断“{name}”。"
PLACEHOLDERS = frozenset(
    name for text in DEFAULTS.values() for _, name, _, _ in Formatter().parse(text) if name
) | {"count", "note"}  # fmt: skip


def message(
    rule: Rule, kind: FindingKind, reason: Reason, words: dict[str, str], told: tuple[FindingKind, Reason] | None = None
) -> str:
    """Return the sentence for a verdict: the rule's own for its reason or kind, then its verb's, else the common one.

    Verdicts about what was not submitted or not read, and about scope, keep their own words where a rule speaks of the
    kind only. ``told`` is the verdict that was found before it was left to a person: its words come first.
    """
    found_kind, found = told or (kind, reason)
    own = rule.message.get(found) or _for_kind(rule, found_kind, found)
    if own is None and told is not None:
        own = rule.message.get(reason) or _for_kind(rule, kind, reason)
    filled = defaultdict(str, words)
    if not filled["missing"]:
        filled["missing"] = filled["name"] or rule.title
    if not filled["name"]:
        filled["name"] = rule.title
    own = own or type(rule.check).says.get(found)
    if found == "unreadable" and not words.get("name"):
        own = own or UNREADABLE
    return (own or DEFAULTS[found]).format_map(filled)


def _for_kind(rule: Rule, kind: FindingKind, reason: Reason) -> str | None:
    """Return a rule's words for a kind of verdict, where they fit the reason.

    A form's blank is never said as a value out of its limit, nor a value that is missing.
    """
    own = rule.message.get(kind) if kind in ("pass", "fail", "review") else None
    return None if own and reason in ("blank", "missing") and "{limit}" in own else own


def suggestion(rule: Rule, kind: FindingKind, reason: Reason, *, baseline: bool) -> str | None:
    """Return what a person can do about a verdict; None where nothing has to be done."""
    if kind in ("pass", "notApplicable"):
        return None
    if reason == "no-carrier":
        said = "请补充提交，或确认本次不需要核对。"
    elif reason == "unreadable":
        said = "请提供能够读取的版本后重新检查，或人工核对未读取的部分。"
    elif reason == "error":
        said = "请把本条规则的编号和材料反馈给维护人员，并人工核对本条。"
    else:
        said = rule.suggestion or ""
        if kind == "fail" and asks_reason(rule.binding) and not baseline and "理由" not in said:
            said += ASK_REASON
    return said + BASELINE_QUESTION if baseline else said or None


def asks_reason(binding: Binding) -> bool:
    """Tell whether a breach may be excused by a reason (一般、原则上)."""
    return binding == "default"
