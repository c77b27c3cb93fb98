"""Why a figure beside a label may be no statement of this document: the reasons, each a small named pattern.

Every function looks at the words around a slot only, so that a fact never changes with text elsewhere.
"""

import re

from extractor.facts.period_slots import Slot
from extractor.facts.view import Unit

_REGULATION = re.compile(
    r"《[^《》]{0,60}(?:办法|条例|规定|细则|通知|意见|指南|规范|法|标准|政策|纲要|暂行[^《》]{0,6})》[^。；]{0,24}?(?:第[^条。；]{1,8}条)?[^。；]{0,12}?"
    r"(?:规定|要求|明确|提出|指出|载明|所称)"
)
_REGULATION_HEDGED = re.compile(
    r"(?:根据|依据|按照|按|依照|依)\s?《[^《》]{0,60}(?:办法|条例|规定|细则|通知|意见|指南|规范|法|标准|政策)》(?:[(（][^()（）]{0,30}[)）])?(?:第[^，,。；]{1,12}[条款项])?[，,][^。；]{0,24}(?:一般|原则上|应当)"
)
_OWN = re.compile(
    r"本(?:项目|合同|系统|平台|工程|协议|方案|次|标段|期)|我方|我司|我公司|乙方|甲方|供应商|投标人|中标人|承建|双方"
)
_OBEYS = re.compile(r"(?:符合|满足|遵守|遵循|执行)$")
_USUAL = re.compile(r"通常|惯例|业内|行业内|市面|市场上|大多|多数(?:项目|厂商|厂家)|往往")
_EXAMPLE = re.compile(r"例如|比如|譬如|举例|示例|如:|例:|假设|假如")
_NEGATED = re.compile(
    r"(?:不再|不予|不|未|没有|无|非)(?:提供|享受|享有|包含|包括|含|承担|给予|列|设|约定|另行提供|赠送)[^，。；]{0,8}$"
)
_NEGATED_AFTER = re.compile(
    r"^[^，。；]{0,16}(?:除外|不予接受|无效|不在其列|不在此列|不包含在内|均须另行收费|须另行收费|另行收费|按年收费|不构成)"
)
_SCORE = re.compile(
    r"^(?:的)?基础上[^。；]{0,4}每"
    r"|^[^。；每]{0,30}?(?:[加得扣计减]|最高|满分)\s?[:为]?\s?\d+(?:\.\d+)?\s?分(?![钟之期项标包类])"
)
_STEP = re.compile(r"每(?:多|少|满|增加|增|延长|提高|超过|超|缩短|提前|再)?[^，。；\d]{0,8}$")
_CHANGED_FROM = re.compile(r"(?:由|从|将|原|原定|原为|原约定)[^，。；]{0,16}$")
_CHANGED_TO = re.compile(
    r"^(?:[^，。；“”]{0,12}(?=[”\"」』]))?[”\"」』)]{0,2}(?:[，,](?:现|后|今|经|双方)[^，。；]{0,8})?(?:[^，。；]{0,4})(?:变更|调整|修改|修订|更改|延长|缩短|改|增加|提高|变|顺延|放宽|压缩)(?:成|为|至|到)"
)
_EXTENSION = re.compile(
    r"(?:延长|顺延|推迟|缩短|延期|延后|延展|推后|续保|续期|提前|增加|加长|展期)(?:期)?(?:了|期限|时间|不超过|不少于|最多|至多|最长|约|不得超过|不应超过)*$"
)
_SAID_BY = re.compile(
    r"^[^。；《]{0,12}(?:[，,]|系|是|为|属于?|出自|源自|见于)《[^《》]{2,60}》[^。；]{0,16}(?:规定|要求|条文|原文)"
)
_BELOW = re.compile(r"(?<!不)(?<!不得)(?<!不应)(?<!不能)(?<!不可)(?:不足|不满|未满|未达到?|低于|少于|小于|短于)$")
_ABOVE = re.compile(r"(?<!不)(?<!不得)(?<!不应)(?<!不能)(?<!不可)(?:超过|超出|超|逾|大于|长于|晚于)$")
_RECENT = re.compile(r"(?:近|过去|过去的|最近|此前|前|已|曾|历时|历经|第|首次|超过原|成立)$")
_FREE_FIRST = re.compile(r"[^，。；\d]{0,14}(?:免费|无偿|不另?收)")  # 前三年免费
_OTHER_PROJECT = re.compile(
    r"(?:我公司|我司|我单位|本公司|公司)[^，。；]{0,12}(?:曾|承建|承接|实施|完成)|(?:曾|承建了|承建过|承接过|已建成|先后)[^。；]{0,20}(?:项目|系统|平台)"
    r"|业绩|类似项目|同类项目|成功案例|典型案例|外省|同行"
)
_RECORDS = re.compile(r"业绩|案例|同类项目|类似项目|公司简介|企业简介|企业概况|既往|历史合同|荣誉")
_PARTS = re.compile(
    r"(?:更换|替换|换新|返修|修理|维修|修复|换件|换货|换机|更新)(?:后|过|的|件|之日|部件|设备|下来|或)[^。；]{0,40}$|换件[^。；]{0,30}$|重新计算[^，。；]{0,8}$|(?:更换|换件)[^，。；]{0,12}之日[^。；]{0,14}$"
)
_CAP = re.compile(r"(?:至迟|最迟|最晚|不迟于|无论如何|任何情况下|最长(?:不超过|不得超过|为)?)[^。；]{0,24}$")
_LATEST = re.compile(r"(?:至迟|最迟|最晚|不迟于|无论如何|任何情况)[^。；]{0,24}$")
_OVER = re.compile(r"[^，。；\d]{0,6}(?:，?已(?:于|经|在)?|，?于)[^，。；]{0,12}(?:届满|到期|期满|结束|过期|过保)")
_OTHERS_VIEW = re.compile(r"(?:委员|专家|与会者|代表|评委)[^，。；]{0,6}(?:提出|认为|建议)[，,:]?[^。；]{0,40}$")
_RATHER = re.compile(r"(?<![适便事相不])宜(?:为|在|按|控制在|不(?:少于|低于|超过|大于|小于))?$")
_CONDITION = re.compile(
    r"(?:^|[，。；:])[^，。；:]{0,3}(?:因|如因|如果|倘若|若|由于|逾期|未能|迟迟|无故)[^。；]{0,60}$"
)
_DEFINED = re.compile(r"“[^”]{0,16}$")


