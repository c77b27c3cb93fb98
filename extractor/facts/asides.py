"""What a sentence does with a stretch of it: states it, denies it, or only speaks of it.

Negation is looked for in the stretch's own clause, before and within it, beside the words of the lexicon that it is
made of (不予共享 is a word and no negation of 共享); right behind it a few words take it back (尚未完成, 无, 不涉及).
"""

import re
from collections.abc import Container, Iterable
from functools import lru_cache

_MARKS = "，,：:；"
_NOT_NEGATIVE = re.compile(
    r"不得不|不能不|无不|不可不|不仅|不但|不断|不少于|不低于|不得少于|不得低于|不超过|不多于|不高于|不大于|不小于|不迟于|不晚于|不同|不限|不可或缺|不可缺少|不可分割|不只|不论|不管|不间断"
    r"|不定期|不足|不变|不良|不明|不断|不一|不动产|不再赘述|不影响|不便|不符|不合格|不达标|不具备|不满足|不规范|不可抗力|不可否认|不可篡改|未来|未成年|未知|未经|无线|无缝|无纸|无障碍|无人|无论|无偿|无感|无误"
    r"|无条件|无正当理由|无故|未付金额|未付部分|未付款项|协商不成|无锡|无关|无差别|非涉密|非密|非结构|非税|非功能|非工作|非法|非经|非财政|非现场|非关键|避免(?=数据|信息|风险|资源)"
)
_NEGATIVE = re.compile(
    r"不|未|尚无|没有|没|无(?!$)|无$|非|严禁|禁止|杜绝|避免|勿|免于|免除|停止|停建|暂缓|拒绝|拒不|而不是|而非|排除|取代|替代|代替|缺乏|缺少|欠缺"
)
_TAKEN_BACK = re.compile(
    r"[^，,。；]{0,5}?(?:尚未|暂未|仍未|还未|均未|并未|从未|未(?:予|能|被|曾)?(?:列入|纳入|开展|进行|完成|落实|建立|制定|编制|涉及|通过|取得|实施|启动|配备|明确|组织|签订|提供|采用|使用|执行)|(?:不|未)(?:涉及|存在|适用|属于|纳入|列入|包括|包含|计入|在本)|不予|暂不|不作|不做|不再|不含|不开展|不进行|均无|为零)"
    r"|(?:的?(?:情况|内容|情形|部分))?[：:]\s?(?:无|否|没有|不涉及|未涉及|不适用|不需要|暂无|未开展|未进行|未完成|尚未|[/／—-]+)(?:[^\u4e00-\u9fff]|$)"
    r"|(?:的?(?:情况|内容|情形))?(?:[：:]\s?)?(?:不涉及|未涉及|不适用|暂无)"
)
_SELF = re.compile(
    r"本(?:项目|系统|平台|工程|期|次|单位|局|委|厅|院|方案|中心|市|区|县|合同)|我(?:局|委|单位|厅|院|中心|办|市|区|县|部|公司|司)|拟|已(?!有|建|购)|(?<![应须当])将(?=.)|该(?:项目|系统|平台)|项目(?:将|采用|拟|已)|系统(?:将|采用|拟|已|部署)|平台(?:将|采用|拟|已|部署)"
)
_RULE = re.compile(r"《[^》]{2,60}》[^。；]{0,30}?(?:规定|要求|明确|提出|指出|强调|精神)")
# 按照《…办法》，面向公众的系统应…: what the rule cited asks of anybody, unless the project speaks of itself behind it
_CITED = re.compile(
    r"(?:根据|按照|依据|依照|按|遵照|参照)[^，,。；]{0,12}?《[^》]{2,60}(?:办法|规定|条例|通知|意见|规范|细则|法)》"
)
_OUGHT = re.compile(r"应(?!用|急|对|答)|须|必须|不得|严禁|要(?!求|素|点)")
_NORM = re.compile(
    r"(?:各(?:部门|单位|地区?|级|市|县|区县?|有关)|任何(?:部门|单位|个人|组织)|政务部门|建设单位|项目单位|使用单位|申报单位)[^，,。；]{0,10}?(?:应当|应|不得|须|必须|原则上|严禁|禁止|要)|(?:(?:新|在|已|续|改|扩)建的?(?:政务)?(?:信息)?(?:化)?(?:系统|项目|平台)|(?:所有|重大|各类|申报)(?:政务)?(?:信息)?(?:化)?(?:系统|项目|平台)|(?:政务|财政)[^，。；、]{0,6}(?:系统|项目))[^，,。；]{0,6}?(?:应当|应|不得|须|必须|严禁)|凡(?:是|属|需|未|新)?|(?:文件|办法|规定|通知|意见|政策)(?:中)?(?:规定|要求|明确|提出|指出|强调)|要求各"
    r"|原则上|一律|应按(?:照)?(?:规定|要求|有关)[^，。；]{0,12}(?:不得|严禁|应)"
)
_CONDITION = re.compile(
    r"(?:(?:^|[，,；：:(（、。]|但|且|则|后续|期间|过程中|今后|项目|系统|确|[12]\.)\s*(?:如(?!下|期|图|表|何|上|此|实|今|前|意|皋|东|数)|若(?!干)))|如果|如需|如有|如因|如遇|如发生|如确|若需|若因|倘若|假如|假设|一旦|确需|确有(?:必要|需要)|必要时|需要时|有必要的|除非|只有|万一|要是"
)
_CONDITION_AFTER = re.compile(
    r"(?:工作)?(?:的，|的,|时[，,]|的(?:应|须|需|可|由|按)|的(?:情形|情况下|条件下|前提|项目(?![建部的内])|单位|部门)|(?:之)?后[，,]?(?:方可|才|再(?!次)|方能|予以|可以?)|(?:之)?前[，,]?(?:不得|应|须|必须)|与否)"
)
_EXAMPLE = re.compile(r"例如|比如|譬如|诸如|例[：:]|示例|举例|样例|假定")
_DEFINED = re.compile(r"[”\"』」》)]?[，,]?(?:是指|系指|指的是|即指|指(?=[\u4e00-\u9fff])|的定义|定义为|一词)")
_DEFINES = re.compile(r"所谓|术语")
_PAST = re.compile(
    r"原有|原来|原先|原系统|原平台|此前|以前|以往|过去|曾(?!都|经理)|早期|上一期|一期(?:项目|工程|系统|已)|旧系统|老系统|旧机房|(?:现有|既有|现行|已建)[^，,。；]{0,6}(?:系统|平台|应用|业务|机房|网络)|建(?:成)?于\d{4}|始建于|历史上|当时|长期以来|存在(?:着)?[^，。；]{0,6}问题|现状"
)
_PAST_AFTER = re.compile(r"[^，,。；]{0,6}(?:建(?:成)?于|始建于|始于)\s?\d{4}")
_OTHERS = re.compile(
    r"外省|外市|外地|省外|市外|其[他它](?:城市|省市|地区|省份|地市|项目|单位)|兄弟(?:城市|单位|省|市)|先进地区|国内外|国外|发达国家|周边(?:城市|地区)|某[省市县区局]|借鉴|考察|案例|调研发现|许多地方|不少地方|有的地方|部分地区|部分单位|竞争对手"
)
_FUTURE = re.compile(
    r"未来|远期|今后|日后|将来|下一(?:阶段|步|期)|二期|三期|(?:待|等)?(?:条件|时机)成熟|视情|视项目|适时|待定|中长期|十五五"
)
# 请建设单位将…: asked of another
_ADVICE = re.compile(
    r"建议(?!书)|考虑|探索|鼓励|提倡|倡导|研究(?:是否|新建|建设)|论证是否|可选|(?<!设)备选|讨论|争取|拟研究"
    r"|(?<![申提报邀聘恳呈])请(?![求示款教柬假])"
)
_PLEA = re.compile(r"(?<![申提报邀聘恳呈])请(?![求示款教柬假])")
_OPINION = re.compile(r"建议(?!书)|(?<![申提报邀聘恳呈])请(?![求示款教柬假])")
# 你单位应当…: the reader is told what to do; 你单位已… tells of the project
_YOU = re.compile(
    r"(?:你|贵)(?:单位|局|委|办|中心|院|厅|校|公司|部门|[省市县区镇])[^，,。；]{0,20}?(?:应当?(?!用|急|对|答)|须|要(?!求|素|点)|务必|不得|抓紧|尽快)"
)
_DUTY = re.compile(
    r"(?<![相对响适供反效感顺因回])应(?!用|急|对|答|变|聘|邀)|(?<!无)须|不得(?!不)|严禁|务必|务求|(?:^|[，,；：:]|单位|部门|[局委办你们并还均都])要(?!求|素|点|件)"
)
"""What a body above lays on another: where it speaks (an approval, an opinion) such a word tells of no project."""
_OBEYED = re.compile(
    r"遵照(?:执行|办理|落实)|(?:请|望|希)?(?:认真)?(?:贯彻|组织)?(?:抓好|做好)落实|认真(?:贯彻|执行|落实)"
)
_ADDRESSED = re.compile(r"各(?:部门|单位|地区?|级|市|县|区|有关)|[你贵](?:单位|局|委|办|中心|院|厅|校|公司)|请|望|希")
# where a clause begins so, the one who speaks turns to the project itself; a plan does so with a bare 系统, too
_ANEW = re.compile(
    r"[，,；：:]\s*(?:且|而|现|目前|其中)?(?:我(?:局|委|单位|厅|院|中心|办|市|区|县|部|公司|司)|(?:本|该)(?:项目|系统|平台|工程|期|次|单位|方案|中心)|原则|同意|经|拟|(?:均|都)?已)"
)
_ANEW_PLAN = re.compile(_ANEW.pattern + r"|[，,；：:]\s*(?:项目|系统|平台)")
_QUESTION = re.compile(r"是否|有无|能否|可否|应否")
_REFERENCE_SECTIONS = re.compile(
    r"依据|政策文件|法律法规|法规政策|规范性文件|术语|名词解释|定义|缩略语|参考文献|引用文件"
)
_OTHER_SECTIONS = re.compile(r"国内外|案例|经验借鉴|他山之石")
_PAST_SECTIONS = re.compile(r"现状|存在(?:的)?问题|历史|已建系统|原有")
_PLANNED = re.compile(r"本(?:项目|次|期)|拟|将")
_NONE_OF = re.compile(
    r"没有|不涉及|未涉及|不含|不包[括含]|不存在|(?:暂)?不考虑|未考虑|不需要|无需|无须|未列支|不安排|未安排|不设|尚无|缺少|缺乏|(?<![有毫])无(?=[\u4e00-\u9fff])"
)
_CLOSE = 6  # characters between such a word and what there is none of
_NEAR = 14  # characters before a stretch within which a negation of the same clause is about it
_NAMES = {
    "rule": "引用规定或对一般单位的要求，不是本项目的陈述",
    "condition": "假设或条件，不是陈述",
    "example": "举例，不是陈述",
    "definition": "定义，不是陈述",
    "past": "说的是过去或现状，不是本项目要做的事",
    "others": "说的是别处的做法",
    "future": "说的是以后，不在本项目之内",
    "advice": "建议、设想或请求，没有定下",
    "directive": "向其他单位提出的要求，不是本项目的陈述",
}


