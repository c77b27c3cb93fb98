"""Reads the findings back from every form of a report, to hold them against each other.

Of every form the same comes back: of each submission, as the form names it, its findings; a field that a form does not
hold is None. ``python tests/review/seven.py FOLDER [CONSOLE]`` compares the reports ``r.*`` of a real run.
"""

import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl

from review.layout import name_shown
from review.reporters.cells import cell_text
from review.reporters.html_rows import plain
from review.reporters.words import KIND_WORDS

BY_WORD = {word: kind for kind, word in KIND_WORDS.items()}
SUMMED = ("fail", "review", "open", "pass", "notApplicable")


class Told(NamedTuple):
    """What one form tells of one finding."""

    submission: str
    rule: str | None
    kind: str
    level: str | None = None
    message: str | None = None
    quotes: tuple[str, ...] | None = None
    suggestion: str | None = None
    fingerprint: str | None = None


def _level(level: str | None, kind: str) -> str:
    return (level or "") if kind == "fail" else ""


def _finding(path: str, one: dict[str, Any]) -> Told:
    quotes = tuple(evidence["quote"] for evidence in one["evidence"])
    said = (one["message"], quotes, one["suggestion"] or "", one["fingerprint"])
    return Told(path, one["rule"], one["kind"], _level(one["level"], one["kind"]), *said)


def from_json(folder: Path) -> list[Told]:
    """Return the findings of ``r.json``; its summaries are those of its findings."""
    found = []
    for entry in json.loads((folder / "r.json").read_bytes())["submissions"]:
        counts = Counter(one["kind"] for one in entry["findings"])
        assert entry["summary"] == {kind: counts[kind] for kind in SUMMED}, entry["path"]
        found += [_finding(entry["path"], one) for one in entry["findings"]]
    return found


def from_jsonl(folder: Path) -> list[Told]:
    """Return the findings of ``r.jsonl``; its last line counts what its lines hold."""
    lines = [json.loads(line) for line in (folder / "r.jsonl").read_bytes().splitlines()]
    found = [_finding(line["submission"], line["finding"]) for line in lines if line["line"] == "finding"]
    ends = [line for line in lines if line["line"] == "end"]
    assert lines[-1:] == ends
    assert {kind: count for kind, count in ends[0]["kinds"].items() if count} == Counter(one.kind for one in found)
    assert ends[0]["submissions"] == sum(line["line"] == "submission" for line in lines)
    return found


LEVELS = {"错误": "error", "警告": "warning", "提示": "note", "": "", None: ""}


