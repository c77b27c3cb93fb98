"""Which rules are run on a submission, on which day, and why."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from rapidfuzz import process

from checks.interval import first_day
from checks.rulebook import Requirement, Rulebook, requirements
from checks.statements import is_supplement, stated
from checks.submission import Submission, carriers_of
from extractor.fact import DocumentKind, Extracted

BASELINE, INTEGRITY = "baseline", "integrity"
GIVEN, TODAY = "--on", "未见签订或申报日期，按当日"  # why a day holds that no document tells
HEAD_BLOCKS = 40  # cover, letterhead and parties
_ORGAN = (
    "局|委|办公室|中心|人民政府|政府|街道|镇|乡|院|馆|厅|处|所|站|大队|支队|总队|学校|中学|小学|大学|开发区|管委会|协会"
    "|公安|法院|检察院|部"
)
_APPLICATION_KINDS: tuple[DocumentKind, ...] = (
    "application_form",
    "feasibility_report",
    "construction_plan",
    "preliminary_design",
)


class UnknownRuleError(ValueError):
    """An id that is neither a rulebook nor a rule; the message is a Chinese sentence with the nearest ids."""


class Selection(Struct, frozen=True):
    """The rulebooks and requirements to run on a submission; ``reason`` says in Chinese why these."""

    books: tuple[Rulebook, ...]
    requirements: tuple[Requirement, ...]
    reason: str


def select(submission: Submission, books: Mapping[str, Rulebook], wanted: Sequence[str] = ()) -> Selection:
    """Choose the rules for a submission: ``wanted`` ids first, then its profile, then its own words, else baseline.

    A regulation brings the integrity rules along; a single rule runs alone. A regulation on special funds joins the one
    of the place where the profile says that such money is spent. Raises UnknownRuleError.
    """
    if wanted:
        return _wanted(books, wanted)
    chosen = _of_place(submission, books)
    funds = _fund_books(submission, books, chosen.books)
    if not funds:
        return chosen
    names = "、".join(f"《{book.title}》" for book in funds)
    reason = f"{chosen.reason}；项目说明写明使用省级专项资金，一并检查{names}"
    picked = [book for book in chosen.books if book.id != INTEGRITY]
    return _with_integrity(books, (*picked, *funds), reason)


def _of_place(submission: Submission, books: Mapping[str, Rulebook]) -> Selection:
    """Return the rules of the place that the profile states, or that the documents tell, else the baseline."""
    stated_place = submission.profile.jurisdiction
    if stated_place:
        book = _by_place(books, stated_place)
        if book is not None:
            return _with_integrity(books, (book,), f"项目说明写明适用“{stated_place}”")
        reason = f"项目说明写明的“{stated_place}”没有对应的规章，按基线要求检查"
        return _with_integrity(books, _baseline(books), reason)
    return _by_words(submission, books)


def _wanted(books: Mapping[str, Rulebook], wanted: Sequence[str]) -> Selection:
    chosen: list[Rulebook] = []
    single: dict[str, Requirement] = {}
    rules = {item.rule.id: item for book in books.values() for item in requirements(book)}
    for name in wanted:
        if name in books:
            chosen.append(books[name])
        elif name in rules:
            single[name] = rules[name]
        else:
            close = [found for found, _, _ in process.extract(name, sorted({*books, *rules}), limit=3, score_cutoff=50)]
            hint = f"，相近的有：{'、'.join(close)}" if close else f"，规则库有：{'、'.join(sorted(books))}"
            raise UnknownRuleError(f"没有“{name}”这个规则库或规则{hint}。")
    reason = f"由--rules指定：{','.join(wanted)}"
    base = _with_integrity(books, chosen, reason) if chosen else Selection((), (), reason)
    have = {item.rule.id for item in base.requirements}
    extra = [item for name, item in single.items() if name not in have]
    owners = {item.regulation.id for item in extra} - {book.id for book in base.books}
    shown = (*base.books, *(books[name] for name in books if name in owners))
    return Selection(shown, (*base.requirements, *extra), reason)


def _with_integrity(books: Mapping[str, Rulebook], chosen: Sequence[Rulebook], reason: str) -> Selection:
    shown = list(dict.fromkeys(book.id for book in chosen))
    if INTEGRITY in books and INTEGRITY not in shown:
        shown.append(INTEGRITY)
    picked = tuple(books[name] for name in shown)
    return Selection(picked, tuple(item for book in picked for item in requirements(book)), reason)


def _baseline(books: Mapping[str, Rulebook]) -> tuple[Rulebook, ...]:
    return (books[BASELINE],) if BASELINE in books else ()


def _by_place(books: Mapping[str, Rulebook], place: str) -> Rulebook | None:
    plain = _plain(place)
    for book in books.values():
        if plain.lower() == book.id or (plain in book.places and not book.scope.special_fund):
            return book
    regulations = _of_places(books)
    found = [book for book in regulations if any(name in plain for name in _full_names(book))]
    return found[0] if len(found) == 1 else None


def _of_places(books: Mapping[str, Rulebook]) -> list[Rulebook]:
    """Return the regulations that a place chooses: not those on money, which is spent in many places."""
    return [book for book in books.values() if book.kind == "regulation" and not book.scope.special_fund]


def _fund_books(
    submission: Submission, books: Mapping[str, Rulebook], chosen: Sequence[Rulebook]
) -> tuple[Rulebook, ...]:
    """Return the regulations on special funds for a project that spends them; none where it lies elsewhere.

    Where nothing tells the province, all of them: the profile says that the money is spent.
    """
    if submission.profile.special_fund is not True:
        return ()
    known = "".join(book.regulation.region or "" for book in chosen) or _plain(submission.profile.jurisdiction or "")
    funds = [book for book in books.values() if book.scope.special_fund and book not in chosen]
    return tuple(book for book in funds if not known or any(name in known for name in book.places))


def _by_words(submission: Submission, books: Mapping[str, Rulebook]) -> Selection:
    regulations = _of_places(books)
    for why, found in (
        ("建设单位或项目名称", _named_in_facts(submission, regulations)),
        ("所引用的规章", _cited(submission, regulations)),
        ("封面或落款的单位名称", _in_head(submission, regulations)),
    ):
        if len(found) == 1:
            book, words = found[0]
            return _with_integrity(books, (book,), f"按材料中{why}“{words}”，适用《{book.title}》")
        if found:
            places = "、".join(book.places[0] for book, _ in found if book.places)
            reason = f"材料中{why}指向多地（{places}），未能确定适用哪部规章，按基线要求检查；可用--rules指定"
            return _with_integrity(books, _baseline(books), reason)
    reason = "材料中没有指明适用哪部规章，按基线要求检查；可用--rules或submission.yaml指定"
    return _with_integrity(books, _baseline(books), reason)


def _named_in_facts(submission: Submission, books: Sequence[Rulebook]) -> list[tuple[Rulebook, str]]:
    """Return the regulations whose place stands in the buyer's, the owner's or the project's name."""
    names = [
        _plain(fact.value or fact.text)
        for extracted in submission.documents
        for fact in extracted.facts
        if fact.kind in ("project.owner", "party.buyer", "project.name") and fact.state == "stated"
    ]
    found = []
    for book in books:
        places = _full_names(book)
        hit = next((name for name in names if any(_stands(name, place) for place in places)), None)
        if hit is not None and not hit.endswith("公司"):
            found.append((book, hit))
    return found


