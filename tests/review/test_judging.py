"""Judging a submission: in a worker or here, by all rules or by those that changed; what reports are given of it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from checks.profile import Profile
from checks.rulebook import Requirement, load_rulebooks
from extractor.pipeline import extract_text
from review import judging, pool, screening
from review.encode import to_line
from review.held import GoneError, Held, Later
from review.judging import Bench, Hearing, Question, hear, hear_away, heard_before, rule_key
from review.report import SubmissionEntry
from review.reporters import Checked, as_json, as_lines
from review.store import FILE
from review.worker import Packed, pack
from tests.review.conftest import CONTRACT

TODAY = date(2026, 1, 1)
RULES = ("--rules", "baseline", "--on", "2026-01-01", "--fail-on", "never")


def question(books, own=()):
    hashes = tuple((name, book.hash) for name, book in books.items())
    return Question(("baseline",), None, TODAY, own, hashes)


@pytest.fixture(scope="module")
def books():
    return load_rulebooks()


@pytest.fixture(scope="module")
def extracted():
    return extract_text(CONTRACT, "contract")


def held(extracted):
    packed = pack((extracted,))
    assert isinstance(packed, Packed)
    return Held(packed.document, packed.facts[0])


def hearing(books, documents, **more):
    return Hearing("甲", Profile(), documents, question(books), **more)


def test_a_worker_comes_to_what_is_judged_here(books, extracted):
    here = hear(Bench(question(books), books), hearing(books, (extracted,)))
    data = hear_away(hearing(books, (held(extracted),)))
    away = heard_before(data)
    assert away.checked.entry == here.checked.entry
    assert (away.books, away.rules, away.unread) == (here.books, here.rules, here.unread)
    assert len(here.rules) == len(here.checked.entry.findings) > 10


def test_a_worker_that_finds_other_rules_on_the_disk_judges_nothing(books, extracted):
    asked = question(books)
    other = Question(asked.wanted, asked.on, asked.today, asked.own, (("baseline", "sha256:other"), *asked.hashes[1:]))
    assert hear_away(Hearing("甲", Profile(), (held(extracted),), other)) is None
    missing = Question(asked.wanted, asked.on, asked.today, ("/nowhere",), asked.hashes)
    assert hear_away(Hearing("甲", Profile(), (held(extracted),), missing)) is None


def test_what_utf8_cannot_carry_is_judged_by_the_caller(books, extracted):
    broken = hearing(books, (extracted,))
    broken = Hearing("甲\udcff", broken.profile, broken.documents, broken.question)
    assert hear_away(broken) is None
    heard = hear(Bench(question(books), books), broken)
    assert heard.checked.entry.path == "甲\udcff"
    assert heard.sent() is None


@pytest.fixture
def own(tmp_path):
    """Return a copy of the baseline rules as the only rulebooks."""
    folder = tmp_path / "rules" / "baseline"
    shutil.copytree(str(resources.files("lexicons").joinpath("regulations", "baseline")), folder)
    return folder.parent


def changed(own: Path, rule: str, old: str, new: str):
    file = own / "baseline" / f"{rule}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return load_rulebooks(own)


def test_only_the_changed_rule_is_judged_again_and_the_rest_is_as_it_was(own, extracted, monkeypatch):
    before = load_rulebooks(own)
    first = Bench(question(before), before).judged("甲", Profile(), (extracted,))
    after = changed(own, "base-warranty-2y", "title: ", "title: 新的")
    bench = Bench(question(after), after)
    kept = heard_before(first.sent())
    assert not bench.holds(kept)
    judged = []
    whole = judging.judge
    monkeypatch.setattr(judging, "judge", lambda given, rules: judged.extend(rules) or whole(given, rules))
    again = bench.again("甲", Profile(), (extracted,), kept)
    assert [item.rule.id for item in judged] == ["base-warranty-2y"]
    assert again.checked.entry == bench.judged("甲", Profile(), (extracted,)).checked.entry
    titles = {finding.rule: finding.title for finding in again.checked.entry.findings}
    assert titles["base-warranty-2y"].startswith("新的")
    assert bench.holds(heard_before(again.sent()))


def test_a_rule_of_another_book_changes_nothing(own, extracted):
    before = load_rulebooks(own)
    kept = heard_before(Bench(question(before), before).judged("甲", Profile(), (extracted,)).sent())
    shutil.copytree(str(resources.files("lexicons").joinpath("regulations", "qufu")), own / "qufu")
    after = load_rulebooks(own)
    assert Bench(question(after), after).holds(kept)


def test_every_rule_has_a_key_of_its_own(books):
    items = [Requirement(rule, book.regulation) for book in books.values() for rule in book.rules]
    assert len(set(map(rule_key, items))) == len(items) > 250


def test_keys_are_those_of_rules_that_were_read_anew(books):
    fresh = load_rulebooks(cached=False)
    for name, book in books.items():
        for one, other in zip(book.rules, fresh[name].rules, strict=True):
            assert rule_key(Requirement(one, book.regulation)) == rule_key(Requirement(other, book.regulation))
    terms = [screening.Terms((), None, TODAY, None, None, None, given) for given in (books, fresh)]
    assert terms[0].frame() == terms[1].frame()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_keys_do_not_hang_on_the_seed_of_hashes(books, seed):
    program = (
        "from checks.rulebook import load_rulebooks, requirements; from review.judging import rule_key\n"
        "books = load_rulebooks().values()\n"
        "print(b''.join(rule_key(item) for book in books for item in requirements(book)).hex())"
    )
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    keys = [rule_key(Requirement(rule, book.regulation)) for book in books.values() for rule in book.rules]
    assert done.stdout.strip() == b"".join(keys).hex()


def test_the_store_does_not_hold_on_to_what_a_rule_said(shenyue, tmp_path, own):
    shutil.move(own / "baseline", own / "mine")
    head = own / "mine" / "regulation.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("id: baseline", "id: mine"), encoding="utf-8")
    for file in (own / "mine").glob("base-*.yaml"):
        file.rename(file.with_name(file.name.replace("base-", "mine-")))
    for file in (own / "mine").glob("mine-*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("id: base-", "id: mine-"), encoding="utf-8")
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "合同.txt").write_text(CONTRACT, encoding="utf-8")
    asked = ("check", tmp_path / "甲", "--rulebooks", own, "--rules", "mine", "--format", "json", "--fail-on", "never")
    first = shenyue(*asked)
    file = own / "mine" / "mine-warranty-2y.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: 新的"), encoding="utf-8")
    again = shenyue(*asked)
    assert again != first
    assert again == shenyue(*asked, "--no-store")


def test_many_are_judged_in_workers_and_few_here_with_one_result(shenyue, tmp_path, monkeypatch):
    for name in "甲乙丙丁":
        (tmp_path / "各地" / name).mkdir(parents=True)
        (tmp_path / "各地" / name / "合同.txt").write_text(CONTRACT.replace("一年", f"{len(name)}年"), encoding="utf-8")
        (tmp_path / "各地" / name / "说明.txt").write_text(f"{name}的说明", encoding="utf-8")
    asked = ("check", tmp_path / "各地", *RULES, "--no-store", "--jobs", "2", "--format", "jsonl")
    monkeypatch.setattr(screening, "FEW", 99)
    here = shenyue(*asked)
    monkeypatch.setattr(screening, "FEW", 0)
    away = shenyue(*asked)
    assert away == here
    lost = pool.Loss("crashed", "没有")
    monkeypatch.setattr(pool.Pool, "run", alone(pool.Pool.run, lost))
    assert shenyue(*asked) == here


def alone(run, lost):
    """Return a pool that loses every submission it is to judge."""

    def one(self, tasks, **more):
        if tasks and isinstance(tasks[0], Hearing):
            return ((position, lost) for position in reversed(range(len(tasks))))
        return run(self, tasks, **more)

    return one


def test_reports_are_given_the_facts_only_where_they_ask(books, extracted):
    whole = hear(Bench(question(books), books), hearing(books, (extracted,))).checked
    brief = Checked(whole.brief, whole.chosen, whole.notices, lambda: whole.documents)
    assert whole.entry.documents[0].facts
    assert not brief.brief.documents[0].facts
    assert brief.entry == whole.entry
    assert json.loads(brief.documents) == json.loads(to_line(whole.entry))["documents"]
    other = brief.changed(entry=msgspec.structs.replace(brief.brief, findings=brief.brief.findings[:1]))
    assert other.entry.findings == whole.entry.findings[:1]
    assert other.entry.documents == whole.entry.documents
    fresh = whole.changed(entry=msgspec.structs.replace(whole.brief, findings=()))
    assert (fresh.entry.findings, fresh.entry.documents) == ((), whole.entry.documents)


def test_what_is_written_around_ready_documents_has_all_keys():
    for around, whole in ((as_json._Around, SubmissionEntry), (as_lines._Around, as_lines.SubmissionLine)):
        assert around.__struct_fields__ == whole.__struct_fields__


@pytest.fixture
def stored(shenyue, tmp_path, home):
    """Return what is asked of four submissions that the store has, under a rule that has changed since."""
    for name in "甲乙丙丁":
        (tmp_path / "各地" / name).mkdir(parents=True)
        (tmp_path / "各地" / name / "合同.txt").write_text(f"{CONTRACT}\n{name}", encoding="utf-8")
    asked = ("check", tmp_path / "各地", *RULES, "--jobs", "1", "--format", "jsonl")
    return asked, shenyue(*asked)


@pytest.mark.parametrize("few", [0, 99], ids=["in workers", "here"])
@pytest.mark.parametrize("layer", ["facts", "document"])
def test_what_the_store_lost_meanwhile_is_read_again(shenyue, stored, home, monkeypatch, layer, few):
    asked, whole = stored
    with sqlite3.connect(home / "store" / FILE) as other:
        other.execute("DELETE FROM entry WHERE layer = 'submission'")
        other.execute("UPDATE entry SET value = ? WHERE layer = ?", (b"damaged", layer))
    monkeypatch.setattr(screening, "FEW", few)
    assert shenyue(*asked) == whole


def test_a_rule_that_looks_at_what_is_gone_is_no_defect_of_the_rule(books, extracted):
    lost = Later(lambda: (_ for _ in ()).throw(GoneError("facts")))
    broken = msgspec.structs.replace(extracted, facts=lost)
    with pytest.raises(GoneError):
        Bench(question(books), books).judged("甲", Profile(), (broken,))


def test_what_is_looked_at_later_is_the_same(extracted):
    later = held(extracted).extracted()
    assert later == extracted
    assert later.facts[0] == extracted.facts[0]
    assert (len(later.facts), later.facts[1:3]) == (len(extracted.facts), extracted.facts[1:3])
    assert hash(later.facts) == hash(extracted.facts)
    assert held(extracted).extracted().document.blocks == extracted.document.blocks


def test_text_is_unpacked_only_where_it_is_looked_at(extracted):
    packed = pack((extracted,))
    found = Held(b"no document at all", packed.facts[0]).extracted()
    assert found.facts == extracted.facts
    with pytest.raises(msgspec.MsgspecError):
        list(found.document.blocks)