def from_csv(folder: Path) -> list[Told]:
    """Return the findings of ``r.csv``, of their quotes the first."""
    text = (folder / "r.csv").read_text(encoding="utf-8-sig")
    return [
        Told(
            row["报送材料"], row["规则"], BY_WORD[row["结论"]], LEVELS[row["级别"]], row["说明"],
            (row["原文"],) if row["位置"] else (), row["建议"], row["指纹"],
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]  # fmt: skip


def _rows(book: openpyxl.Workbook, title: str) -> Iterator[dict[str, Any]]:
    heads, *rows = book[title].iter_rows(values_only=True)
    return (dict(zip(heads, row, strict=True)) for row in rows)


def from_xlsx(folder: Path) -> list[Told]:
    """Return the findings of ``r.xlsx``, of their quotes the first; its overview counts them."""
    book = openpyxl.load_workbook(folder / "r.xlsx", read_only=True)
    found = [
        Told(
            row["报送材料"], row["规则"], BY_WORD[row["结论"]], LEVELS[row["级别"]], row["说明"],
            (row["原文"],) if row["位置"] or row["原文"] else (), row["建议"] or "", row["指纹"],
        )
        for row in _rows(book, "结论")
    ]  # fmt: skip
    counts = counted(found)
    for row in _rows(book, "概览"):
        told = {kind: row[KIND_WORDS[kind]] for kind in SUMMED}
        assert told == {kind: counts[row["报送材料"]][kind] for kind in SUMMED}, row["报送材料"]
    return found


def from_sarif(folder: Path) -> list[Told]:
    """Return the findings of ``r.sarif``."""
    (run,) = json.loads((folder / "r.sarif").read_bytes())["runs"]
    rules = run["tool"]["driver"]["rules"]
    found = []
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        places = [place for place in one["locations"] if "quote" in place.get("properties", {})]
        about = one["properties"]
        message = one["message"]["text"].replace("{{", "{").replace("}}", "}")
        quotes = tuple(place["properties"]["quote"] for place in places)
        said = (message, quotes, about["suggestion"] or "", one["partialFingerprints"]["shenyue/v1"])
        level = one["level"] if one["kind"] == "fail" else ""
        found.append(Told(about["submission"], one["ruleId"], one["kind"], level, *said))
    return found


def from_html(folder: Path) -> list[Told]:
    """Return the findings of ``r.html`` from the rows that its script reads."""
    page = (folder / "r.html").read_text(encoding="utf-8")
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert held is not None
    data = json.loads(held[1])
    common = data["common"]

    def named(kind: str, row: list[Any]) -> dict[str, Any]:
        usual = common["defaults"].get(kind, [])
        return dict(zip(common["fields"][kind], [*row, *usual[len(row) :]], strict=True))

    def text(one: int | str | None) -> str:
        return common["strings"][one] if isinstance(one, int) else one or ""

    found = []
    for submission in (named("submission", row) for row in data["submissions"]):
        quotes = [named("quote", row)["quote"] for row in submission["quotes"]]
        for row in submission["findings"]:
            one = named("finding", common["findings"][row] if isinstance(row, int) else row)
            kind = common["kinds"][one["kind"]][0]
            level = LEVELS.get(text(one["level"]), text(one["level"])) if kind == "fail" else ""
            rule = named("rule", common["rules"][one["rule"]])["id"]
            shown = tuple(quotes[number] for number in one["quotes"])
            said = (text(one["message"]), shown, text(one["suggestion"]), one["fingerprint"] or None)
            found.append(Told(submission["path"], rule, kind, level, *said))
    return found


_HEAD = re.compile(r"\d+．(.*)　([^　（，]+)(?:（(..)）)?(?:，.*)?")
_NOTE = re.compile(r"规则 (\S+)　指纹 (\S+)")


def opinion_of(file: Path) -> tuple[str, list[Told], Counter[str]]:
    """Return of one opinion its submission, its numbered findings, and the verdicts of its table of checks."""
    paper = docx.Document(str(file))
    submission = paper.tables[0].rows[0].cells[1].text
    found: list[Told] = []
    head: tuple[str, ...] = ()
    message, quotes, suggestion, at = "", [], "", ""
    for paragraph in paper.paragraphs:
        text, style = paragraph.text, paragraph.style.name if paragraph.style is not None else ""
        if style == "Heading 3":
            matched = _HEAD.fullmatch(text)
            assert matched is not None, text
            head, message, quotes, suggestion, at = matched.groups(), "", [], "", ""
        elif style == "意见条目":
            at = text.partition("：")[0]
            message = text.partition("。")[2] if at == "现状" else message
            suggestion = text.partition("：")[2] if at == "建议" else suggestion
        elif style == "意见原文" and at == "位置":
            quotes.append(text.removesuffix("（图像识别的文字）")[1:-1])
        elif style == "意见备注" and (note := _NOTE.fullmatch(text)):
            kind = BY_WORD[head[1]]
            told = (kind, LEVELS[head[2]], message, tuple(quotes), suggestion, note[2])
            found.append(Told(submission, note[1], *told))
    verdicts = Counter[str]()
    for row in paper.tables[1].rows[1:]:
        cells = [cell.text for cell in row.cells]
        if len(set(cells)) > 1:
            verdicts[BY_WORD[cells[3].splitlines()[0]]] += 1
    summary = next(paragraph.text for paragraph in paper.paragraphs if paragraph.text.startswith("审查材料"))
    for kind in SUMMED:
        assert f"{KIND_WORDS[kind]}{verdicts[kind]}项" in re.sub("（.*?）", "", summary), (file, summary)
    return submission, found, verdicts


def opinions(folder: Path) -> list[Path]:
    """Return the opinions of a run."""
    return [folder / "r.docx"] if (folder / "r.docx").is_file() else sorted((folder / "r").glob("*.docx"))


def from_console(text: str) -> dict[str, Counter[str]]:
    """Return what the console counts: of each submission by the order they stand in, and of all."""
    found: dict[str, Counter[str]] = {}
    at = ""
    for line in text.splitlines():
        if line.startswith("━━ "):
            at = str(len(found))
            found[at] = Counter()
        elif matched := re.match(r"  (不符合|需人工判断|未能判断|符合|不适用) (\d+)项", line):
            found[at][BY_WORD[matched[1]]] += int(matched[2])
    ending = "".join(text.splitlines()[text.splitlines().index("") :]).rpartition("份报送：")[2] if found else ""
    for kind in SUMMED:
        if matched := re.search(rf"(?:^|，){KIND_WORDS[kind]}(\d+)项", ending):
            found.setdefault("", Counter())[kind] = int(matched[1])
    return found


def counted(told: list[Told]) -> dict[str, Counter[str]]:
    """Return the verdicts of each submission."""
    found: dict[str, Counter[str]] = {}
    for one in told:
        found.setdefault(one.submission, Counter())[one.kind] += 1
    return found


def _as(told: Told, path: Callable[[str], str], words: Callable[[str], str]) -> Told:
    quotes = None if told.quotes is None else tuple(map(words, told.quotes))
    message, suggestion = words(told.message or ""), words(told.suggestion or "")
    return told._replace(submission=path(told.submission), message=message, quotes=quotes, suggestion=suggestion)


def _flat(words: str) -> str:
    """Return words as every form may write them: on one line, without what some leave out and some write out."""
    return re.sub(r"\s|\\x..|\\u....|[^\x20-\uffff]|�|^'", "", cell_text(plain(words)))


def _same(told: Told, truth: Told) -> str:
    """Return the first field in which two differ, empty where none does; of what a form leaves out only its part."""
    for name in ("submission", "rule", "kind", "level", "message", "suggestion", "fingerprint"):
        one, other = getattr(told, name), getattr(truth, name)
        if one is not None and one != other:
            return name
    return "quotes" if (told.quotes or ()) != (truth.quotes or ())[: len(told.quotes or ())] else ""


def differences(folder: Path, console: str | None = None) -> list[str]:
    """Return in what the reports ``r.*`` of a run in ``folder`` contradict its JSON report."""
    truth = [_as(one, name_shown, _flat) for one in from_json(folder)]
    told: list[str] = []
    forms = (from_jsonl, from_csv, from_xlsx, from_sarif, from_html)
    for read in forms:
        form = read.__name__.removeprefix("from_")
        given = [_as(one, name_shown, _flat) for one in read(folder)]
        if form in ("csv", "xlsx"):  # these quote the first place only; a name may be cut of what no cell holds
            given = [one._replace(submission=_flat(one.submission)) for one in given]
            right = [one._replace(submission=_flat(one.submission)) for one in truth]
            told += [f"{form}: {one.rule} quotes none" for one in _unquoted(given, right)]
        else:
            right = truth
        told += _compared(form, given, right, sorted_too=form in ("xlsx", "html"))
    told += _opinions_compared(folder, truth)
    if console is not None:
        told += _console_compared(console, truth)
    return told


def _unquoted(given: list[Told], right: list[Told]) -> list[Told]:
    quoted = {(one.submission, one.rule) for one in right if one.quotes}
    return [one for one in given if not one.quotes and (one.submission, one.rule) in quoted]


def _compared(form: str, given: list[Told], right: list[Told], *, sorted_too: bool) -> list[str]:
    if len(given) != len(right):
        return [f"{form}: {len(given)} findings, JSON has {len(right)}"]
    if sorted_too:
        given, right = (sorted(these, key=lambda one: (one.submission, one.rule or "")) for these in (given, right))
    pairs = [(one, other, _same(one, other)) for one, other in zip(given, right, strict=True)]
    return [f"{form}: {field} of {one} is not {other}" for one, other, field in pairs if field]


def _opinions_compared(folder: Path, truth: list[Told]) -> list[str]:
    told, seen = [], Counter[str]()
    by_path: dict[str, dict[str | None, Told]] = {}
    for one in truth:
        by_path.setdefault(one.submission, {})[one.rule] = one
    for file in opinions(folder):
        submission, found, verdicts = opinion_of(file)
        seen[submission] += 1
        right = by_path.get(submission, {})
        if verdicts != Counter(one.kind for one in right.values()):
            told.append(f"docx: {file.name}: {verdicts}")
        acted = {rule for rule, one in right.items() if one.kind in ("fail", "review", "open")}
        if {one.rule for one in found} != acted or len(found) != len(acted):
            told.append(f"docx: {file.name}: opinions {len(found)}, to act on {len(acted)}")
        for one in found:
            flat = _as(one, str, _flat)
            field = _same(flat, right[one.rule]) if one.rule in right else "rule"
            told += [f"docx: {field} of {flat} is not {right.get(one.rule)}"] if field else []
    if seen != Counter(dict.fromkeys(by_path, 1)):
        told.append(f"docx: submissions {sorted((seen - Counter(dict.fromkeys(by_path, 1))).elements())}")
    return told


def _console_compared(console: str, truth: list[Told]) -> list[str]:
    found, right = from_console(console), list(counted(truth).values())
    totals = found.pop("", None)
    told = [] if totals is None or totals == sum(right, Counter()) else [f"console: in all {totals}"]
    wrong = [(number, one) for number, one in found.items() if one != right[int(number)]]
    return told + ([f"console: {wrong[:3]}"] if wrong or len(found) != len(right) else [])


def main() -> None:
    """Compare the reports of a real run."""
    console = Path(sys.argv[2]).read_text(encoding="utf-8") if len(sys.argv) > 2 else None
    told = differences(Path(sys.argv[1]), console)
    print("\n".join(one[:600] for one in told[:40]))
    print(len(told), "differences")


if __name__ == "__main__":
    main()
