"""The folder that screening is measured on: the same from one seed, no two files equal, some of them damaged."""

import hashlib
import json

import pypdfium2
import pytest

from benchmarks import folder, screening
from benchmarks.papers import cases
from benchmarks.runs import Sample, Took
from extractor.pipeline import extract
from extractor.readers.source import Source

FILES = 120


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("folder") / "made"
    return path, folder.made(path, FILES, seed=3)


def listed(path):
    return sorted(file for file in path.rglob("*") if file.is_file() and file.name != "submission.yaml")


def test_it_holds_what_it_says(made):
    path, told = made
    files = listed(path)
    assert len(files) == told.files == FILES
    assert told.submissions == len(list(path.glob("*/*"))) == 3
    assert sum(told.endings.values()) == FILES
    assert told.bytes == sum(file.stat().st_size for file in files)
    assert 4 <= told.pages / told.paged <= 6
    assert 0 < sum(told.damaged.values()) < FILES // 5


def test_no_two_files_are_equal_but_empty_ones(made):
    path, told = made
    digests = {hashlib.sha256(file.read_bytes()).digest() for file in listed(path)}
    empty = told.damaged.get("empty", 0)
    assert len(digests) == FILES - max(0, empty - 1)


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(made, tmp_path):
    path, told = made
    again = folder.made(tmp_path / "again", FILES, seed=3)
    assert again == told
    for one, other in zip(listed(path), listed(tmp_path / "again"), strict=True):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes()
    assert folder.made(tmp_path / "other", FILES, seed=4).bytes != told.bytes


@pytest.mark.parametrize("ending", ["pdf", "docx", "ofd", "txt"])
def test_a_copy_speaks_of_its_own_project_only(made, ending):
    path, _ = made
    kind = "合同" if ending in ("pdf", "docx") else "纪要"
    words = path.name
    for submission in sorted(path.glob("*/*")):
        for file in sorted(submission.glob(f"*{kind}*.{ending}")):
            found = extract(Source.open(file, file.name))
            if found.document.status != "read":
                continue
            texts = "".join(block.text for block in found.document.blocks)
            project = submission.name[5:]
            assert project in texts.replace(" ", "")
            if project != cases.PROJECT:
                assert cases.PROJECT not in texts
            words = file.name
    assert words != path.name, "nothing was read"


def test_a_contract_states_the_values_of_its_project(made):
    path, _ = made
    values = {}
    for file in sorted(path.rglob("00采购合同.docx")):
        found = extract(Source.open(file, file.name))
        if found.document.status != "read":
            continue
        values[file] = [fact.value for fact in found.facts if fact.kind in ("contract.price", "period.warranty")]
        assert len(values[file]) >= 2
    assert len({tuple(one) for one in values.values()}) > 1


def test_pdfs_put_together_again_are_sound(made):
    path, told = made
    broken = 0
    for file in path.rglob("*.pdf"):
        try:
            with pypdfium2.PdfDocument(file) as document:
                assert len(document) > 0
        except pypdfium2.PdfiumError:
            broken += 1
    assert broken <= sum(told.damaged.values())


def test_every_file_is_held_against_the_report(tmp_path):
    files = tmp_path / "files"
    (files / "a").mkdir(parents=True)
    for name in ("1.txt", "2.txt", "3.txt"):
        (files / "a" / name).write_text(name, encoding="utf-8")
    (files / "a" / "submission.yaml").write_text("classified: false\n", encoding="utf-8")

    def line(*names):
        documents = [{"path": name, "unread": []} for name in names]
        return json.dumps({"line": "submission", "path": str(files / "a"), "documents": documents})

    out = tmp_path / "out.jsonl"
    out.write_text(line("1.txt", "2.txt", "2.txt") + "\n", encoding="utf-8")
    found = screening.results(files, out)
    assert (found["files"], found["once"], found["missing"], found["twice"]) == (3, 1, 1, 1)


def test_memory_that_grows_shows():
    flat = [Sample(2_000 + 10 * at, 100.0, 80.0) for at in range(20)]
    grown = [Sample(2_000 + 10 * at, 100.0 + at, 80.0) for at in range(20)]
    early = [Sample(at, 900.0, 80.0) for at in range(3)]
    assert screening.memory(Took(1, 1, 0, early + flat))["grown_after_2000"] == 0
    assert screening.memory(Took(1, 1, 0, flat))["peak_resident"] == 100
    assert screening.memory(Took(1, 1, 0, grown))["grown_after_2000"] == 10
    assert screening.memory(Took(1, 1, 0, early))["grown_after_2000"] is None
