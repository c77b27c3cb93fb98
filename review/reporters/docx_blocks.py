"""What stands in the opinion on a submission beside the opinions themselves: facts, table of checks, hashes, names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from checks.statements import subject_words
from checks.vocabulary import fact_name
from checks.wording import value_words
from extractor.fact import KIND_NAMES
from review.entries import tool
from review.layout import name_shown
from review.report import FactEntry, FindingEntry, SubmissionEntry
from review.reporters import Checked
from review.reporters.docx_xml import INKS, CellText, Column, Run, paragraph, plain, table
from review.reporters.profile_words import profile_words
from review.reporters.tables import ORDER, place_label
from review.reporters.words import (
    FORMAT_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    OPERATORS,
    QUALITY_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    waived_words,
)

MOST_FACTS = 3  # different statements of one fact; more are told as a number
MOST_ROWS = 500  # of a table of files or of parts that were not read
_NAME = "project.name"
_LABELS = {_NAME: "项目名称", "project.owner": "建设单位", "project.contractor": "承建单位"}
_FACTS = (*_LABELS, "party.buyer", "party.supplier", "contract.price", "budget.total")


def project_name(entry: SubmissionEntry) -> str:
    """Return what the submission's documents call the project, else the name of its folder or file."""
    stated = _stated(entry, _NAME)
    return _said(stated[0][0]) if stated else name_shown(PurePath(entry.path).name or entry.path)


def fact_words(entry: SubmissionEntry, *kinds: str) -> str:
    """Return what the documents state of the first of ``kinds`` that they state, else that it is not stated."""
    for kind in kinds:
        words = list(dict.fromkeys(_said(fact) for fact, _ in _stated(entry, kind)))
        if words:
            return "、".join(words[:MOST_FACTS])
    return "材料未写明"


def day_words(entry: SubmissionEntry) -> str:
    """Return the day of judgement in Chinese."""
    return value_words(entry.on) if entry.on else "未确定"


def counts_words(entry: SubmissionEntry) -> str:
    """Return one sentence that says what the review came to."""
    counts = Counter(finding.kind for finding in entry.findings)
    parts = [f"{KIND_WORDS[kind]}{counts[kind]}项" for kind in ORDER]
    levels = Counter(LEVEL_WORDS[one.level] for one in entry.findings if one.kind == "fail" and one.level)
    if levels:
        parts[0] += f"（{'，'.join(f'{word}{levels[word]}项' for word in LEVEL_WORDS.values() if levels[word])}）"
    unread = sum(document.status != "read" for document in entry.documents)
    tail = f"其中{unread}份没有读完" if unread else "全部读完"
    waived = sum(bool(waived_words(one)) for one in entry.findings)
    aside = f"其中{waived}项已由人认可。" if waived else ""
    return f"审查材料{len(entry.documents)}份，{tail}；检查要求{len(entry.findings)}项：{'，'.join(parts)}。{aside}"


def project(checked: Checked, style: str, width: int) -> str:
    """Return the table of what the project is, and by what and on which day it was reviewed."""
    entry = checked.entry
    rows: list[tuple[str, str]] = [("报送材料", name_shown(entry.path))]
    for kind in _FACTS:
        stated = _stated(entry, kind)
        words = list(dict.fromkeys(f"{_said(fact)}（{name_shown(document)}）" for fact, document in stated))
        shown = words[:MOST_FACTS] + ([f"另有{len(words) - MOST_FACTS}种写法"] if len(words) > MOST_FACTS else [])
        if shown or kind == _NAME:
            rows.append((_LABELS.get(kind) or fact_name(kind), "\n".join(shown) or "材料未写明"))
    rows.append(("项目情况", profile_words(entry.profile) or "没有提供项目信息"))
    rows.append(("审查日期", f"{day_words(entry)}（{entry.on_reason}）"))
    rows.append(("审查依据", checked.chosen))
    if entry.assumed:
        rows.append(("推定", "\n".join(entry.assumed)))
    noticed = dict.fromkeys(f"{name_shown(one.document)}：{one.message}" for one in checked.notices)
    if noticed:
        rows.append(("注意", "\n".join(noticed)))
    columns = (Column("项目", 20, middle=True), Column("内容", 80))
    return table(columns, [((Run(label, bold=True),), text) for label, text in rows], style, width, head=False)


def checklist(findings: Sequence[FindingEntry], style: str, width: int) -> str:
    """Return the table of every requirement, with its article, what came of it and where."""
    columns = (
        Column("序号", 8, middle=True),
        Column("条文", 19),
        Column("要求", 29),
        Column("结论", 16, middle=True),
        Column("位置", 28),
    )
    return table(columns, _checklist_rows(findings), style, width, head=True)


def _checklist_rows(findings: Sequence[FindingEntry]) -> Iterator[Sequence[CellText]]:
    by_regulation: dict[tuple[str, str | None], list[FindingEntry]] = {}
    for finding in findings:
        by_regulation.setdefault((finding.citation.regulation, finding.citation.number), []).append(finding)
    number = 0
    for (regulation, document_number), those in by_regulation.items():
        name = f"《{regulation}》（{document_number}）" if document_number else regulation
        yield ((Run(name, bold=True),),)
        for finding in those:
            number += 1
            words = f"{KIND_WORDS[finding.kind]}\n已认可" if waived_words(finding) else KIND_WORDS[finding.kind]
            verdict = Run(words, bold=finding.kind == "fail", ink=INKS[finding.kind])
            yield (str(number), finding.citation.article, finding.title, (verdict,), _where(finding))


