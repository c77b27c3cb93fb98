"""What an ownership statement is about: results of the project, data, or something that is neither.

Chinese noun phrases end in what they name: 系统产生的业务数据 is data and no system. So each member of a list (源代码、
文档及数据) is judged by its last word.
"""

import re

from msgspec import Struct

from extractor.facts.ownership_statements import STRONG, Statement
from extractor.facts.roles import Roles, last_named
from extractor.facts.view import Unit, View
from extractor.terms import Hit

_STILL = re.compile(r"仍|始终|继续|保留|原权利人|原所有")
# 仍归乙方 is said of what the supplier brings along, and of what it makes for the buyer
_BROUGHT = re.compile(
    r"提供|使用的|采用|引用|引入|嵌入|调用|产品|组件|工具|框架|底座|引擎|中间件|平台|技术|模块|标准|通用|内核|代码库|第三方|自带|原|旧|“|^[^，。；]{0,4}(?:权利|知识产权|所有权)?$"
)
_MADE_HERE = re.compile(
    r"(?:定制|委托|受托|为[甲买需][方人]|为(?:采购|委托|使用|建设)[^，。；]{1,3}|新)[^，。；]{0,4}(?:开发|研发|研制|制作|编写|设计|形成|产生)"
    r"|(?:本项目|本合同|本协议|本次)[^，。；]{0,8}(?:开发|研发|研制|制作|编写|设计|形成|产生|完成|成果)|(?:开发|项目|研究|工作|交付)成果"
)
_PROVIDED = re.compile(r"(?:提供|交付给?|提交|移交|交给|给予)[^，。；]{0,8}的|提供给[^，。；]{0,4}方的?")
_MADE_OF = re.compile(r"形成|产生|开发|衍生|加工|完成|制作")  # what is made of the material is a result again
_INTELLECTUAL = re.compile(r"知识产权|著作权|版权|专利|技术秘密|著作财产权|智慧财产权")
_NAMING = re.compile(r"写明自己|表明(?:自己|其|开发者)?身份|发明人的|设计人的|署名|获奖|报奖|评奖|荣誉|奖励|奖金")
_OTHER_MATTER = re.compile(
    r"(?:费用?|使用|许可|转让|保护|管理|纠纷|争议|收益|收入|分成|利益|奖励|侵权|申请|登记|维护|证书|资料|责任)"
    r"(?:等?(?:的?(?:问题|事宜|事项|方面|办法|方式|条件|范围)))?[，,:]?$"
)
_CONDITION = re.compile(r"[^，。；]{0,12}(?:付清|结清|付讫|支付|付款)[^，。；]{0,12}(?:后|前|之日起|时)[，,]?")
_BID = re.compile(
    r"(?:投标|响应|磋商|谈判|应答|参选|报价|比选)(?:文件|资料|方案|函|书)"
    r"|(?:投标|响应|参选|应答|报价)(?:人|方|单位|供应商)(?:所)?(?:提交|递交|报送|送交|提供|编制)的"
    r"|无论(?:是否)?中标|中标与否|是否中标|未中标|落选"
)
_MONEY = re.compile(r"(?:收益|收入|利益|利润|费用|报酬|奖励|风险|责任|损失)[，,、]?(?:全部|均|也|亦|应|都|则)*$")
_BOUGHT = re.compile(r"第三方|商用|商业软件|成品软件|开源|外购|原厂|原开发商|原权利人|原著作权人|版权方")
# 数据集团, 软件公司: the word is part of a body's name
_BODY_NAME = re.compile(r"(?:资源|管理|科技|技术|开发|服务|发展|工程|产业)*(?:局|集团|公司|中心|企业|厅|处|科)")
_MEMBERS = re.compile(r"[、，；,]|以及|(?<!涉)及(?!其)|或者?|和|与")
# 平台采集的视频, 平台汇聚、清洗形成的数据集: what follows 的 is what is named
_MODIFIES = re.compile(
    r"[^、，；的及与和。]{1,8}的|(?:采集|汇聚|归集|收集|清洗|标注|产生|形成|生成|存储|处理|加工|运行)[^，；。的]{0,16}的"
)
# 平台及其升级版本: what comes of the results goes with them
_ALONG = re.compile(
    r"(?:及其?|以及其?|和其?|与其?|包括其?|含其?)(?:今后|后续|全部|所有|任何|各)*的?(?:升级|改进|修改|二次开发|衍生|后续|更新)"
)
_BESIDES = re.compile(
    r"[\d.、()一二三四五六七八九十第条款，\s]*除[^，。；]{1,40}外[，,]?"
)  # what is left out is not owned so
_HEADED = ("results", "data")


