"""Small patterns of how a label and the figure of a period stand to each other; shared by all period families."""

import re

from extractor.fact import State
from extractor.facts.period_slots import Slot, bare_number

# After a label these make it a point in time or an event, no label: 质保期内, 质保期满后, 工期延误.
MENTION = re.compile(
    r"^(?:的)?(?:\([^()]{0,20}\))?(?:之内|以内|内|期内|期间(?!为|:|是)|间(?!隔|为|:|是)|届满|期满|满(?!足)|结束|到期|终了|终止|截止|之外|以外|外|之后|以后|后|过后|过(?!程)|前"
    r"|届|开始|(?:延长|变更|调整)(?!(?:成|为|至|到))|顺延|延误|延期|延迟|推迟|滞后|拖延|损失|违约|奖|紧|索赔|相应|重新|由(?![^，。；]{0,8}(?:变更|改|调整|延长|缩短))[^，。；]{0,4}起算|证|剩余|已过|未满|仍)"
)
# Between a label and its figure, where a comma stands between them: what may open the part after the comma.
AFTER_COMMA = re.compile(
    r"^(?:(?:但|且|并|同时)(?:应当?|须|需)?(?:不|至少|最低|最短)|仍|依然|维持|其中|均|共|总|合计|总计|累计|即|期限|时间|时长|年限|为期|期|为|满|持续|连续|不|至少|最少|最低|最短|最长|具体|暂定|原则|自|从|由|以|按|起|计|是|各|一般|应|约|≥|>|≤)"
)
# 质保期同原厂质保政策，但不得少于三年: what is named before the floor is no other term.
FLOORED = re.compile(
    r"^[^，。；]{0,24}[，,](?:但|且|并|同时)(?:应当?|须|需)?(?:不(?:得|应)?(?:少于|低于|短于)|至少|最低|最短)$"
)
_STARTING = re.compile(
    r"^(?:\([^()]{0,30}\)|为|是|:|期|限|应|均)*(?:(?:自|从|以|由|于)[^，,；。]{2,40}?(?:起算|起计|起计算|开始计算|计算|算起|起始|开始|起|计|算|为准|之日))?$"
)
_NAME = re.compile(
    r"^(?!供应|承建|[甲乙]方|卖方|供方)[\u4e00-\u9fffA-Z]{2,5}(?:部分|类|等)?(?:为|是)?$"
    r"|^(?![^为]*(?:应|须|由|负责|免费|乙方|甲方))[\u4e00-\u9fffA-Z、]{2,14}(?:均?为|是)$"
)
STRONG = re.compile(
    r"^(?:\([^()]{0,24}\)|期|限|为|是|:|均|应|共|合计|总计|计|约|按|至少|要求|需|达到|不少于|不低于|不得少于|不得低于|不超过|不得超过|不大于|不小于|≥|>=|≤|<=|>|<|大于|小于|\*|“|\"|『)*$"
)
TIGHT = re.compile(
    r"^[)）\]】*”\"]*(?:以上|以内|内|的|之|免费|原厂|厂家|整体|整机|全免费|上门|现场|硬件|软件|系统|产品|设备|软硬件|全部|标准|服务|连续|无故障|稳定|高质量|\*)*(?:的|之)?\**$"
)
# A warranty said without its name: 验收合格之日起12个月内，因质量造成的故障由乙方免费维修.
AFTER_HANDOVER = re.compile(
    r"(?:验收|终验|交付|移交|投运|到货|开通|上线|竣工|交货)[^，。；]{0,12}(?:之日起|日起|起|后)的?$"
)
LOOSE = re.compile(r"^[)）\]】*”\"]*(?:以上|之内|以内|内|里)?(?:[,，](?=[^，,]))?(?P<words>[^，,。；:、]{0,18})$")
JOINED = re.compile(r"^(?:服务|期限|期|责任)?(?:[()及和与、/或暨]|以及)(?:[)期]|免费|系统)*$")
# A first payment from which the clock of a period starts is no payment deadline.
FIRST_PAYMENT = re.compile(
    r"(?:收到|收讫|到账|支付)?(?:预付款|首付款|首期款|首笔款|首款|定金|第一[期笔]款项?|全部款项)(?:到账)?(?=[^，。；]{0,6}(?:后|起))"
)
# Two terms named by the label after them: 自交货起18个月或自验收起12个月为质量保证期.
EITHER = re.compile(r"(?:以内|内)?[，,]?(?:或者?|和|且)(?:自|从|以)[^，。；:]{2,20}?(?:起|后)(?:的)?")
# A delivery that starts with the buyer's order or notice.
ORDERED = re.compile(
    r"(?:接到|收到|接|收)[^，。；]{0,8}(?:书面)?(?:供货|发货|送货|进场|开工|采购)?(?:通知书?|订单|指令)(?:单|函)?(?:之日)?(?:后|起)"
)
EXTENDED = re.compile(r"(?:延长|顺延|推迟|缩短|延期)(?:了)?$")
_IN_ALL = re.compile(
    r"[，,(]?(?:即|也即|故|则)?(?:总|质保期?|保修期?|工期)*(?:共计|合计|总计|累计|达到?|共|为)+"
)  # 再延长1年，即共计4年
CHANGE = re.compile(
    r"^(?:[^，。；“”]{0,12}(?=[”\"」』]))?[”\"」』)]{0,2}(?:[，,](?:现|后|今|经|双方)[^，。；]{0,8})?[^，。；]{0,4}(?:变更|调整|修改|修订|更改|延长|缩短|改|增加|提高|变|顺延|放宽|压缩)(?:成|为|至|到)[“\"「『(]{0,2}[^，。；]{0,6}$"
)
# Where the clock starts, told apart from what a figure is about.
CLOCK = re.compile(r"(?:自|从|以|于)?[^，。；:自从]{0,24}?(?:之日起|日起|起算|起计|后起|次日起|起)(?:算|计)?")
STARTS_AFTER = re.compile(
    r"(?:自|从|为|是|:)[^，。；:]{1,16}?(?:合格|通过|验收|交付|到货|上线|移交|竣工|完成|生效|签订)(?:之后|以后|后)"
)
# What turns a figure near any label into something else: payment, answer, delay, notice, return, training…
FOREIGN = re.compile(
    r"付款|支付|付清|返还|退还|退回|结算|结清|开票|发票|响应|到场|到达|抵达|赶到|答复|回复|逾期|延误|迟延|延迟|违约|通知|书面|提出|赔偿|保密|守密|保证金|质保金|罚|排除|召回"
    r"|巡检|回访|培训|(?:延长|顺延|缩短)(?!至|到|为)|重新计算|另计|召开|备案|留存|保存|备查|授权|许可|订阅|试用(?:版|账号)|公示|投标(?!人|单位|承诺)|开标|报名|质疑|驻场人员|工作经验|补发|补齐|工作时间|每(?:年|月|日|天|周|季|次|半年|逾|延|迟|拖|超|增|满|隔)|满分|得分"
)
TAIL = re.compile(
    r"^[)）]?(?:以内|之内|内|里)?[^，。；]{0,8}?(?:响应|到场|到达|抵达|赶到|答复|回复|返还|退还|支付|付清|付款|提出|书面|通知|无法|仍未|未能|不能|巡检|排除|解决|修好|恢复)"
)
EXPIRED = re.compile(r"(?:期?满|届满|期)?(?:之|以)?后|期?满")  # 质保一年后付款10%
NAMED_BEHIND = re.compile(r"(?:以|之)?内?(?:即)?(?:为|作为)[^，。；:\d]{1,8}期(?!限?[:自从])")  # 叁年内为优惠服务期
POINTER = re.compile(
    r"^[^。；]{0,14}?(?:详见|参见|参照|见|按照|按|依照|依据|根据|遵照|以|同|载于|列于|约定于|约定在|约定见|列明于|规定在|依)"
    r"[^。；，]{0,20}?(?:附件|附录|附表|附图|补充协议|招标文件|采购文件|磋商文件|投标文件|响应文件|承诺书|保修书|质保书|责任书|协议书|计划表|进度表|任务书|技术协议|技术规范|通用条款|专用条款|协议条款|一览表|《[^《》]{1,40}》|第[\d一二三四五六七八九十.]{1,6}[章条节])"
)
OPEN = re.compile(
    r"^[^。；，]{0,16}?(?:由?(?:甲乙|买卖|合同|供需|采购人与|监理与|双方|各方|当事人)[^。；，]{0,16}?(?:商定|议定|协商|约定|商量|商议|议|确定|协议)|另行?(?:书面)?(?:约定|商定|协商|议定|商议|确定|签订|议)|另议|面议|协商(?:确定|约定|一致)|待双方)"
)
# A last day without its first: how long it is cannot be said.
ENDS_ON = re.compile(
    r"^(?:服务|期限)?(?:为|是|:)?(?:自|从)?[^，。；]{0,24}?(?:至|到|截至|截止|直到)[^，。；]{0,4}?\d{4}(?:年\d{1,2}月(?:\d{1,2}日|底)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)(?:止|为止)?"
)
CHANGING = re.compile(r"变更|调整|顺延|延长|延误|更改|修改|如遇|因")
EMPTY_AFTER = re.compile(
    r"^(?:\([^()]{0,12}\))?(?:为|是|:|共|共计)*(?:"
    r"(?P<fill>(?:\\?_)+|\[ ?\]|【 ?】|\( ?\)|[Xx×]{2,6}|\*{3,8}|\{\{[^{}]{0,40}\}\}|待定|待填|待补充?|暂缺|空白)"
    r"|(?P<unit>个?工作日|个?(?:日历|自然)[天日]|个月|年|天|日|月))(?=[，。；,、)\s]|$)"
)
COLON_EMPTY = re.compile(r"^(?:要求|约定|承诺|说明)?(?:\([^()]{0,14}\))?\s?:[\s_\\]*$")
ITEM = re.compile(
    r"^(?:以内|内|以上|的)?(?:\([^()，。；]{1,8}\))?[)）]?(?:[,，、;；/]|和|与|及|以及|并且|而|其中[:：]?)*(?P<name>[^，,。；:：]{1,14}?)(?:的)?(?:质保期?|保修期?|免费|期限|部分|类|期)?(?:为|是|:|均为|则为|各)?(?:不少于|不低于|≥|至少)?$"
)
# … or with a clock of its own: 质保期均为两年；软件部分自上线之日起计算，期限一年.
CLOCKED_ITEM = re.compile(
    r"(?:以内|内|以上)?[；;，,](?:其中)?(?P<name>[^，,。；;:]{2,10}?)(?:的)?(?:质保期?|保修期?)?(?:自|从)[^，,。；;]{2,24}?(?:起|后)(?:开始)?(?:计算|起计|起算|计|算)?"
    r"[，,]?(?:的)?(?:期限|为期|质保期?|保修期?|共|均|为|是)*"
)
LATER = re.compile(r"^(?:以内|内|以上|的)?[)）]?[,，、]?(?:或者?|且|和|并)(?P<name>[^。；]{0,40})$")
TAGGED = re.compile(r"^\([^()]{1,8}\)[,，、;；和及与/]$")
UNIT_THEN_FIGURE = re.compile(
    r"^(?:要求|承诺)?[(/](?:单位:?)?(?P<unit>年|个?月|日历天|日历日|自然日|工作日|天|日|周)\)?\s?(?::|为|是)\s?(?P<figure>(?:≥|>=|≤|<=|不少于|不低于|不超过)?\s?\d{1,4}(?:\.\d)?)(?=[，。；,\s]|$)"
)
UNIT_IN_LABEL = re.compile(r"[(（:/]\s?(?:单位:?)?(年|个?月|日历天|日历日|自然日|工作日|天|日|周)\s?[)）]?$")
PHASE = re.compile(
    r"阶段|第[一二三四五六七八九十\d]{1,2}步|[一二三四五六七八九十]是|前期|里程碑|W\d|步骤|需求(?:调研|分析|确认)|调研|方案设计|深化设计|设计|测试|联调|培训|验收|试运行|数据(?:迁移|采集)|原型|编码|踏勘|安装|部署|敷设|调试|准备|启动|启用|采购|招标|初验|终验|开发|集成|推广|总结"
)
TOTAL = re.compile(r"合计|总计|共计|总工期|总体|总周期|全部|整体|小计")


