"""What ``annotate`` did, on a terminal: the copy, how many notes stand where, and by name what does not stand there."""

from collections import Counter

from review.annotate import Spot
from review.annotate.results import Annotated
from review.layout import Paper, cut, name_shown, one_line
from review.reporters.words import KIND_WORDS, MARKS

_SPOTS: dict[Spot, str] = {"words": "标在原文上", "place": "标在原文所在的段落或页", "head": "放在文首"}
_MOST = 30  # of the findings that are listed in a row
_QUOTE = 40


def annotate_text(done: Annotated, paper: Paper) -> str:
    """Return the text for a terminal about one file."""
    paper.rule(f"批注 {name_shown(done.path)}")
    if done.written:
        paper.labelled("批注本", name_shown(done.output), indent=2)
    else:
        paper.labelled("批注本", f"{name_shown(done.output)}（已有，内容相同，没有重写）", indent=2)
    spots = Counter(one.spot for one in done.placed)
    counted = "，".join(f"{spots[spot]}条{said}" for spot, said in _SPOTS.items() if spots[spot])
    known = sum(one.known for one in done.placed)
    already = f"；其中{known}条以前已经批注，没有重复" if known else ""
    said = f"{len(done.placed)}条：{counted}{already}。" if done.placed else "没有需要批注的结论。"
    paper.labelled("批注", said, indent=2)
    inserted = sum(one.inserted for one in done.placed)
    if inserted:
        paper.labelled("修订", f"插入{inserted}处建议的条款，接受或拒绝由您决定。", indent=2)
    for one in done.placed[:_MOST]:
        mark, colour = MARKS[one.kind]
        place = "文首" if one.evidence is None or one.spot == "head" else one_line(one.evidence.label)
        paper.marked(mark, colour, f"{place}  {one_line(one.title)}", indent=2)
        if one.evidence is not None:
            paper.line(f"“{cut(one_line(one.evidence.quote), 2 * _QUOTE)}”", "dim", indent=4)
    if len(done.placed) > _MOST:
        paper.line(f"另有{len(done.placed) - _MOST}条，见批注本。", indent=2)
    if done.left:
        paper.line(f"没有写进批注本的{len(done.left)}条：", "bold", indent=2)
        for left in done.left:
            mark, colour = MARKS[left.kind]
            where = f"{one_line(left.evidence.label)}  " if left.evidence is not None else ""
            paper.marked(mark, colour, f"{where}{one_line(left.title)}（{left.rule}）：{left.reason}", indent=4)
    if done.elsewhere:
        paper.line(f"依据在其他材料中的{len(done.elsewhere)}条，不在本文件里批注：", "bold", indent=2)
        for other in done.elsewhere[:_MOST]:
            mark, colour = MARKS[other.kind]
            where = "、".join(map(name_shown, other.documents[:3])) or "未提交的材料"
            paper.marked(mark, colour, f"{one_line(other.title)}（{other.rule}）：{where}", indent=4)
        if len(done.elsewhere) > _MOST:
            paper.line(f"另有{len(done.elsewhere) - _MOST}条，加 --format json 可全部列出。", indent=4)
    if done.passed_over:
        words = "，".join(f"{KIND_WORDS[kind]}{count}条" for kind, count in done.passed_over.items())
        paper.labelled("未写入", f"{words}；需要时用 --include 写明。", "dim", indent=2)
    return paper.text()
