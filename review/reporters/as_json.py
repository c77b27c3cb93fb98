"""The report as JSON: the output contract's own form."""

from review.encode import to_json
from review.layout import Paper
from review.reporters import Checked


def write(checked: Checked, _paper: Paper) -> bytes:
    """Return the report as JSON, UTF-8 with a line end at the end."""
    return to_json(checked.report)