def connected(gap: str) -> bool:
    """Tell whether the words between a label and a figure bind them: one clause, or 自…起计，为期两年.

    >>> connected("自双方签署终验证书之日起计，为期"), connected("由乙方负责，")
    (True, False)
    """
    if len(gap) > 64:
        return False
    parts = re.split(r"[，,]", gap)
    first = parts[0]
    if len(first) > 46:
        return False
    for index, part in enumerate(parts[1:], 1):
        if part:
            if not AFTER_COMMA.match(part) and not (_STARTING.match(first) and _NAME.match(part)):
                return False
        elif index == len(parts) - 1 and not _STARTING.match(first):
            return False
    return not re.search(r"[、/]$", gap) and (len(parts) == 1 or len(parts) <= 3)


def extended_in_all(gap: str, between: str) -> bool:
    """Tell whether a label and ``gap`` lead to an extension, and ``between`` to the whole: 再延长1年，即共计4年."""
    return len(gap) <= 40 and EXTENDED.search(gap) is not None and _IN_ALL.fullmatch(between) is not None


def unit_in_label(text: str, at: int, end: int) -> Slot | None:
    """Return the figure alone after a label that ends at ``at`` and names its unit: 质保年限（年）：5."""
    match = UNIT_THEN_FIGURE.match(text[at:end])
    slot = bare_number(match["figure"], match["unit"]) if match else None
    if match is None or slot is None:
        return None
    return Slot(
        slot.kind, at + match.start("figure"), at + match.end("figure"), slot.value, slot.op, None, slot.working
    )