def objection(unit: Unit, begin: int, end: int, slot: Slot, *, caps: bool) -> str | None:
    """Return why the slot in the sentence ``begin:end`` of a unit is no statement, None where it is one.

    ``caps``: an outermost limit (最迟, 最长) is no length of this period but the end in a special case.
    """
    before, after = unit.text[begin : slot.start], unit.text[slot.end : end]
    near = before[-14:]
    if _RECORDS.search(" ".join(unit.block.section[-2:])):
        return "属于业绩、案例或单位介绍，不是本项目的约定"
    if _OTHER_PROJECT.search(before) and not re.search(r"本(?:项目|次|合同|系统|平台)", before):
        return "说的是别的项目"
    cited = _cited(unit.text, begin, slot.start)
    if cited:
        return cited
    if _USUAL.search(before[-40:]):
        return "一般性的说法，不是本文件的约定"
    if _EXAMPLE.search(before[-60:]):
        return "举例"
    if _NEGATED.search(before) or _NEGATED_AFTER.search(after):
        return "否定或排除"
    if _STEP.search(near) or _SCORE.search(after):
        return "评分或计算的台阶"
    if replaced(unit.text, begin, slot):
        return "变更前的数值"
    if _SAID_BY.match(after):
        return "引用法规的规定"
    if _EXTENSION.search(near) and not re.search(r"(?:至|到|为)$", near):
        return "延长或顺延的幅度"
    if _BELOW.search(near) or (_ABOVE.search(near) and re.match(r"(?:以上)?(?:的|者|时|后|仍)", after)):
        return "低于或超过某一期限的情形"
    if _RECENT.search(near) and slot.kind == "duration" and not _FREE_FIRST.match(after):
        return "说的是过去的一段时间"
    if _OVER.match(after):
        return "说的是已经过去的期限"
    if _OTHERS_VIEW.search(before[-60:]) or _RATHER.search(near):
        return "他人的意见或建议，没有定下来"
    if caps and _PARTS.search(before):
        return "更换或修理的部件另行起算"
    if caps and (_LATEST.search(before[-30:]) or (_CAP.search(before[-30:]) and _CONDITION.search(before))):
        return "特殊情形下的最晚时点，不是期限本身"
    return None


def replaced(text: str, begin: int, slot: Slot) -> bool:
    """Tell whether a slot is the value before a change: 由一年变更为三年."""
    return bool(
        _CHANGED_FROM.search(text[max(begin, slot.start - 24) : slot.start]) and _CHANGED_TO.search(text[slot.end :])
    )