def aside(sentence: str, start: int, end: int, title: str, may: Container[str] = (), *, directs: bool = False) -> str:
    """Return why the stretch ``start:end`` of a sentence commits to nothing, in Chinese; empty where it does commit.

    ``title`` is the section over it, ``may`` names the asides that do no harm. ``directs``: in the paper one body
    speaks to another (an approval, an opinion), so that what ought to be done tells nothing of the project.

    >>> aside("如需新建机房，另行报批", 2, 6, "")
    '假设或条件，不是陈述'
    >>> aside("本项目新建机房一间", 3, 7, "")
    ''
    >>> aside("你单位应当委托监理", 5, 9, "")
    '向其他单位提出的要求，不是本项目的陈述'
    """
    for name in _spoken(sentence, start, end, title, directs=directs):
        if name not in may:
            return _NAMES[name]
    return ""


def _spoken(sentence: str, start: int, end: int, title: str, *, directs: bool) -> Iterable[str]:
    before, after = sentence[:start], sentence[end:]
    left = clause_start(sentence, start)
    own = sentence[left:end]
    if _is_rule(sentence, start, end, title, own):
        yield "rule"
    if _is_condition(sentence, start, end):
        yield "condition"
    if _EXAMPLE.search(before):
        yield "example"
    if _DEFINED.match(after) or _DEFINES.search(before):
        yield "definition"
    was = _PAST_SECTIONS.search(title) is not None and not _PLANNED.search(own)
    if was or _PAST.search(sentence, left, start) or _PAST_AFTER.match(after):
        yield "past"
    if _OTHERS.search(before) or _OTHER_SECTIONS.search(title):
        yield "others"
    if _FUTURE.search(sentence, left, start):
        yield "future"
    if _ADVICE.search(sentence, left, start) or _pleads(sentence, start, directs=directs):
        yield "advice"
    if _is_directive(sentence, start, end, directs=directs):
        yield "directive"