def starts_clock(after: str) -> bool:
    """Tell whether a label followed by ``after`` is only where a clock starts: 试运行期满后24个月."""
    return bool(re.match(r"(?:期|阶段)?(?:期满|满|结束|合格|通过|完成|届满|稳定|成功|终了)", after))


def with_comparison(text: str, begin: int, start: int) -> int:
    """Return where a figure that starts at ``start`` begins with the comparison before it: 不少于两年."""
    near = re.search(r"(?:不(?:得|应)?(?:少于|低于|超过|小于)|至少|最少|满|≥|≤)$", text[begin:start])
    return begin + near.start() if near else start


def covers(slot: Slot, text: str) -> bool:
    """Tell whether a slot is nearly all of a short text, so that the text is a value and no clause."""
    return slot.end - with_comparison(text, 0, slot.start) >= 0.5 * len(text) or (
        len(text) <= 40 and bool(re.match(r"自|从|合同|签订|签约", text))
    )


def left_open(rest: str, before: str) -> tuple[State, int, str] | None:
    """Return what stands after a label instead of a figure (blank, referred, unstated), its end, and its words.

    ``rest`` is what follows the label in its sentence, ``before`` what precedes it. None where nothing of the kind.

    >>> left_open("由双方另行商定", "")[0], left_open("详见附件二", "")[0], left_open(":____", "")[0]
    ('unstated', 'referred', 'blank')
    """
    if MENTION.match(rest) or re.match(r"[”\"」]?(?:系|是)?指", rest):
        return None
    empty = EMPTY_AFTER.match(rest)
    if empty:
        return "blank", empty.end(), empty.group()
    pointer = POINTER.match(rest)
    if pointer:
        stop = re.search(r"[，。；]", rest[pointer.end() :])
        return "referred", pointer.end() + stop.start() if stop else len(rest), pointer.group()
    ending = ENDS_ON.match(rest)
    if ending:
        return "unstated", ending.end(), ending.group()
    opened = OPEN.match(rest)
    if opened and not CHANGING.search(before):
        return "unstated", opened.end(), opened.group()
    return None
