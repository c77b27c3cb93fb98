"""One changed character in a source or in the report is always caught; an untouched report is confirmed whole."""

import copy
import functools
import io
import json
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.verify import examine as examining
from review.verify.claims import read_report
from review.verify.run import verify
from tests.extractor.readers import ofd_maker as ofd
from tests.review.verify.claims_maker import here

ROOT = Path(__file__).resolve().parents[3]
PAPERS = ROOT / "tests" / "submissions" / "panjin-application"
FAR = 40.0  # points: a box that is moved so far stands around other words
MANY = 6
STRANGE = "龘"
SETTINGS = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
CHANCES = st.integers(0, 2**32).map(random.Random)
PLACES = ("page", "paragraph", "table", "row", "column", "line", "part", "bbox", "sheet", "cell")


class Judged(tuple):
    """A folder and the report on what is in it; too long to be shown."""

    def __new__(cls, *both):
        return super().__new__(cls, both)

    def __repr__(self):
        return "judged"


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Return a folder with a submission (Word, PDF, Excel, text, OFD, a web page) and the report on it."""
    from review.cli import run  # noqa: PLC0415  as it is started

    root = tmp_path_factory.mktemp("verify")
    shutil.copytree(PAPERS, root / "申报材料", ignore=shutil.ignore_patterns("*.py", "expected.yaml"))
    (root / "申报材料" / "合同.txt").write_text(
        "软件开发合同\n\n甲方：云栖市数据资源局\n乙方：青岚科技有限公司\n\n质保期为一年。\n", encoding="utf-8"
    )
    (root / "申报材料" / "采购文件.html").write_text(
        "<title>采购文件</title><h1>采购文件</h1><p>采购人：云栖市数据资源局</p><h2>一、商务要求</h2>"
        "<p>最高限价为120万元。<p>质保期不少于两年，自验收合格之日起。"
        "<table><tr><th>序号<th>名称<th>金额（万元）<tr><td>1<td>服务器<td>70<tr><td>2<td>软件<td>50<tr><td>3<td>合计<td>120</table>",
        encoding="utf-8",
    )
    lines = [
        "软件开发合同",
        "甲方：云栖市数据资源局",
        "乙方：青岚科技有限公司",
        "合同总价为人民币壹佰万元整。",
        "质保期为两年。",
    ]
    texts = [ofd.text(30, 40 + 12 * number, words) for number, words in enumerate(lines)]
    (root / "申报材料" / "合同二.ofd").write_bytes(ofd.package(ofd.page(*texts)))
    (root / "申报材料" / "概算表.csv").write_text(
        "概算表\n序号,名称,金额（万元）\n1,服务器,70\n2,软件,50\n3,合计,120\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run(["check", "申报材料", "--no-store", "--fail-on", "never", "-o", "r.json"]) == 0
    return Judged(root, json.loads((root / "r.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module", autouse=True)
def opened_once():
    """Let the files that all examples share be opened once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examining, "_opened", functools.lru_cache(maxsize=None)(examining._opened))
        yield


def verdicts(root: Path, tree: object) -> Counter[str]:
    """Return what comes of a report: verdicts of files and quotes; ``refused`` where it is no report any more."""
    from review.errors import CannotRun  # noqa: PLC0415  only here

    file = root / "changed.json"
    file.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    try:
        outcome = verify(read_report(file), root, here, io.BytesIO())
    except CannotRun:
        return Counter(refused=1)
    found = outcome.documents, outcome.evidence
    return Counter({name: sum(getattr(one, name) for one in found) for name in ("confirmed", "failed", "unchecked")})


def entries(tree) -> list[dict]:
    (submission,) = tree["submissions"]
    facts = [fact for document in submission["documents"] for fact in document["facts"]]
    found = [entry for fact in facts for entry in (*fact["evidence"], *fact["related"])]
    for finding in submission["findings"]:
        found += finding["evidence"] + (finding["searched"] or {"nearest": []})["nearest"]
    return found