def _where(finding: FindingEntry) -> str:
    """Return where a verdict rests, short: the first place and how many more, or why there is none."""
    if finding.kind == "notApplicable":
        return REASON_WORDS[finding.reason]
    if finding.evidence:
        first = finding.evidence[0]
        more = f"等{len(finding.evidence)}处" if len(finding.evidence) > 1 else ""
        return f"{name_shown(first.document)} {first.label}{more}"
    if finding.searched is not None and finding.searched.documents:
        return f"已查{len(finding.searched.documents)}份材料"
    return REASON_WORDS[finding.reason]


def unread(entry: SubmissionEntry, text_style: str, style: str, width: int) -> str:
    """Return the table of what was not read, and why; a sentence where all was read."""
    rows = [
        (
            name_shown(document.path),
            place_label(part.location) or "整个文件",
            f"{QUALITY_WORDS[part.reason]}。{part.message}",
        )
        for document in entry.documents
        for part in document.unread
    ]
    if not rows:
        return paragraph(text_style, ["全部材料均已读完。" if entry.documents else "没有材料。"])
    counted = Counter(document.status for document in entry.documents)
    words = "，".join(f"{STATUS_WORDS[status]}{counted[status]}份" for status in STATUS_WORDS if counted[status])
    lead = paragraph(text_style, [f"材料{len(entry.documents)}份：{words}。以下部分没有读到，请人工核对。"], keep=True)
    columns = (Column("材料", 34), Column("位置", 20), Column("原因", 46))
    return lead + table(columns, _bounded(rows, 3), style, width, head=True)


def signature(text_style: str, style: str, width: int) -> str:
    """Return the room for who reviewed and who reviewed again to sign, each with the day."""
    columns = (Column("", 16, middle=True), Column("", 38), Column("", 16, middle=True), Column("", 30, middle=True))
    rows = [
        ((Run(who, bold=True),), "", (Run("日期", bold=True),), "　　　年　　月　　日") for who in ("审查人", "复核人")
    ]
    rows.append(((Run("审查意见", bold=True),), "", (Run("单位盖章", bold=True),), ""))
    told = "以上意见由程序依据所列材料得出，供审查人核对后签署；需人工判断、未能判断的事项由审查人决定。"
    return paragraph(text_style, [told], keep=True) + table(columns, rows, style, width, head=False, together=True)


def hashes(checked: Checked, text_style: str, style: str, width: int) -> str:
    """Return the tables of the files and the rulebooks with their hashes, and what program reviewed them."""
    entry = checked.entry
    own = tool()
    files = [
        (
            str(number),
            name_shown(document.path),
            f"{KIND_NAMES[document.kind]}\n{FORMAT_WORDS.get(document.format, document.format)}，{document.bytes}字节",
            document.sha256 or "没有读到",
        )
        for number, document in enumerate(entry.documents, start=1)
    ]
    file_columns = (Column("序号", 8, middle=True), Column("材料", 26), Column("类别", 22), Column("SHA-256", 44))
    book_columns = (Column("规则库", 40), Column("编号", 16), Column("校验值", 44))
    books = [(book.title, book.id, book.hash) for book in checked.rulebooks]
    lead = f"下列校验值由{own.name} {own.version}得出，可用来确认审查的是哪些文件、依据的是哪一版规则。"
    gap = paragraph(style, [""])
    return (
        paragraph(text_style, [lead], keep=True)
        + table(file_columns, _bounded(files, 4), style, width, head=True)
        + gap
        + table(book_columns, books, style, width, head=True)
    )


def _bounded(rows: Sequence[Sequence[CellText]], columns: int) -> Iterable[Sequence[CellText]]:
    """Yield the first of many rows, then one that counts the rest; no row may be taken for a title."""
    yield from (row for row in rows[:MOST_ROWS] if len(row) == columns)
    if len(rows) > MOST_ROWS:
        yield (f"另有{len(rows) - MOST_ROWS}行，见JSON报告。",)


def _stated(entry: SubmissionEntry, kind: str) -> list[tuple[FactEntry, str]]:
    """Return the facts of a kind that are stated, each value once, with the document that states it first."""
    found: dict[tuple[str | None, ...], tuple[FactEntry, str]] = {}
    for document in entry.documents:
        for fact in document.facts:
            if fact.kind == kind and fact.state == "stated" and fact.value:
                found.setdefault((fact.value, fact.op, fact.value_max, fact.subject), (fact, document.path))
    return list(found.values())


def _said(fact: FactEntry) -> str:
    words = OPERATORS.get(fact.op, "") + value_words(fact.value or "")
    words += f"至{value_words(fact.value_max)}" if fact.value_max is not None else ""
    about = subject_words(fact.subject) if fact.subject else ""
    return plain(f"{about}{words}")