def _stands(name: str, place: str) -> bool:
    """Tell whether a place begins a name, or stands in it after a larger place (山东省济宁市曲阜市…)."""
    at = name.find(place)
    return at >= 0 and (at == 0 or name[at - 1] in "省市州区區县縣《“")


def _cited(submission: Submission, books: Sequence[Rulebook]) -> list[tuple[Rulebook, str]]:
    texts = [_document_text(extracted) for extracted in submission.documents]
    found = []
    for book in books:
        marks = [mark for mark in (_plain(book.title), _number(book.number or "")) if mark]
        if any(mark in text or mark in _number(text) for text in texts for mark in marks):
            found.append((book, book.title))
    return found


def _in_head(submission: Submission, books: Sequence[Rulebook]) -> list[tuple[Rulebook, str]]:
    heads = []
    for extracted in submission.documents:
        body = [block.text for block in extracted.document.blocks if block.layer != "contents" and block.text.strip()]
        heads += [_plain(text) for text in (*body[:HEAD_BLOCKS], *body[-10:])]
    found = []
    for book in books:
        places = "|".join(map(re.escape, _full_names(book)))
        if not places:
            continue
        # a company may carry a city's name and sell elsewhere: only a public body counts
        pattern = re.compile(
            f"(?:{places})[^，。；：:、（）()《》]{{0,16}}?(?:{_ORGAN})(?![^，。；：:、（）()]{{0,12}}公司)"
        )
        hit = next((match for text in heads if (match := pattern.search(text))), None)
        if hit is not None:
            found.append((book, hit[0]))
    return found


def _full_names(book: Rulebook) -> tuple[str, ...]:
    """Return the names of a book's places that cannot be part of other words (曲阜市, not 曲阜)."""
    return tuple(name for name in book.places if name[-1] in "市区區县縣州旗盟省")


def _document_text(extracted: Extracted) -> str:
    texts = [block.text for block in extracted.document.blocks]
    texts += [cell.text for block in extracted.document.blocks if block.table for cell in block.table.cells]
    return _plain("".join(texts))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _number(text: str) -> str:
    """Return a document number without its brackets, of which there are many kinds."""
    return re.sub(r"[〔〕\[\]()（）【】［］]", "", _plain(text))


def effective_date(documents: Sequence[Extracted], *, given: date | None, today: date) -> tuple[date, str]:
    """Return the day whose rules apply and why: as given, a contract's signing, an application's declaration, today.

    Where only a contract of supervision or the like is there, its signing counts.

    A day of which only the month is known counts from its first day. ``today`` comes from the command line alone.
    """
    if given is not None:
        return given, GIVEN
    contracts = carriers_of(documents, ("contract",))
    main = [carrier for carrier in contracts if not is_supplement(carrier)] or list(contracts)
    for carriers, kind, name in (
        (main, "date.signed", "合同签订日期"),
        (list(carriers_of(documents, _APPLICATION_KINDS)), "date.declared", "申报日期"),
        (list(carriers_of(documents, ("supervision_contract",))), "date.signed", "监理、测评或咨询合同签订日期"),
    ):
        days = [
            (day, carrier.path)
            for carrier in carriers
            for fact in stated(carrier.facts((kind,)))
            if (day := first_day(fact.value or "")) is not None and len(fact.value or "") >= 7
        ]
        if days:
            # a contract is made when the last party signs; of equal days the first document is named
            day, path = max(days, key=lambda item: item[0])
            return day, f"{name}（{path}）"
    return today, TODAY
