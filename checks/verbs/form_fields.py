"""``form_fields``: the fields of a form are there and filled in."""

import re
import unicodedata

from msgspec import Struct

from checks.case import Case, Verdict, evidence_of
from checks.statements import stated
from checks.verbs.verb import Verb
from extractor.fact import Fact

KIND = "form.field"
MORE = 8  # characters that a form may add to a label: 项目建设依据, 建设依据及理由


class Field(Struct, frozen=True):
    """A field: ``labels`` are the ways a form may name it; a stated fact of ``facts`` shows it as well."""

    name: str
    labels: tuple[str, ...]
    facts: tuple[str, ...] = ()


class FormFields(Verb, frozen=True, tag="form_fields"):
    """Every field stands in the form under one of its labels, with something written in it."""

    fields: tuple[Field, ...]

    def asks(self) -> tuple[str, ...]:
        """Return the kinds of facts that the verb looks at."""
        return (KIND, *dict.fromkeys(kind for field in self.fields for kind in field.facts))

    def judge(self, case: Case) -> Verdict:
        """Return pass where all are filled; fail naming those absent or left blank; review where one points away."""
        written = case.facts((KIND,))
        filled: list[Fact] = []
        blank: list[tuple[str, Fact]] = []
        referred: list[tuple[str, Fact]] = []
        missing: list[str] = []
        for field in self.fields:
            own = [fact for fact in written if names(fact.subject or fact.text, field.labels)]
            answers = [fact for fact in own if fact.state == "stated"] or stated(case.facts(field.facts))
            if answers:
                filled.append(answers[0])
            elif pointing := [fact for fact in own if fact.state == "referred"]:
                referred.append((field.name, pointing[0]))
            elif own:
                blank.append((field.name, own[0]))
            else:
                missing.append(field.name)
        words = {
            "document": case.names(),
            "count": str(len(self.fields)),
            "name": "、".join(f.name for f in self.fields),
        }
        left = [fact for _, fact in blank]
        if missing:
            note = f"另有留空未填的：{'、'.join(name for name, _ in blank)}。" if blank else ""
            absent = case.found_nothing("fail", "missing", asked=(KIND,), near=self._labels(missing),
                                        nearest=evidence_of(left + filled), note=note,
                                        words={**words, "missing": "、".join(missing)})  # fmt: skip
            # what was not read may hold the missing field, it does not fill the one that stands empty
            if absent.kind != "open" or not blank:
                return absent
        if blank:
            said = "、".join(name for name, _ in blank)
            return Verdict(kind="fail", reason="blank", words={**words, "name": said, "actual": said},
                           evidence=evidence_of(left), unread=case.unread(), fact=KIND)  # fmt: skip
        if referred:
            said = "、".join(name for name, _ in referred)
            return Verdict(kind="review", reason="referred",
                           words={**words, "name": said, "actual": referred[0][1].value or referred[0][1].text},
                           evidence=evidence_of(fact for _, fact in referred), unread=case.unread(),
                           fact=KIND)  # fmt: skip
        return Verdict(kind="pass", reason="present", words=words, evidence=evidence_of(filled), unread=case.unread(),
                       fact=KIND)  # fmt: skip

    def _labels(self, missing: list[str]) -> tuple[str, ...]:
        return tuple(label for field in self.fields if field.name in missing for label in field.labels)


def names(label: str, wanted: tuple[str, ...]) -> bool:
    """Tell whether a label of a form is one of these, with the few words that forms add to it.

    >>> names("二、项目建设 依据（必填）：", ("建设依据",)), names("年度投资额", ("总投资额",))
    (True, False)
    """
    plain = re.sub(r"[(][^()]*[)]", "", unicodedata.normalize("NFKC", label))
    plain = re.sub(r"[\W_]", "", plain)
    return any(word in plain and len(plain) - len(word) <= MORE for word in wanted)
