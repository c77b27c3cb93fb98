"""Every Word file of the samples and of the test submissions, with a note on each piece of evidence in it."""

import shutil
import subprocess

import pytest

from extractor.pipeline import extract
from extractor.readers.source import Source
from review.annotate import Note
from review.annotate.notes import notes_for
from review.annotate.word_file import noted as annotated
from review.entries import evidence_entry, finding_entry
from review.verify.matching import compact
from tests.altered import FOLDERS, whole
from tests.review.annotate.anchors import comments
from tests.review.annotate.word_made import contents, read_back

FILES = [(folder, file.name) for folder in FOLDERS for file in sorted(folder.glob("*.docx"))]
IDS = [f"{folder.name}/{name}" for folder, name in FILES]
EVERY = ("fail", "review", "open", "pass", "notApplicable")


def noted(folder, name) -> list[Note]:
    """Return the notes of a file's findings of every kind."""
    submission = whole(folder)
    findings = map(finding_entry, submission.judged(submission.submission.documents).values())
    return list(notes_for(findings, name, alone=False, include=EVERY, clauses={}).notes)


@pytest.mark.parametrize(("folder", "name"), FILES, ids=IDS)
def test_the_words_of_every_finding_and_fact_are_those_its_comment_is_put_to(folder, name):
    source = (folder / name).read_bytes()
    document = next(one for one in whole(folder).submission.documents if one.document.path == name)
    facts = [one for fact in document.facts for one in (*fact.evidence, *fact.related)]
    notes = noted(folder, name)
    notes += [
        Note(evidence_entry(one), "review", None, "事实", "", f"{at:016x}", finding=f"{at}")
        for at, one in enumerate(facts)
    ]
    done = annotated(source, notes, suggest=False)
    assert not done.left
    shown = comments(done.data) if notes else []
    for placed, comment in zip(done.placed, shown, strict=True):
        if placed.note.evidence is None:
            assert placed.spot == "head"
        else:
            assert placed.spot == "words"
            assert compact(comment.anchor) == compact(placed.note.evidence.quote)
    before, after = contents(source), contents(done.data)
    assert [name for name in after if name in before] == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
    }  # fmt: skip
    assert set(after) - set(before) <= {"word/comments.xml"}
    assert annotated(done.data, notes, suggest=False).data == done.data
    assert read_back(done.data) == read_back(source)


@pytest.mark.parametrize(("folder", "name"), FILES[:9], ids=IDS[:9])
def test_what_a_noted_file_states_is_what_it_stated(folder, name):
    source = (folder / name).read_bytes()
    done = annotated(source, noted(folder, name), suggest=False)
    before, after = extract(Source(name, source)), extract(Source(name, done.data))
    assert (after.kind, after.facts) == (before.kind, before.facts)


@pytest.mark.system
@pytest.mark.parametrize(("folder", "name"), FILES[:2], ids=IDS[:2])
def test_libreoffice_opens_it_and_keeps_the_comments_at_their_words(folder, name, tmp_path):
    program = shutil.which("soffice")
    assert program is not None
    notes = noted(folder, name)
    done = annotated((folder / name).read_bytes(), notes, suggest=False)
    (tmp_path / "noted.docx").write_bytes(done.data)
    command = [
        program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
        "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "noted.docx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = comments((tmp_path / "out" / "noted.docx").read_bytes())
    assert len(saved) == len(notes) > 0
    asked = sorted((note.title, compact(note.evidence.quote)) for note in notes if note.evidence is not None)
    kept = sorted((comment.lines[0], compact(comment.anchor)) for comment in saved)
    assert [one for one in asked if one not in kept] == []
