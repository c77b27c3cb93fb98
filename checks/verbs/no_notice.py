"""``no_notice``: a file does not hold something its reader gave notice of (unaccepted changes)."""

from checks.case import Case, Verdict, title_evidence
from checks.verbs.verb import Verb
from checks.wording import listed
from extractor.document import Notice, NoticeCode
from extractor.fact import Evidence, Extracted
from extractor.quote import quote


class NoNotice(Verb, frozen=True, tag="no_notice"):
    """No document has a notice of this code; one that has needs a person, who alone knows which state was meant."""

    code: NoticeCode

    def judge(self, case: Case) -> Verdict:
        """Return review with the documents concerned, else pass."""
        words = {"document": case.names()}
        evidence: list[Evidence] = []
        paths, messages = [], []
        for carrier in case.group:
            for notice in carrier.extracted.document.notices:
                if notice.code == self.code:
                    evidence += _place(carrier.extracted, notice)
                    paths.append(carrier.path)
                    messages.append(notice.message)
        if paths:
            words = {**words, "actual": listed(paths), "note": messages[0]}
            return Verdict(kind="review", reason="needs-person", words=words, evidence=tuple(dict.fromkeys(evidence)),
                           unread=case.unread())  # fmt: skip
        return case.found_nothing("pass", "nothing-found", words=words)


def _place(extracted: Extracted, notice: Notice) -> tuple[Evidence, ...]:
    """Return the words that stand where the notice points; the document's first words where it points nowhere."""
    where = notice.location
    if where.paragraph is not None:
        for block in extracted.document.blocks:
            if block.place.part == where.part and block.place.paragraph == where.paragraph and block.text.strip():
                return quote(extracted.document, block, 0, len(block.text))
    return title_evidence(extracted)