def _cited(text: str, begin: int, at: int) -> str | None:
    """Return the reason where the text before ``at`` in the sentence quotes a regulation, None otherwise."""
    before = text[begin:at]
    quoted = list(_REGULATION.finditer(before))
    match = quoted[-1] if quoted else None
    if match is not None and not _OBEYS.search(before[: match.start()]):
        between = before[match.end() :]
        lead = before[max(0, match.start() - 6) : match.start()]
        follows = re.search(r"(?:根据|依据|按照|按|依照|依)$", lead) is not None
        hedged = re.search(r"一般|原则上|应当|不得", between) is not None
        own = _OWN.search(between) is not None
        if not own and (not follows or hedged):
            return "引用法规的规定"
    if (hedged_by := _REGULATION_HEDGED.search(before)) and not _OWN.search(before[hedged_by.start() :]):
        return "引用法规的规定"
    if _in_quoted_rule(text, begin, at):
        return "引用法规的规定"
    quote = _DEFINED.search(text, max(begin, at - 200), at)
    opened = text.rfind("“", begin, at)
    if quote is None and opened >= 0 and text.find("”", opened, at) < 0 and at - opened > 16:
        lead = text[max(begin, opened - 16) : opened]
        if re.search(r"规定|要求|指出|明确|提出|条", lead) and "》" in text[begin:opened]:
            return "引用法规的规定"
    return None


_RULE_NAMED = re.compile(r"(?:办法|条例|细则|规定|法规|规章|制度|通知|文件|标准)[^。；“”]{0,30}$")
_RULE_SAYS = re.compile(r"”[^。；]{0,2}(?:的)?(?:表述|规定|要求|条款|说法|字样|内容|原则)")


def _in_quoted_rule(text: str, begin: int, at: int) -> bool:
    """Tell whether ``at`` stands in quotation marks as the words of a rule: 办法对质保有“质保期不低于2年”的表述."""
    opened = text.rfind("“", begin, at)
    closed = text.find("”", at)
    if opened < 0 or closed < 0 or text.find("”", opened, at) >= 0:
        return False
    return bool(_RULE_NAMED.search(text, max(begin, opened - 60), opened) and _RULE_SAYS.match(text, closed))


_SOFT = re.compile(r"软件|应用系统|平台软件|程序|小程序|APP|信息系统")
_HARD = re.compile(
    r"硬件|设备|服务器|存储|交换机|路由器|防火墙|终端|主机|机柜|机具|摄像机|摄像头|网络设备|显示屏|大屏|打印机|不间断电源|UPS|工作站"
)
_THIRD = re.compile(r"第三方|外购软件|商用软件|成品软件|操作系统|数据库|中间件")
_WHOLE = re.compile(
    r"^(?:本|该|所有|全部|各|各类|整体|整个|总|项目|工程|系统|平台|整机|产品|货物|合同|标的|本项目|成果|软硬件|其|计划|要求|最终|甲方|乙方|供方|卖方|我方|免费|原厂|的|约定)+(?:的|之)?$"
)
_LOT = re.compile(
    r"(?:第?[一二三四五六七八九十\dA-Za-z]{1,3}(?:分标|标段|分包|包件|包组|包|标|期|批次|批|子项|号楼)|(?:分标|标段|包件|分包|包组|包|标)[一二三四五六七八九十\dA-Za-z]{1,3})"
)


def subject_of(words: str) -> str | None:
    """Return the subject that words before a label name: hardware, software, third_party, a lot, or None for all.

    >>> subject_of("服务器及存储"), subject_of("软硬件"), subject_of("A分标"), subject_of("本项目")
    ('hardware', None, 'A分标', None)
    """
    lot = _LOT.search(words)
    if lot:
        return lot.group()
    if re.search(r"软硬件|硬软件", words):
        return None
    third, soft, hard = _THIRD.search(words), _SOFT.search(words), _HARD.search(words)
    if third and not hard:
        return "third_party"
    if soft and hard:
        return None
    if hard:
        return "hardware"
    return "software" if soft else None


def own_label(words: str) -> str | None:
    """Return a short name before a label that is the text's own subject (泵机质保期), None for words for the whole."""
    name = re.sub(r"^(?:其中|其|另|以及|及|和|对于|对|所供|所有|各类|各)", "", words.strip(" :,，、-"))
    name = name.removesuffix("的")
    if not 2 <= len(name) <= 10 or _WHOLE.match(name) or re.search(r"[^\u4e00-\u9fffA-Za-z0-9]", name):
        return None
    if re.search(
        r"[后前起日内为在于由与应须自提给供签验收承诺保证免费约定明确要求进行完成]|规定|按|原则|不|约|至少|最|共|计|均|其余",
        name,
    ):
        return None
    return name
