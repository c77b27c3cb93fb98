"""Lengths of time that state no term: ordinals, rates, the past, experience, round-the-clock service."""

import re

_BEFORE = re.compile(
    # an ordinal, a rate, one of several
    r"(?:第|每隔?|每[年月周天日]|[×xX*]|[这那某]|任[何一]|最[后初]|(?<![一-鿿])头"
    # the past
    r"|(?<![附临接靠])近|过去|以往|(?<![一-鿿])前|(?:(?<![一-鿿])|[较比和与在同])上|从业|毕业|从事[一-鿿]{0,12}工作)(?:的|满)?$"
)
_AFTER = re.compile(
    # names of plans, tenors of interest
    r"(?<=年)(?:行动)?(?:规划|计划|行动|攻坚|纲要)|期?(?:LPR|贷款|国债|存款|定期)"
    # once a year, 一年之计
    r"|一[次度届遇]|(?<=[年月周])一(?!年|个|月|次性)[一-鿿]|/次|之计|四季|到晚"
    # a part of 7天×24小时
    r"|[×xX*]\d"
    # five minutes ago, for eight years
    r"|(?<=年)以?来"
    r"|(?<=年)前(?![期置])|(?<=分钟)前|(?<=秒)前"
)
# 同一年, 另一年: one of several; but 合同一年, 责任一年 state a term.
_GRANTED = re.compile(r"(?:之?内|的)?[^，,。；;\d]{0,14}?(?:免费|无偿|不另?收费)")
_ONE_OF_SEVERAL = re.compile(r"(?<![合协共责主担])[同任另]$")
_YEARS_BEFORE = re.compile(r"(?<![提以之])前$")
_ROUND_THE_CLOCK = re.compile(r"24(?:个)?小时|24[hH]")
_SERVICE = re.compile(r"(?:[一-鿿]{0,4})?(?:不间断|不停|全天|值[班守]|在线|热线|服务|监[控测]|运行|专人|电话|客服)")
_WITHIN = re.compile(r"(?:以|之)?[内外]|后|响应|到[场达]")
_EXPERIENCE = re.compile(r"[^，。；;,、:：\n]{0,14}?(?:经验|经历|资历|工龄|从业|执业|工作年限)")


def is_aside(text: str, start: int, end: int) -> bool:
    """Say whether the length of time at ``start:end`` of a prepared text states no term.

    >>> is_aside("公司近三年业绩", 3, 5), is_aside("质保期三年", 3, 5)
    (True, False)
    """
    before = text[max(0, start - 16) : start]
    if before.endswith("前") and _GRANTED.match(text, end):
        return False  # 前三年免费
    if _BEFORE.search(before) or _AFTER.match(text, end) or _EXPERIENCE.match(text, end):
        return True
    if text[start] == "一" and _ONE_OF_SEVERAL.search(before):
        return True
    if text[end - 1] == "年" and _YEARS_BEFORE.search(before):
        return True
    if _ROUND_THE_CLOCK.fullmatch(text, start, end) and not _WITHIN.match(text, end):
        return _SERVICE.match(text, end) is not None
    return False
