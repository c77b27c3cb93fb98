"""``covers``: a document must speak to each of several subjects, with an opinion of its own."""

import re

from msgspec import Struct

from checks.case import Case, Verdict, mentions, spaced
from checks.papers import title_with
from checks.verbs.verb import Verb
from extractor.fact import Evidence


class Topic(Struct, frozen=True):
    """A subject: its name for a person and the words that show it is spoken of."""

    name: str
    words: tuple[str, ...]


class Covers(Verb, frozen=True, tag="covers"):
    """Each topic is spoken of; with ``opinion`` words, one of them must stand in the sentence or right after it.

    The contents list and page furniture do not count. A topic that is only named gives a review. ``titles``: of several
    papers of a kind only those with one of these words in their title are meant, where there is one (管理办法 beside an
    application for money).
    """

    topics: tuple[Topic, ...]
    opinion: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def judge(self, case: Case) -> Verdict:
        """Return pass where every topic has its opinion, review where one is only named, fail where one is absent."""
        meant = tuple(carrier for carrier in case.group if title_with(carrier, self.titles) is not None)
        if self.titles and meant:
            case = Case(case.submission, meant, case.suspects, case.limit)
        words = {"document": case.names(), "name": "、".join(topic.name for topic in self.topics)}
        evidence: list[Evidence] = []
        missing, thin = [], []
        for topic in self.topics:
            found = [place for carrier in case.group for place in mentions(carrier.extracted, topic.words)]
            opinions = [place for place in found if self._has_opinion(case, place)]
            if opinions:
                evidence += opinions[:2]
            elif found:
                evidence += found[:2]
                thin.append(topic.name)
            else:
                missing.append(topic.name)
        shown = tuple(dict.fromkeys(evidence))
        if missing:
            words["missing"] = "、".join(missing)
            return case.found_nothing("fail", "missing", nearest=shown, words=words)
        if thin:
            words["missing"] = "、".join(thin)
            return Verdict(kind="review", reason="thin", words=words, evidence=shown, unread=case.unread())
        return Verdict(kind="pass", reason="present", words=words, evidence=shown, unread=case.unread())

    def _has_opinion(self, case: Case, place: Evidence) -> bool:
        """Tell whether an opinion stands in the sentence, the rest of its block, or the block after a heading."""
        if not self.opinion:
            return True
        pattern = spaced(self.opinion)
        for carrier in case.group:
            if carrier.path != place.document:
                continue
            blocks = carrier.extracted.document.blocks
            for index, block in enumerate(blocks):
                if block.id != place.block:
                    continue
                if block.table is not None:
                    row = [cell.text for cell in block.table.cells if cell.row == place.location.row]
                    return bool(pattern.search(" ".join(row)))
                rest = block.text[place.start :]
                if re.search(r"[。；]", rest) is None and index + 1 < len(blocks):
                    rest += blocks[index + 1].text
                return bool(pattern.search(rest))
        return False
