"""What the text of each page of a file is worth, in runs of neighbouring pages, for the report of what was read."""

from collections.abc import Collection, Iterable, Mapping

from extractor.document import PageQuality, TextQuality
from extractor.readers.pdf_pages import PageRead
from extractor.readers.pdf_told import Loss


def qualities(
    pages: Iterable[PageRead], lost: Iterable[Loss], recognised: Collection[int] = ()
) -> tuple[PageQuality, ...]:
    """Return the quality of every page that was read or lost, by page number, equal neighbours in one run.

    ``lost`` says why a page, or a part of it, was not read; ``recognised`` are the pages whose text was recognised from
    their picture here.
    """
    found: dict[int, TextQuality] = {page.sheet.number: _own(page, recognised) for page in pages}
    # of several reasons the first by name, in whatever order they come
    found |= {number: reason for number, reason, _ in sorted(lost, reverse=True)}
    return runs(found)


def runs(found: Mapping[int, TextQuality]) -> tuple[PageQuality, ...]:
    """Return the qualities of pages by number, equal neighbours in one run.

    >>> [(run.first, run.last, run.quality) for run in runs({1: "text", 2: "text", 3: "blank"})]
    [(1, 2, 'text'), (3, 3, 'blank')]
    """
    made: list[PageQuality] = []
    for number in sorted(found):
        if made and made[-1].last == number - 1 and made[-1].quality == found[number]:
            made[-1] = PageQuality(made[-1].first, number, found[number])
        else:
            made.append(PageQuality(number, number, found[number]))
    return tuple(made)


def _own(page: PageRead, recognised: Collection[int]) -> TextQuality:
    if page.verdict.reason is not None:
        return page.verdict.reason
    if page.sheet.number in recognised:
        return "recognised"
    if page.verdict.ocr:
        return "ocr-layer"
    return "text" if page.sheet.items else "blank"
