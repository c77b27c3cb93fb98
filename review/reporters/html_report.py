"""The report as one HTML page that asks nothing of any network, for a person with a browser.

The page is a template (package data) with its own style and script; the submissions are a block of JSON that the
script turns into text, never into markup. They wait in a file without a name, so that a run of any size is held in
bounded memory.
"""

import importlib.resources
from collections.abc import Iterator, Sequence

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from msgspec import UNSET

from review.encode import to_line
from review.entries import tool
from review.reporters import Checked, Ending, Look, Sink
from review.reporters.html_pictures import HtmlPictures
from review.reporters.html_rows import KINDS, Common, KindRow, RuleRow, Rules, Shared, defaults, fields
from review.reporters.html_submission import submission_row
from review.reporters.words import CHANGE_WORDS, KIND_WORDS, MARKS

STYLES = ("page.css", "findings.css", "figures.css", "narrow.css", "print.css")
FRAME = 120_000  # bytes that style and script take at most
SCRIPTS = (
    "data.js", "elements.js", "filters.js", "overview.js", "matrix.js", "figures.js", "finding.js", "detail.js",
    "main.js",
)  # fmt: skip
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)


class Html:
    """Keeps each submission aside as it comes, and writes the page at the end."""

    def __init__(self, sink: Sink, look: Look) -> None:
        self._sink = sink
        self._waiting = look.aside()
        self._shared = Shared()
        self._rules = Rules()
        self._count = 0
        self._compared = False
        self._pictures = (
            None if look.pictures is None else HtmlPictures(look.pictures, look.aside(), look.detail, look.folder)
        )

    def add(self, checked: Checked) -> None:
        """Take one submission."""
        line = _harmless(to_line(submission_row(checked, self._shared, self._rules)).rstrip(b"\n"))
        self._waiting.write((b",\n" if self._count else b"") + line)
        self._compared = self._compared or checked.brief.baseline is not UNSET
        if self._pictures is not None:
            self._pictures.add(self._count, checked.entry)
        self._count += 1

    def close(self, ending: Ending) -> None:
        """Write the page."""
        rules: tuple[RuleRow, ...] = self._rules.rows()
        common = Common(
            fields=fields(),
            defaults=defaults(),
            findings=self._rules.findings(),
            kinds=tuple(KindRow(kind, KIND_WORDS[kind], MARKS[kind][0]) for kind in KINDS),
            changes=tuple(CHANGE_WORDS.values()),
            rules=rules,
            strings=self._shared.strings(),
            rulebooks=ending.rulebooks,
            tool=tool(),
        )
        written = _harmless(to_line(common).rstrip(b"\n"))
        used = self._waiting.tell() + len(written) + FRAME
        strips = [] if self._pictures is None else self._pictures.chosen(used)
        environment = Environment(
            loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
        )
        page = environment.get_template("page.html")
        pieces = page.generate(
            policy=POLICY,
            tool=tool(),
            totals=ending.totals,
            rulebooks=ending.rulebooks,
            compared=self._compared,
            changes=[(word, ending.totals.changes[name]) for name, word in CHANGE_WORDS.items()],
            counts=[(KIND_WORDS[kind], ending.totals.kinds[kind]) for kind in KINDS],
            style=Markup("\n").join(Markup(asset(name)) for name in STYLES),  # noqa: S704  our own files
            script=Markup("\n").join(Markup(asset(name)) for name in SCRIPTS),  # noqa: S704  our own files
            data=self._data(written),
            strips=_between(strips),
        )
        for piece in pieces:
            self._sink.write(piece.encode("utf-8"))

    def _data(self, common: bytes) -> Iterator[Markup]:
        """Give the block of JSON piece by piece; what could end a block of script was written out in it before."""
        yield Markup('{"submissions":[')
        self._waiting.seek(0)
        for line in self._waiting:
            yield Markup(line.decode("utf-8"))  # noqa: S704  made harmless in add()
        yield Markup('],\n"common":' + common.decode("utf-8") + "}")  # noqa: S704  made harmless in close()


def _between(rows: Sequence[bytes]) -> Iterator[Markup]:
    """Give rows of JSON with commas between them."""
    for number, row in enumerate(rows):
        yield Markup((",\n" if number else "") + _harmless(row).decode("utf-8"))  # noqa: S704  made harmless here


def asset(name: str) -> str:
    """Return one file of the page."""
    return (importlib.resources.files("review.reporters") / "html_assets" / name).read_text(encoding="utf-8")


def _harmless(data: bytes) -> bytes:
    r"""Return JSON in which nothing can end or open an element; inside its strings ``<`` is ``\u003c``."""
    for character, written in ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026")):
        data = data.replace(character, written)
    return data
