"""A clause in prose as a row of a table: a label beside its value, or the whole sentence in a cell."""

from collections.abc import Iterator
from html import escape

from checks.mutants.literals import only_length
from checks.mutants.paraphrase import label_in
from checks.mutants.seed import Mutant, Seed
from checks.verbs.absent import Absent
from checks.verbs.all_present import AllPresent
from checks.verbs.figure import Figure
from checks.verbs.holder_in import HolderIn
from checks.verbs.present import Present

_CLAUSES = ("clause.", "ownership.", "statement.", "period.")
HTML = "<html>"


def mutants(seed: Seed) -> Iterator[Mutant]:
    """Yield the seed with its only sentence in a table."""
    text, check = (seed.text or "").strip(), seed.item.rule.check
    if seed.kind not in ("pass", "fail") or not text or "\n" in text or "|" in text:
        return
    if seed.reason in ("missing", "nothing-found", "blank"):
        return
    yield from _label_and_value(seed, text)
    known = isinstance(check, Figure | Present | AllPresent | HolderIn | Absent)
    if known and all(kind.startswith(_CLAUSES) for kind in check.asks()) and text.count("。") <= 1:
        rows = (("序号", "内容"), ("1", text))
        yield Mutant("table", "整句放进表格", seed.with_text(page(rows)), *seed.same())


def _label_and_value(seed: Seed, text: str) -> Iterator[Mutant]:
    found, figure = label_in(seed, text), only_length(text)
    if found is None or figure is None or text[found[1] : figure.start] != "为":
        return
    label, value = text[found[0] : found[1]], text[figure.start :].rstrip("。")
    for head, change in (((), "改成表格的一行"), (("项目", "约定"), "改成有表头的表格的一行")):
        rows = ((head, (label, value)) if head else ((label, value),)) + (("响应方式", "电话、远程、现场"),)
        yield Mutant("table", change, seed.with_text(page(rows)), *seed.same())


def page(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return a page with a table."""
    cells = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"{HTML}<body><h1>合同条款一览</h1><table>{table}</table></body></html>"