def test_an_untouched_report_is_confirmed(judged):
    root, tree = judged
    found = verdicts(root, tree)
    assert found["confirmed"] > 100
    assert found["failed"] == found["unchecked"] == 0
    formats = {document["format"] for document in tree["submissions"][0]["documents"]}
    assert formats == {"docx", "pdf", "xlsx", "txt", "html", "ofd", "csv"}
    quoted = {entry["document"] for entry in entries(tree)}
    assert quoted == {document["path"] for document in tree["submissions"][0]["documents"]}


def other(char: str, chance: random.Random) -> str:
    return chance.choice([one for one in "0123456789abcdef" if one != char])


def change_place(place: dict, field: str, chance: random.Random) -> None:
    value = place[field]
    if field == "bbox":
        along = chance.randrange(2)  # moved across or down by more than its own size
        step = chance.choice([-1, 1]) * (value[along + 2] - value[along] + chance.uniform(FAR, 300))
        value[along] += step
        value[along + 2] += step
    elif field == "part":
        place[field] = "header" if value == "body" else "body"
    elif isinstance(value, int):
        place[field] = chance.choice([value - 1, value + 1, value + 10])
    else:
        at = chance.randrange(len(value))
        place[field] = value[:at] + (other(value[at], chance) if field == "cell" else STRANGE) + value[at + 1 :]


@SETTINGS
@given(CHANCES)
def test_a_changed_place_is_caught(judged, chance):
    root, original = judged
    tree = copy.deepcopy(original)
    entry = chance.choice(entries(tree))
    place = entry["location"]
    told = [field for field in PLACES if place[field] is not None]
    field = chance.choice(told)
    if field == "bbox" and len(entry["quote"]) < MANY:
        return  # a short word may well stand in the next row too
    if place["sheet"] is not None and field in ("table", "row", "column"):
        # where a table of a sheet begins is the tool's own count: it is caught by the quotes beside it
        beside = [one for one in entries(tree) if one["location"] != place]
        if not any(one["location"]["sheet"] == place["sheet"] and one["location"]["table"] for one in beside):
            return
    change_place(place, field, chance)
    assert not is_clean(verdicts(root, tree)), (field, entry)


@SETTINGS
@given(CHANCES, st.sampled_from(["quote", "document", "label", "far quote"]))
def test_a_changed_quote_name_or_label_is_caught(judged, chance, field):
    root, original = judged
    tree = copy.deepcopy(original)
    everything = entries(tree)
    entry = chance.choice(everything)
    if field == "far quote":  # words that stand in the same submission, but not there
        others = [one["quote"] for one in everything if one["quote"] not in entry["quote"] and len(one["quote"]) > 12]
        entry["quote"] = chance.choice([one for one in others if entry["quote"] not in one])
    else:
        at = chance.randrange(len(entry[field]))
        if entry[field][at].isspace():
            return
        entry[field] = entry[field][:at] + STRANGE + entry[field][at + 1 :]
    assert not is_clean(verdicts(root, tree)), (field, entry)


@SETTINGS
@given(CHANCES, st.sampled_from(["sha256", "path", "bytes", "submission", "format"]))
def test_a_changed_file_in_the_report_is_caught(judged, chance, field):
    root, original = judged
    tree = copy.deepcopy(original)
    (submission,) = tree["submissions"]
    document = chance.choice([one for one in submission["documents"] if one["facts"] or field != "format"])
    if field == "bytes":
        document["bytes"] += chance.choice([-1, 1])
    elif field == "format":
        document["format"] = "pdf" if document["format"] != "pdf" else "docx"
    else:
        holder, key = (submission, "path") if field == "submission" else (document, field)
        at = chance.randrange(len(holder[key]))
        holder[key] = holder[key][:at] + other(holder[key][at], chance) + holder[key][at + 1 :]
    assert not is_clean(verdicts(root, tree)), (field, document["path"])


@settings(SETTINGS, max_examples=40)
@given(CHANCES)
def test_a_changed_byte_of_a_source_is_caught(judged, chance):
    root, tree = judged
    document = chance.choice(tree["submissions"][0]["documents"])
    file = root / "申报材料" / document["path"]
    whole = file.read_bytes()
    at = chance.randrange(len(whole))
    try:
        file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        assert not is_clean(verdicts(root, tree))
    finally:
        file.write_bytes(whole)


def is_clean(found: Counter[str]) -> bool:
    return not (found["failed"] or found["unchecked"] or found["refused"])
