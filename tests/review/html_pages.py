"""What the tests of the HTML report in a browser share: how a page is made, what is read from it, that it is quiet."""

import contextlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from review.layout import Paper
from review.report import SubmissionEntry
from review.reporters import Checked, Ending, Look, Totals
from review.reporters.html_report import Html
from tests.review.browser import Page

HOSTILE = (
    "=cmd|'/c calc'!A1</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{7*7}}javascript:alert(3)\0"
)
KINDS = ("fail", "review", "open", "pass", "notApplicable")
SAID = "Number(document.querySelector('main .said').textContent.match(/的(\\d+)条/)[1])"
ROWS = "document.querySelectorAll('#list tbody tr:not(.rest)').length"


def written(entries: Iterable[SubmissionEntry], file: Path) -> Path:
    """Return the page that the reporter makes of submissions, without pictures."""
    totals = Totals()
    with file.open("wb") as sink:
        html = Html(sink, Look(Paper(), io.BytesIO))
        for entry in entries:
            totals.add(entry)
            html.add(Checked(entry, "", ()))
        html.close(Ending((), totals))
    return file


@contextlib.contextmanager
def quietly(page: Page) -> Iterator[None]:
    """Fail where the browser complained in the block, or something was asked of a network."""
    page.complaints.clear()
    page.requests.clear()
    page.size(1280)
    yield
    assert page.complaints == []
    assert [one for one in page.requests if not one.startswith(("file:", "about:"))] == []