class Object(Struct, frozen=True):
    """What is owned: the lines it belongs to (``results``, ``data``), its subject, or why it is neither."""

    lines: tuple[str, ...] = ()
    subject: str | None = None
    refused: str = ""


def object_of(view: View, who: Roles, unit: Unit, said: Statement, start: int) -> Object:
    """Return what a statement is about, from the words of its object; from the section's title where it has none.

    ``start`` is where the statement before it in the sentence ends.
    """
    text = unit.text
    low, high = said.object_span
    low = max(low, start) if not said.forward else low
    besides = _BESIDES.match(text, low, high)
    low = besides.end() if besides else low
    known = [h for h in unit.hits_of("ownership") if not _in_a_name(text, h)]
    hits = [h for h in known if low <= h.start and h.end <= high]
    if said.forward:
        hits += [h for h in known if said.start <= h.start < high and h not in hits]
    words = text[low:high]
    title = view.section(unit)
    groups = {h.group for h in hits}
    if not groups & {"right", "results", "data"} and (low > start or not said.forward):
        hits = [h for h in known if said.object_span[0] <= h.start and h.end <= said.start] or hits
    groups = _groups(text, hits)
    refused = _something_else(who, unit, said, hits, groups, words, low)
    if refused:
        if "data" in groups and refused.startswith("采购方"):
            return Object(lines=("data",))
        return Object(refused=refused)
    strong = _strong(text, hits)
    intellectual = _INTELLECTUAL.search(words) is not None
    lines = _lines(hits, groups, words, strong=strong, intellectual=intellectual)
    if lines == ("data",):
        return Object(lines=lines)
    subject = _subject(groups, words, text[start : said.start], text[said.start : said.end], said, title)
    if lines:
        return Object(lines=lines, subject=subject)
    if groups & {"right", "results", "background", "improvements"}:
        refused = _weak(said, groups, words, text[low : said.end], strong=strong)
        return Object(refused=refused) if refused else Object(lines=("results",), subject=subject)
    return _from_title(text, said, title, words, subject, low)


def _in_a_name(text: str, hit: Hit) -> bool:
    """Tell whether a word is part of a body's name, wherever the lexicon's word ends (数据集 in 数据集团)."""
    return _BODY_NAME.match(text, hit.end) is not None or _BODY_NAME.match(text, hit.start + 2) is not None


def _groups(text: str, hits: list[Hit]) -> set[str]:
    """Return the groups of an object's words; of results and data those only that end a member of the list."""
    groups = {h.group for h in hits}
    if not set(_HEADED) <= groups:
        return groups
    named = [h for h in hits if h.group in _HEADED]
    named = [h for h in named if not _MODIFIES.match(text, h.end)] or named
    heads = {
        h.group
        for h, after in zip(named, [*named[1:], None], strict=True)
        if after is None or _MEMBERS.search(text, h.end, after.start)
    }
    return (groups - set(_HEADED)) | heads


def _lines(hits: list[Hit], groups: set[str], words: str, *, strong: bool, intellectual: bool) -> tuple[str, ...]:
    """Return the lines of a statement that speaks of data; empty where it speaks of none."""
    if "data" not in groups:
        return ()
    right_last = _last(hits, "data") < _last(hits, "right")
    if intellectual and right_last and "results" in groups:
        return ()  # 系统、数据、文档的知识产权: the clause on results
    if "results" not in groups and (not strong or not intellectual):
        return ("data",)
    if not intellectual or _last(hits, "data") > _last(hits, "right"):
        return ("results", "data")
    return ("data",) if not re.search(r"成果|软件|系统", words) else ("results",)


