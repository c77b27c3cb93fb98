"""What a document says, denied; and a document from which the clause was deleted."""

import re
from collections.abc import Iterator

from checks.mutants.carriers import ELSE
from checks.mutants.literals import only_length
from checks.mutants.seed import Mutant, Seed
from checks.verbs.absent import Absent
from checks.verbs.all_present import AllPresent
from checks.verbs.covers import Covers
from checks.verbs.figure import Figure
from checks.verbs.form_fields import FormFields
from checks.verbs.holder_in import HolderIn
from checks.verbs.lines_present import LinesPresent
from checks.verbs.parties_include import PartiesInclude
from checks.verbs.present import Present
from checks.verbs.share_at_least import ShareAtLeast
from checks.vocabulary import fact_name

_ASKING = (Figure, Present, AllPresent, HolderIn, Covers, FormFields, ShareAtLeast, LinesPresent, PartiesInclude)
_VERBS = (
    "新建|扩建|部署|列入|纳入|委托|设立|成立|制定|编制|开展|接入|对接|依托|采购|购置|配备|建立|提交|通过|取得|聘请|租用"
    "|上报|报送"
)
_ACTION = re.compile(rf"(?:已经|已|拟|将|均|全部|统一|计划|同步|现)*(?P<verb>{_VERBS})(?!人|方|单位|文件|目录)")
_DENIES = re.compile("不|未|无|没有|非|禁止|严禁|拒绝|否")
_OWNED = re.compile("(?<![不未])归(?=[甲乙采建发][^，。；]{1,8}所有)")
_DELETED = "本文件共一页，由综合科保管，未尽事宜另行通知。"


def mutants(seed: Seed) -> Iterator[Mutant]:
    """Yield the seed with its clause denied and with its clause deleted."""
    if seed.text is None or not seed.carried() or seed.kind not in ("pass", "fail"):
        return
    yield from _deleted(seed)
    yield from _denied_statement(seed)
    yield from _denied_owner(seed)
    yield from _nothing_agreed(seed)


def _deleted(seed: Seed) -> Iterator[Mutant]:
    """Leave a document that says nothing to the point."""
    check = seed.item.rule.check
    if not seed.unconditional():
        return
    for text, change in ((ELSE, "条款全部删去"), (_DELETED, "只剩一句与此无关的话")):
        if isinstance(check, Absent):
            yield Mutant("negation", change, seed.with_text(text), ("pass",), "nothing-found")
        elif isinstance(check, _ASKING):
            yield Mutant("negation", change, seed.with_text(text), *seed.breach("missing"))


def _denied_statement(seed: Seed) -> Iterator[Mutant]:
    """Deny the only statement of a document: 已列入计划 becomes 未列入计划."""
    check, text = seed.item.rule.check, seed.text
    if not isinstance(check, Present | AllPresent | Absent) or text is None:
        return
    facts = [fact for fact in seed.facts(check.asks()) if fact.kind.startswith("statement.")]
    if len(facts) != 1 or facts[0].value != "present" or len(seed.facts(check.asks())) != 1:
        return
    said = facts[0].text
    actions = list(_ACTION.finditer(said))
    if text.count(said) != 1 or len(actions) != 1 or _DENIES.search(said):
        return
    for word in ("未", "没有"):
        new = said[: actions[0].start()] + word + actions[0]["verb"] + said[actions[0].end() :]
        example = seed.with_text(text.replace(said, new))
        if isinstance(check, Absent):
            yield Mutant("negation", f"改为否定：“{new}”", example, ("pass",), "nothing-found")
        elif seed.kind == "pass":
            yield Mutant("negation", f"改为否定：“{new}”", example, *seed.breach("missing"))


def _denied_owner(seed: Seed) -> Iterator[Mutant]:
    """Deny the owner: 归甲方所有 becomes 不归甲方所有, which is no pass."""
    text = seed.text
    if not isinstance(seed.item.rule.check, HolderIn) or text is None or seed.kind != "pass":
        return
    owners = list(_OWNED.finditer(text))
    if len(owners) == 1:
        new = text[: owners[0].start()] + "不" + text[owners[0].start() :]
        yield Mutant("negation", "改为“不归…所有”", seed.with_text(new), ("fail", "review"))


def _nothing_agreed(seed: Seed) -> Iterator[Mutant]:
    """Say that the figure is not agreed on: 双方不约定质保期."""
    check, text = seed.item.rule.check, seed.text
    if not isinstance(check, Figure) or text is None or only_length(text) is None or "\n" in text.strip():
        return
    for said in (f"双方不约定{fact_name(check.fact[0])}。", f"{fact_name(check.fact[0])}不作约定。"):
        yield Mutant("negation", f"改为“{said}”", seed.with_text(said), (seed.failing(), "review"))