def _is_directive(sentence: str, start: int, end: int, *, directs: bool) -> bool:
    """Tell whether another body is told what to do: 你单位应当…, …，各单位遵照执行, a duty in a paper that directs."""
    anew = _ANEW if directs else _ANEW_PLAN
    if _reaches(_YOU, sentence, start, end, anew) or (directs and _reaches(_DUTY, sentence, start, end, anew)):
        return True
    obeyed = _OBEYED.search(sentence, end)
    return obeyed is not None and _ADDRESSED.search(sentence, end, obeyed.end()) is not None


def _pleads(sentence: str, start: int, *, directs: bool) -> bool:
    """Tell whether what begins at ``start`` hangs on a plea (请…，…) or, in a paper that directs, on an advice."""
    word, anew = (_OPINION, _ANEW) if directs else (_PLEA, _ANEW_PLAN)
    return _reaches(word, sentence, start, start, anew)


def _reaches(word: re.Pattern[str], sentence: str, start: int, end: int, anew: re.Pattern[str]) -> bool:
    """Tell whether such a word stands before ``end`` and no clause between it and ``start`` begins anew."""
    ends = [found.end() for found in word.finditer(sentence, 0, end)]
    return bool(ends) and anew.search(sentence, ends[-1] - 1, start + 2) is None