def _something_else(
    who: Roles, unit: Unit, said: Statement, hits: list[Hit], groups: set[str], words: str, low: int
) -> str:
    """Return why the object is no result of the project, an empty string where it may be one."""
    text = unit.text
    strong = _strong(text, hits)
    intellectual = _INTELLECTUAL.search(words) is not None
    nearest = max((h for h in hits if h.end <= said.start), key=lambda h: h.end, default=None)
    last_right = max((h for h in hits if h.group == "right"), key=lambda h: h.end, default=None)
    if _NAMING.search(words) and (
        last_right is None or not text[last_right.start : last_right.end].endswith(STRONG) or "的权利" in words
    ):
        return "署名或荣誉，不是权利归属"
    if "naming" in groups and not strong:
        return "署名或荣誉，不是权利归属"
    if not intellectual and _MONEY.search(words):
        return "收益或费用的归属，不是权利归属"
    if _BID.search(words):
        return "投标文件的归属，不是项目成果的归属"
    if "licence" in groups and not strong and said.pattern != "transfer":
        return "使用许可，不是权利归属"
    if nearest is not None and nearest.group == "licence" and not re.search(r"[、和及与]", words):
        return "使用许可，不是权利归属"
    if "things" in groups and not intellectual and "data" not in groups:
        thing_last = not any(h.group == "results" and h.start > _last(hits, "things") for h in hits)
        if thing_last or "购" in words:
            return "设备或物品的所有权，不是项目成果的归属"
    rights = {text[h.start : h.end] for h in hits if h.group == "right"}
    named = groups & {"results", "data", "background", "improvements"}
    if (
        not said.forward
        and rights == {"所有权"}
        and not named
        and not re.search(r"[其该此]|上述|前述|成果|^所有权", words)
    ):
        return "物品的所有权，不是项目成果的归属"
    if said.owner is not None and said.owner.holder == "buyer" and _gave(who, unit, said, low):
        return "采购方自己提供的资料，不是项目成果"
    return ""


def _weak(said: Statement, groups: set[str], words: str, whole: str, *, strong: bool) -> str:
    """Return why a statement with a result or a right in it is still no ownership clause."""
    named = groups & {"results", "background", "improvements"} or ("权利" in words and len(words) < 40)
    if not strong and not named:
        return "没有写明归属的是什么权利"
    if said.state in ("unstated", "referred"):
        if "right" not in groups and "归" not in whole:
            return "不是归属条款"
        if _OTHER_MATTER.search(words):
            return "费用、使用、保护等事项另行约定，不是归属条款"
    held = said.pattern == "held-by" and not whole.endswith(("所有", "共有", "独有", "专有", "享有"))
    if not strong and held and "results" in groups and not re.search(r"成果|权", words):
        return "由一方持有或提供，不是归属条款"
    return ""


def _from_title(text: str, said: Statement, title: str, words: str, subject: str | None, low: int) -> Object:
    """Judge a statement whose own words name no object (归甲方所有 under 知识产权)."""
    stays = said.owner is not None and said.owner.holder == "supplier"
    stays = stays and _STILL.search(text, max(0, said.start - 1), said.end) is not None
    if said.pattern == "belongs-to" and stays and not re.search(r"费用|责任|风险|义务|负担|承担", words):
        return Object(lines=("results",), subject="background")
    titled = re.search(r"知识产权|成果|权属|产权", title.rsplit(" > ", maxsplit=1)[-1])
    bare = _CONDITION.sub("", text[low : said.start]).strip("，、: ")
    if said.pattern == "belongs-to" and titled and len(bare) <= 6:
        return Object(lines=("results",), subject=subject)
    if said.state == "unstated" and _INTELLECTUAL.search(text, low, said.end):
        return Object(lines=("results",), subject=subject)  # 知识产权归属由双方另行协商
    return Object(refused="不是成果或数据的归属")


def _gave(who: Roles, unit: Unit, said: Statement, low: int) -> bool:
    """Tell whether the object is material that the owner itself handed over (买方提供的图样)."""
    match = _PROVIDED.search(unit.text, low, said.start)
    if match is None or said.owner is None or _MADE_OF.search(match.group()):
        return False
    giver = last_named(who, unit, low, match.start())
    return giver is not None and giver.holder == said.owner.holder


def _strong(text: str, hits: list[Hit]) -> bool:
    return any(text[h.start : h.end].endswith(STRONG) for h in hits if h.group == "right")


def _last(hits: list[Hit], group: str) -> int:
    return max((h.start for h in hits if h.group == group), default=-1)


def _subject(groups: set[str], words: str, lead: str, predicate: str, said: Statement, title: str) -> str | None:
    """Return what part of the results a statement is about; ``lead`` is all that precedes it in its sentence."""
    supplier = said.owner is not None and said.owner.holder == "supplier"
    stays = supplier and _STILL.search(predicate + words[-4:]) is not None and "价款" not in words
    if "background" in groups or (stays and _BROUGHT.search(lead) and not _MADE_HERE.search(lead)):
        return "background"
    along = "results" in groups and _ALONG.search(words) is not None
    if ("improvements" in groups and not along) or re.search(r"后续(?:改进|开发)|改进成果", title):
        return "improvements"
    if said.owner and said.owner.holder == "third" and ("third_party" in groups or _BOUGHT.search(lead + predicate)):
        return "third_party"
    if re.search(r"惟|其中|除外", words) and "软件著作权" in words:
        return "software"
    return None
