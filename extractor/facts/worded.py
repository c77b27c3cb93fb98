"""What families share that read a sentence by word patterns: the title over a unit, the stretch to quote, the fact."""

from functools import lru_cache

from extractor.fact import Fact
from extractor.facts.view import Unit, View
from extractor.text import normalise


def cell_heads(view: View) -> dict[int, str]:
    """Return what labels each cell of a table, its head and the name of its row, by the index of its unit."""
    heads: dict[int, str] = {}
    for pair in view.labelled:
        name = pair.row_name.text if pair.row_name is not None else ""
        heads[pair.value.index] = f"{heads.get(pair.value.index, '')} {pair.label.text} {name}"
    return heads


@lru_cache(maxsize=1024)
def section_title(titles: tuple[str, ...]) -> str:
    """Return titles of a section path as one normalised text."""
    return " ".join(normalise(title).text for title in titles)


def clause_bounds(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch to quote for ``start:end``: from the comma or colon before it to the comma after it."""
    left = max(sentence.rfind(mark, 0, start) for mark in "，,：:") + 1
    rights = [at for mark in "，," if (at := sentence.find(mark, end)) >= 0]
    return left, min(rights, default=len(sentence))


def stated(
    view: View,
    kind: str,
    unit: Unit,
    span: tuple[int, int],
    pattern: str,
    value: str = "present",
    beside: Unit | None = None,
) -> Fact:
    """Return the fact that ``span`` of a unit's normalised text states; its own words in the source are ``text``.

    ``beside`` is the cell without which they cannot be understood (what was asked, what was answered): quoted second.
    """
    first, last = unit.norm.span(*span)
    return Fact(
        kind=kind,
        state="stated",
        text=unit.norm.source[first:last].strip(),
        evidence=view.evidence(unit, *span) + (view.whole(beside) if beside is not None else ()),
        value=value,
        pattern=pattern,
    )