_LAW = re.compile(
    r"[^《》]{0,30}?(?:法|条例|办法|规定|规范|标准|指南|意见|通知|要求|规划|细则|目录|导则|规程|纲要|决定|通则|准则)(?:\([^()]*\))?》"
)
"""The end of the title of a rule or standard; a paper of the project itself (《产品说明》) is none."""
_CASE = re.compile(r"[^，,。；：:]{0,16}(?<!是)的(?:项目|单位|部门|系统|情形|情况|平台)?[，,]")
_CASE_WITHIN = re.compile(r"(?:的|(?<![同及定实])时)[，,]")


def _is_condition(sentence: str, start: int, end: int) -> bool:
    """Tell whether a condition goes before, or the stretch is itself the case for which something is laid down."""
    if _CONDITION.search(sentence, max(0, start - 60), start) or _CONDITION_AFTER.match(sentence, end):
        return True
    case = _CASE.match(sentence, end) is not None and "是" not in sentence[clause_start(sentence, start) : start]
    return case or _CASE_WITHIN.search(sentence, start, end) is not None


def _is_rule(sentence: str, start: int, end: int, title: str, own: str) -> bool:
    """Tell whether a rule is quoted, or units in general are told; not where the project itself follows the rule."""
    if sentence.rfind("《", 0, start) > sentence.rfind("》", 0, start):
        return _LAW.match(sentence, end) is not None
    rules = [rule.end() for rule in _RULE.finditer(sentence, 0, start)]
    if rules and not _SELF.search(sentence, rules[-1], end):
        return True
    whole = own + re.split(r"[，,；：:]", sentence[end:], maxsplit=1)[0]
    cited = [rule.end() for rule in _CITED.finditer(sentence, 0, start)]
    if cited and _OUGHT.search(whole) and not _SELF.search(sentence, cited[-1], end):
        return True
    if _NORM.search(whole) and not _SELF.search(whole.replace("本单位", "")):  # 各单位应在本单位…
        return True
    return _REFERENCE_SECTIONS.search(title) is not None and not _SELF.search(sentence)


