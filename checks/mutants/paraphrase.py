"""The same said in other words: a label's synonyms, other turns of phrase, other neighbours, another order."""

import re
from collections.abc import Iterator

from checks.mutants.literals import only_length, put
from checks.mutants.seed import Mutant, Seed
from checks.verbs.covers import Covers
from checks.verbs.documents_present import DocumentsPresent
from extractor.terms import Lexicon, lexicon

# the groups of the term lexicon whose words are names of one thing, by the fact they name
LABELS: dict[str, tuple[str, str]] = {
    "period.warranty": ("warranty", "label"),
    "period.implementation": ("implementation", "label"),
    "period.free_maintenance": ("free_maintenance", "label"),
    "period.trial_run": ("trial_run", "label"),
    "budget.total": ("budget", "total"),
    "contract.price": ("price", "label"),
    "project.name": ("project", "name"),
    "project.owner": ("project", "owner"),
}
SYNONYMS = 4  # of one label in one example
_OF_A_DAY = re.compile("日期?$|时间$|时限$")  # such a name is followed by a day, not by a length
# turns that say the same, whatever the lexicon knows: not taken from it
_EQUAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("归甲方所有", ("属于甲方", "归属于甲方", "由甲方享有")),
    ("归乙方所有", ("属于乙方", "归属于乙方", "由乙方享有")),
    ("归采购人所有", ("属于采购人", "归属于采购人", "由采购人享有")),
    ("不少于", ("不低于", "至少", "不得少于")),
    ("不低于", ("不少于", "不得低于")),
    ("不超过", ("不多于", "最多", "不得超过")),
    ("自竣工验收合格之日起", ("从竣工验收合格之日起", "于竣工验收合格之日起")),
    ("自验收合格之日起", ("从验收合格之日起", "于验收合格之日起")),
    ("应当", ("应", "须", "必须")),
    ("已列入", ("已纳入", "已经列入")),
    ("部署在", ("部署于",)),
    ("部署于", ("部署在",)),
    ("合计", ("总计", "共计")),
    ("签订", ("签署",)),
    ("委托", ("聘请",)),
    ("未能", ("没有",)),
    ("以及", ("和",)),
)
_BEFORE = "双方本着平等互利、诚实信用的原则，经协商一致，订立如下条款。"
_AFTER = "双方应当遵守国家有关法律法规，未尽事宜协商解决。"
_TURNS = (
    "{label}：{figure}",
    "{label}定为{figure}",
    "{label}共计{figure}",
    "约定{figure}的{label}",
    "以{figure}为{label}",
)
# words that tie a sentence to the one before it
_TIED = re.compile(
    "其|该|此|上述|前述|前款|以上|以下|下列|如下|另|同时|但|逾期|否则|变更|修改|补充|上表|前者|后者|也|亦|均|则"
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def mutants(seed: Seed) -> Iterator[Mutant]:
    """Yield the seed said in other words."""
    if seed.kind not in ("pass", "fail") or seed.text is None:
        return
    yield from _synonyms(seed)
    yield from _equal(seed)
    yield from _written(seed)
    yield from _turns(seed)
    yield from _neighbours(seed)
    yield from _reordered(seed)


def label_in(seed: Seed, text: str) -> tuple[int, int, tuple[str, ...]] | None:
    """Return where the only label of the rule's fact stands in a text, and its synonyms; None where there is none."""
    asked = seed.item.rule.check.asks()
    named = [LABELS[kind] for kind in asked if kind in LABELS]
    if not named:
        return None
    words: Lexicon = lexicon()
    topic, group = named[0]
    hits = [hit for hit in words.hits(text) if hit.topic == topic and hit.group == group]
    if len(hits) != 1:
        return None
    label = text[hits[0].start : hits[0].end]
    of_a_day = bool(_OF_A_DAY.search(label))
    others = (word for word in words.words(topic, group) if bool(_OF_A_DAY.search(word)) is of_a_day)
    return hits[0].start, hits[0].end, tuple(word for word in others if word != label)


def _synonyms(seed: Seed) -> Iterator[Mutant]:
    text = seed.text or ""
    found = label_in(seed, text)
    if found is None or seed.reason in ("missing", "nothing-found"):
        return
    start, end, others = found
    offset = sum(map(ord, text)) + seed.number  # another choice for each example, the same in each run
    step = max(1, len(others) // SYNONYMS)
    for word in [others[(offset + step * count) % len(others)] for count in range(min(SYNONYMS, len(others)))]:
        example = seed.with_text(put(text, start, end, word))
        yield Mutant("paraphrase", f"“{text[start:end]}”换成“{word}”", example, *seed.same())


def _equal(seed: Seed) -> Iterator[Mutant]:
    """Say it in turns that mean the same."""
    text = seed.text or ""
    if seed.reason == "missing":
        return
    for old, others in _EQUAL:
        if text.count(old) != 1 or f"未{old}" in text or f"不{old}" in text:
            continue
        for new in others:
            yield Mutant("paraphrase", f"“{old}”换成“{new}”", seed.with_text(text.replace(old, new)), *seed.same())


def _written(seed: Seed) -> Iterator[Mutant]:
    """Write the digits wide, and leave room around the only figure."""
    text = seed.text or ""
    if any(char.isascii() and char.isdigit() for char in text):
        yield Mutant("paraphrase", "数字改为全角", seed.with_text(text.translate(_WIDE)), *seed.same())
    figure = only_length(text)
    if figure is not None:
        spaced = put(text, figure.start, figure.end, f" {figure.number} {figure.unit} ")
        yield Mutant("paraphrase", "数字前后留空", seed.with_text(spaced), *seed.same())


def _turns(seed: Seed) -> Iterator[Mutant]:
    """Turn 质保期为三年 into 约定三年的质保期 and the like."""
    text = seed.text or ""
    found, figure = label_in(seed, text), only_length(text)
    if found is None or figure is None or text[found[1] : figure.start] != "为":
        return
    start, end, _ = found
    for turn in _TURNS:
        said = turn.format(label=text[start:end], figure=text[figure.start : figure.end])
        example = seed.with_text(put(text, start, figure.end, said))
        yield Mutant("paraphrase", f"改为“{said}”", example, *seed.same())


def _neighbours(seed: Seed) -> Iterator[Mutant]:
    """Put sentences that say nothing to the point before and after."""
    text, check = seed.text or "", seed.item.rule.check
    if isinstance(check, DocumentsPresent | Covers) or seed.documents[0].kind != "contract":
        return
    between = f"{_BEFORE}\n{text.strip()}\n{_AFTER}"
    yield Mutant("paraphrase", "前后加上无关的句子", seed.with_text(between), *seed.same())


def _reordered(seed: Seed) -> Iterator[Mutant]:
    """Move the last sentence to the front, where no sentence leans on another."""
    text = (seed.text or "").strip()
    sentences = re.findall(r"[^。]+。", text)
    if "\n" in text or len(sentences) < 2 or "".join(sentences) != text or _TIED.search(text):
        return
    example = seed.with_text("".join((sentences[-1], *sentences[:-1])))
    yield Mutant("paraphrase", "句子换了先后", example, *seed.same())
