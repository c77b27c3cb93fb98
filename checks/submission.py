"""What is judged as one: the documents of a project, what is said of it, and which documents carry a requirement."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct

from checks.finding import UnreadPart
from checks.profile import Profile, Stage
from checks.remembered import Once
from extractor.document import Unread
from extractor.fact import DocumentKind, Evidence, Extracted, Fact

CarrierMode = Literal["first", "each", "all"]

STAGE_NAMES: dict[Stage, str] = {
    "application": "申报",
    "review": "评审",
    "contract": "合同",
    "implementation": "实施",
    "acceptance": "验收",
    "operation": "运维",
}
STAGE_KINDS: dict[Stage, frozenset[DocumentKind]] = {
    "application": frozenset(
        ("feasibility_report", "construction_plan", "preliminary_design", "crypto_plan", "application_form",
         "budget_estimate", "sharing_list", "security_plan", "product_statement", "fund_document")
    ),
    "review": frozenset(("review_material", "approval")),
    "contract": frozenset(
        ("contract", "supervision_contract", "procurement_document", "bid", "award_notice", "filing_record",
         "legal_opinion")
    ),
    "implementation": frozenset(("change_request", "progress_report", "responsibility_letter")),
    "acceptance": frozenset(
        ("acceptance_application", "acceptance", "trial_report", "test_report", "audit_report")
    ),
    "operation": frozenset(("om_request", "performance_report")),
}  # fmt: skip
# an acceptance hands in catalogues of its data as an application does
_CATALOGUES: frozenset[DocumentKind] = frozenset(("sharing_list",))
# what such files hold is no text that could carry a requirement
NEVER_CARRIERS = frozenset(
    (".dwg", ".dxf", ".dwf", ".skp", ".rvt", ".vsd", ".vsdx", ".mp4", ".avi", ".mov", ".wmv", ".mkv", ".flv", ".mp3",
     ".wav", ".exe", ".dll", ".msi", ".apk", ".jar", ".so", ".bat", ".sh", ".bin", ".iso", ".psd", ".ai", ".cdr",
     ".dwt", ".ifc", ".stp", ".step", ".m4v", ".mpg", ".mpeg", ".webm", ".m4a", ".wma", ".aac", ".flac", ".amr",
     ".class", ".war", ".com", ".cmd", ".ps1", ".deb", ".rpm", ".img", ".vmdk")
)  # fmt: skip


class Submission(Struct, frozen=True):
    """The documents of one project with its profile; ``on`` is the day whose rules apply, ``on_reason`` says why."""

    path: str
    documents: tuple[Extracted, ...]
    profile: Profile = Profile()
    on: date | None = None
    on_reason: str = ""


class Carrier(Struct, frozen=True):
    """A document, or the pages of one of its parts, that carries a requirement."""

    extracted: Extracted
    kind: DocumentKind
    pages: tuple[int, int] | None = None

    @property
    def path(self) -> str:
        """Return the path of the document."""
        return self.extracted.document.path

    def facts(self, kinds: Iterable[str]) -> tuple[Fact, ...]:
        """Return the facts of these kinds that stand in this carrier, in the order of their places."""
        wanted = frozenset(kinds)
        return tuple(fact for fact in self.extracted.facts if fact.kind in wanted and self._holds(fact))

    def unread(self) -> tuple[Unread, ...]:
        """Return what was not read of this carrier; empty where it was read whole."""
        parts = tuple(part for part in self.extracted.document.unread if self._within(part.location.page))
        if not parts and self.extracted.document.status == "unreadable":
            return self.extracted.document.unread
        return parts

    def whole(self) -> bool:
        """Tell whether all of it was read."""
        return self.extracted.document.status != "unreadable" and not self.unread()

    def holds(self, place: Evidence) -> bool:
        """Tell whether a place stands in this carrier."""
        return place.document == self.path and self._within(place.location.page)

    def _holds(self, fact: Fact) -> bool:
        return not fact.evidence or self._within(fact.evidence[0].location.page)

    def _within(self, page: int | None) -> bool:
        return self.pages is None or page is None or self.pages[0] <= page <= self.pages[1]


class Carried(Struct, frozen=True):
    """The carriers of a requirement in a submission.

    ``groups`` are judged one by one, the carriers of a group together. ``absent`` are kinds that ought to be there and
    are not. ``suspects`` are unread files of unknown kind that may be the carrier.
    """

    groups: tuple[tuple[Carrier, ...], ...]
    absent: tuple[DocumentKind, ...] = ()
    suspects: tuple[UnreadPart, ...] = ()


def carriers_of(documents: Sequence[Extracted], kinds: Iterable[DocumentKind]) -> tuple[Carrier, ...]:
    """Return the carriers of these kinds, the parts of files that hold several documents included."""
    wanted = frozenset(kinds)
    found = []
    for extracted in documents:
        parts = [Carrier(extracted, part.kind, part.pages) for part in extracted.parts if part.kind in wanted]
        if parts:
            found += parts
        elif extracted.kind in wanted:
            found.append(Carrier(extracted, extracted.kind))
    return tuple(found)


def carry(submission: Submission, mode: CarrierMode, kinds: Sequence[DocumentKind]) -> Carried:
    """Return who carries a requirement: the first kind present, each document, or all the kinds together."""
    carriers = carriers_of(submission.documents, kinds)
    present = {carrier.kind for carrier in carriers}
    groups: tuple[tuple[Carrier, ...], ...]
    if mode == "first":
        first = next((kind for kind in kinds if kind in present), None)
        group = tuple(carrier for carrier in carriers if carrier.kind == first)
        groups = (group,) if group else ()
        read = any(carrier.whole() for carrier in group)
    else:
        groups = tuple((carrier,) for carrier in carriers)
        read = any(carrier.whole() for carrier in carriers)
    absent = tuple(kind for kind in kinds if kind not in present) if mode == "all" else ()
    return Carried(groups, absent, () if read else suspects(submission))


def suspects(submission: Submission) -> tuple[UnreadPart, ...]:
    """Return what was not read of files whose kind is unknown: any of them may be the document that is looked for."""
    return tuple(
        UnreadPart(extracted.document.path, part)
        for extracted in submission.documents
        if extracted.kind == "unknown" and not extracted.parts and may_carry(extracted)
        for part in extracted.document.unread
    )


@Once
def may_carry(extracted: Extracted) -> bool:
    """Tell whether a file could hold text that a rule asks for: drawings, videos and programs never do.

    Nor does a photo that was looked at and shows none. One whose name says that it is a contract may: a scan on which
    nothing is seen is a bad scan. So may one that was not looked at.
    """
    document = extracted.document
    looked_at = bool(document.unread) and all(part.reason == "empty" for part in document.unread)
    if document.format == "image" and extracted.kind == "unknown" and looked_at:
        return False
    return PurePosixPath(document.path).suffix.lower() not in NEVER_CARRIERS


def stages_of(submission: Submission) -> tuple[Stage, ...]:
    """Return the stages of a submission: as stated, else those of the kinds present; empty where nothing tells."""
    if submission.profile.stage:
        return submission.profile.stage
    kinds = {extracted.kind for extracted in submission.documents}
    kinds.update(part.kind for extracted in submission.documents for part in extracted.parts)
    if kinds & STAGE_KINDS["acceptance"]:
        kinds -= _CATALOGUES
    return tuple(stage for stage, members in STAGE_KINDS.items() if members & kinds)