def clause_start(sentence: str, at: int) -> int:
    """Return where the clause that holds ``at`` begins: behind the last comma, colon or semicolon before it."""
    return max(sentence.rfind(mark, 0, at) for mark in _MARKS) + 1


def denied(sentence: str, start: int, end: int, made_of: Iterable[tuple[int, int]] = ()) -> bool:
    """Tell whether a negation makes the opposite of the stretch ``start:end``; ``made_of`` are its own words' spans.

    >>> denied("本项目不新建机房", 4, 8), denied("本项目不仅新建机房", 5, 9), denied("机房建设：无", 0, 4)
    (True, False, True)
    """
    plain = _NOT_NEGATIVE.sub(lambda m: "〇" * len(m.group()), sentence)
    for low, high in made_of:
        plain = plain[:low] + "〇" * (high - low) + plain[high:]
    low = max(clause_start(sentence, start), start - _NEAR)
    return _NEGATIVE.search(plain, low, end) is not None or _TAKEN_BACK.match(sentence, end) is not None


_ELSE_DENIES = re.compile(r"[否零]|[：:]\s?[/／—-]")


@lru_cache(maxsize=64)
def may_deny(sentence: str) -> bool:
    """Tell whether a sentence has a word by which ``denied`` or the answer to a question could say the opposite.

    >>> may_deny("采用政务云部署"), may_deny("不采用政务云部署"), may_deny("是否上云：是")
    (False, True, True)
    """
    return any(pattern.search(sentence) is not None for pattern in (_NEGATIVE, _ELSE_DENIES, _QUESTION))


@lru_cache(maxsize=64)
def has_none(sentence: str) -> bool:
    """Tell whether a sentence has a word that says there is none of something."""
    return _NONE_OF.search(sentence) is not None


def none_of(sentence: str, start: int) -> bool:
    """Tell whether what begins at ``start`` is said not to be there: 没有, 不涉及 or the like within six characters.

    >>> none_of("本期不涉及机房建设", 5), none_of("没有登记的单位建机房", 8)
    (True, False)
    """
    ends = [none.end() for none in _NONE_OF.finditer(sentence, clause_start(sentence, start), start)]
    return bool(ends) and start - ends[-1] <= _CLOSE and "的" not in sentence[ends[-1] : start]


def asked(sentence: str, start: int) -> bool:
    """Tell whether the stretch that begins at ``start`` is asked for (是否新建机房), so that its answer decides."""
    return _QUESTION.search(sentence, clause_start(sentence, start), start) is not None


_YES = re.compile(r"(?:是|有|√|✓|☑|已|涉及|需要|需)(?![否无])")
_NO = re.compile(
    r"(?:否|无|没有|不|未|暂无|暂未|尚未|非|[/／—-]+$)(?!线|锡|纸|障碍|来|限|少于|低于|超过|仅|断|同|涉密系统外)"
)


def answer(text: str) -> str:
    """Return "present", "denied" or "" (neither) for the answer to a field or a question.

    >>> answer("否"), answer("是，见附件"), answer("市政务云"), answer("不涉及")
    ('denied', 'present', '', 'denied')
    """
    bare = re.sub(r"^[\s:：?？(（]+", "", text)
    if _NO.match(bare):
        return "denied"
    return "present" if _YES.match(bare) else ""
