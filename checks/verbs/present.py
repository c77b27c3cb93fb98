"""``present``: a clause, a chapter or a fact must be stated."""

from msgspec.structs import replace

from checks.case import Case, Verdict, evidence_of, related_of, spaced, title_evidence
from checks.papers import body
from checks.statements import FOREIGN_SUBJECTS, affirmed, contested, denied, followed, in_force, stated
from checks.submission import carriers_of
from checks.verbs.narrow import narrow
from checks.verbs.verb import OnBlank, Verb, unsettled
from checks.vocabulary import fact_name
from checks.wording import holder_words, listed, statement_words
from extractor.fact import DocumentKind, Fact


class Present(Verb, frozen=True, tag="present"):
    """One of the facts is stated in the carriers.

    ``or_document``: documents of these kinds stand for it. ``instead``: facts that may mean the same and give a review.
    ``weak_subjects``: statements about these alone give a review. ``covers``: one of these words must stand with the
    statement, else a person looks at what it leaves out. ``near``: words that tell where to look when it is missing.
    ``own_document``: a document of ``or_document`` is what is asked; a chapter in a carrier is for a person to accept.
    ``except_facts``: one of these anywhere in the submission is a reason for a denial, which a person then weighs.
    ``if_silent``: ``review`` where the thing must be so and need not be written down (who held the acceptance).
    """

    fact: tuple[str, ...]
    or_document: tuple[DocumentKind, ...] = ()
    instead: tuple[str, ...] = ()
    weak_subjects: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    if_blank: OnBlank = "fail"
    near: tuple[str, ...] = ()
    own_document: bool = False
    except_facts: tuple[str, ...] = ()
    if_silent: OnBlank = "fail"

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return self.fact + self.instead + self.except_facts

    def judge(self, case: Case) -> Verdict:
        """Return pass with the statement, review where it is not clear, fail where every carrier is silent."""
        words = {"document": case.names(), "name": fact_name(self.fact[0])}
        if self.or_document:
            standing = self._document(case, words)
            if standing is not None:
                return standing
        facts = [fact for fact in case.facts(self.fact) if fact.subject not in FOREIGN_SUBJECTS - {*self.weak_subjects}]
        found = in_force(case, stated(facts))
        no = denied(found)
        if no:
            disputed = contested(case, affirmed(found), no, words)
            return self._excused(case, disputed, no) if disputed.kind == "fail" else disputed
        pointers = [fact for fact in facts if fact.state == "referred"]
        if not found and not any(fact.state == "blank" for fact in facts):
            found = followed(case, pointers)
        if found:
            return self._stated(case, found, words)
        verdict = unsettled(case, facts, self.if_blank, words)
        if verdict is not None:
            return verdict
        others = stated(case.facts(self.instead))
        if others:
            said = "" if others[0].value == "present" else statement_words(others[0])
            note = f"文中写有{fact_name(others[0].kind)}{said}，是否即{words['name']}，请核对。"
            return Verdict(kind="review", reason="needs-person", words=words, note=note, evidence=evidence_of(others),
                           unread=case.unread(), fact=self.fact[0])  # fmt: skip
        if self.if_silent == "review":
            words["actual"] = "没有写明"
            return case.found_nothing("review", "unstated", asked=self.fact, near=self.near, words=words)
        return case.found_nothing("fail", "missing", asked=self.fact, near=self.near, words=words)

    def _stated(self, case: Case, found: list[Fact], words: dict[str, str]) -> Verdict:
        evidence = (*evidence_of(found), *related_of(found))
        filled = {**words, "document": case.names_of(found), "actual": _actual(found)}
        unread = case.unread()
        if len({fact.holder for fact in found}) > 1 and any(fact.holder and fact.related for fact in found):
            note = "归属随付款等条件而变，见证据。"
            return Verdict(kind="review", reason="needs-person", words=filled, note=note, evidence=evidence,
                           unread=unread, fact=found[0].kind)  # fmt: skip
        if self.weak_subjects and all(fact.subject in self.weak_subjects for fact in found):
            return Verdict(kind="review", reason="needs-person", words=filled, evidence=evidence, unread=unread,
                           fact=found[0].kind)  # fmt: skip
        if self.own_document:
            note = "没有单独成册，文件内的篇章是否认可，请人工判断。"
            return Verdict(kind="review", reason="needs-person", words=filled, note=note, evidence=evidence,
                           unread=unread, fact=found[0].kind)  # fmt: skip
        left_out = narrow(case, found, self.covers)
        if left_out:
            return Verdict(kind="review", reason="needs-person", words=filled, note=left_out, evidence=evidence,
                           unread=unread, fact=found[0].kind)  # fmt: skip
        return Verdict(kind="pass", reason="present", words=filled, evidence=evidence, unread=unread,
                       fact=found[0].kind)  # fmt: skip

    def _excused(self, case: Case, verdict: Verdict, no: list[Fact]) -> Verdict:
        """Return a review where the submission gives its reason for what is denied, else the verdict as it is."""
        facts = (fact for extracted in case.submission.documents for fact in extracted.facts)
        reasons = affirmed(fact for fact in facts if fact.kind in self.except_facts)
        if not reasons:
            return verdict
        said, why = (" ".join(one.text.split()) for one in (no[0], reasons[0]))
        note = f"{case.text_at(evidence_of(no[:1]))}写明：“{said}”；理由：“{why}”。"
        return replace(verdict, kind="review", reason="reason-given", words={**verdict.words, "actual": said},
                       note=note, evidence=evidence_of([*no, *reasons]))  # fmt: skip

    def _document(self, case: Case, words: dict[str, str]) -> Verdict | None:
        """Return a pass where a document of its own stands for the chapter; open where that document was not read."""
        standing = carriers_of(case.submission.documents, self.or_document)
        for carrier in standing:
            evidence = title_evidence(carrier.extracted)
            if evidence:
                own = Case(case.submission, (carrier,))
                words = {**words, "document": own.names(), "actual": "单独成册"}
                if self.covers and carrier.whole() and not spaced(self.covers).search(body(carrier)):
                    note = f"未见“{self.covers[0]}”等字样，是否覆盖请核对。"
                    return Verdict(kind="review", reason="needs-person", words=words, note=note, evidence=evidence)
                return Verdict(kind="pass", reason="present", words=words, evidence=evidence)
        if standing:
            return Case(case.submission, standing, case.suspects).found_nothing("fail", "missing", words=words)
        return None


def _actual(found: list[Fact]) -> str:
    """Return what is stated: every owner where a right is split, else the first statement."""
    fact = found[0]
    if fact.holder is not None:
        return listed([holder_words(one.holder, one.holder_text) for one in found], unit="方")
    return fact.text if fact.value in ("present", None) else statement_words(fact)
