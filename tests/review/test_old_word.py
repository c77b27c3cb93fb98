"""Old Word files of one run share a run of LibreOffice: the results are those of reading each alone."""

import json
import os
from pathlib import Path

import pytest

from extractor.readers import legacy
from review import batch, worker
from review.batch import Wanted, read_all
from review.pool import LOST, ProcessExpired
from review.worker import Task
from tests.extractor.readers.doc_maker import P, word
from tests.extractor.readers.docx_maker import p, package

TERMS = ["甲方：青溪市大数据中心", "乙方：远岚信息技术有限公司", "质保期为{}年，自最终验收合格之日起计算。"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for LibreOffice")

# makes of each input the .docx that lies ready for it, and notes how many there were
SCRIPT = """#!/bin/sh
HERE={here}
while [ "$1" != --outdir ]; do shift; done
OUT=$2
shift 2
echo $# >> "$HERE/runs"
{first}
for file in "$@"; do
  name=$(basename "$file" .doc)
  cp "$HERE/$(cksum < "$file" | tr ' ' -).docx" "$OUT/$name.docx"
done
exit 0
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Return a function that makes contracts with so many years of warranty; the program in their folder's place."""
    ready = tmp_path / "ready"
    ready.mkdir()

    def make(years, first="", name="合同{}.doc"):
        program = ready / "soffice"
        program.write_text(SCRIPT.format(here=ready, first=first), encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("SHENYUE_SOFFICE", str(program))
        found = []
        for year in years:
            text = [line.format(year) for line in TERMS]
            file = tmp_path / name.format(year)
            file.write_bytes(word([P(line) for line in text]))
            with os.popen(f"cksum < '{file}' | tr ' ' -") as sum_of:  # noqa: S605  our own name
                made = ready / f"{sum_of.read().strip()}.docx"
            made.write_bytes(package("".join(p(line) for line in text)))
            found.append(Wanted(file, file.name, "contract"))
        return found

    make.runs = lambda: [int(line) for line in (ready / "runs").read_text().split()]
    make.ready = ready
    return make


class Here:
    """Stands for the pool: runs every turn in this process, or loses those of several files."""

    lose = False
    turns: list[int]

    def __init__(self, function, seconds, workers):
        self.function, self.seconds = function, seconds

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def run(self, tasks, again=None):
        for at, task in enumerate(tasks):
            assert self.seconds(task) > 0
            Here.turns.append(len(task))
            yield at, LOST[ProcessExpired] if Here.lose and len(task) > 1 else self.function(task)


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(batch, "Pool", Here)
    monkeypatch.setattr(Here, "turns", [], raising=False)
    monkeypatch.setattr(Here, "lose", False)
    return Here


def test_one_conversion_serves_many_files_and_each_comes_out_as_alone(office, here):
    files = office(range(1, 6))
    together = read_all(files, jobs=1)
    assert (here.turns, office.runs()) == ([5], [5])
    assert together == [read_all([one], jobs=2)[0] for one in files]
    assert [one.facts[-1].value for one in together] == [f"P{year}Y" for year in range(1, 6)]
    assert {one.document.status for one in together} == {"read"}
    assert legacy._ahead == {}


def test_a_turn_that_is_lost_is_read_file_by_file(office, here):
    files = office(range(1, 4))
    expected = read_all(files, jobs=1)
    here.turns.clear()
    here.lose = True
    assert read_all(files, jobs=1) == expected
    assert here.turns == [3, 1, 1, 1]


def test_a_program_that_falls_over_the_first_of_many_costs_the_others_nothing(office, here):
    files = office(range(1, 4), first='[ $# -gt 1 ] && exit 1; [ "$(cksum < "$1")" = "$(cat "$HERE/bad")" ] && exit 1')
    with os.popen(f"cksum < '{files[0].file}'") as sum_of:  # noqa: S605  our own name
        (office.ready / "bad").write_text(sum_of.read())
    together = read_all(files, jobs=1)
    assert [one.document.status for one in together] == ["partial", "read", "read"]
    assert together == [read_all([one], jobs=2)[0] for one in files]


def test_without_the_program_each_file_says_so(office, here, monkeypatch):
    files = office(range(1, 4))
    monkeypatch.setenv("SHENYUE_SOFFICE", "none")
    together = read_all(files, jobs=1)
    assert [one.document.unread[0].reason for one in together] == ["needs-tool"] * 3
    assert together == [read_all([one], jobs=2)[0] for one in files]


def test_a_defect_of_converting_ahead_costs_only_time(office, here, monkeypatch):
    def refuse(_sources):
        raise LookupError

    monkeypatch.setattr(legacy, "convert_ahead", refuse)
    assert {one.document.status for one in read_all(office(range(1, 4)), jobs=1)} == {"read"}


def test_a_file_of_another_format_or_gone_does_not_disturb_the_others(office, here):
    files = office(range(1, 4))
    files[1].file.write_text("第一条 质保期为九年。", encoding="utf-8")
    files[2].file.unlink()
    together = read_all(files, jobs=1)
    assert [one.document.format for one in together] == ["doc", "txt", "unknown"]
    assert [one.document.status for one in together] == ["read", "read", "unreadable"]


def tasks(folder: Path, *names: str, size: int = 10) -> list[Task]:
    for name in names:
        with (folder / name).open("wb") as stream:
            stream.truncate(size)
    return [Task(str(folder / name), (name,)) for name in names]


def test_turns_are_shared_out_and_bounded(tmp_path):
    many = tasks(tmp_path, *(f"{at}.doc" for at in range(50)), "a.pdf", "b.RTF", "c.docx")
    assert [len(turn) for turn in batch._turns(many, 1)] == [20, 20, 11, 1, 1]
    assert [len(turn) for turn in batch._turns(many[:9], 2)] == [5, 4]
    assert [len(turn) for turn in batch._turns(many[:2], 8)] == [1, 1]
    assert sorted(sum(batch._turns(many, 2), [])) == list(range(53))  # noqa: RUF017  short lists
    large = tasks(tmp_path, "x.doc", "y.doc", "z.doc", size=60_000_000)
    assert [len(turn) for turn in batch._turns(large, 1)] == [1, 1, 1]
    assert [len(turn) for turn in batch._turns([*many[:2], Task(many[2].file, ("2.doc",), scans=3)], 1)] == [2, 1]


def test_a_turn_has_more_time_than_a_file_and_less_than_all_one_by_one(tmp_path):
    many = tasks(tmp_path, *(f"{at}.doc" for at in range(20)))
    alone, together = batch.seconds_of(many[:1]), batch.seconds_of(many)
    assert 2 * alone < together < 10 * alone


def test_results_stand_in_the_order_asked_for(office, here, tmp_path):
    old = office(range(1, 3))
    (tmp_path / "方案.txt").write_text("第一条 质保期为八年。", encoding="utf-8")
    text = Wanted(tmp_path / "方案.txt", "方案.txt")
    read = read_all([text, old[0], text, old[1]], jobs=1)
    assert [one.document.path for one in read] == ["方案.txt", "合同1.doc", "方案.txt", "合同2.doc"]


def test_a_run_of_several_prepares_no_file_twice(office, here):
    (first, *_) = office([1])
    same = Wanted(first.file.with_name("副本.doc"), "副本.doc", "contract")
    same.file.write_bytes(first.file.read_bytes())
    assert [one.document.path for one in read_all([first, same], jobs=1)] == ["合同1.doc", "副本.doc"]
    assert office.runs() == [1]


def test_one_task_is_run_as_it_always_was(monkeypatch, tmp_path):
    monkeypatch.setattr(legacy, "convert_ahead", None)
    (task,) = tasks(tmp_path, "a.txt")
    (packed,) = worker.run_all((task,))
    assert packed.extracted() == worker.run(task)


def test_the_worker_that_converts_is_killed_and_every_file_is_read(office, shenyue_process):
    """The stand-in kills the worker that asked for several files; each is then asked for alone."""
    files = [str(one.file) for one in office(range(1, 4), first="[ $# -gt 1 ] && kill -9 $PPID && exit 1")]
    done = shenyue_process("facts", *files, "--format", "json", "--kind", "contract", "--jobs", "1")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)["documents"]
    assert [one["status"] for one in found] == ["read"] * 3
    assert office.runs() == [3, 1, 1, 1]
