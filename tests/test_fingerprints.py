"""A finding is known again after two pages were put in and every clause renumbered, and for no other finding."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.fingerprint import heading, normal
from extractor.pipeline import extract
from extractor.readers.source import Source
from tests.altered import FOLDERS, whole
from tests.revised import pdf, renumbered, word

REVISED: dict[str, Callable[[Path, Path], None]] = {".docx": word, ".pdf": pdf}
CHINESE = st.text(st.sampled_from("质量保证期软件验收合格日甲乙方数据归属共同承担"), min_size=1, max_size=30)
NUMBERS = st.sampled_from(("第{}条 ", "第{}章 ", "{}.1 ", "（{}）", "{}、"))
HAN = ("一", "二", "九", "十", "十一", "二十", "三十二")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_finding_is_known_again_in_revised_papers(folder: Path, tmp_path: Path) -> None:
    read = whole(folder)
    documents = []
    for extracted in read.submission.documents:
        name = extracted.document.path
        revise = REVISED.get(Path(name).suffix)
        if revise is None:
            documents.append(extracted)
            continue
        revise(folder / name, tmp_path / name)
        documents.append(extract(Source.open(tmp_path / name, name)))
    before, after = read.judged(read.submission.documents), read.judged(documents)
    judged = [rule for rule, finding in before.items() if finding.kind in ("fail", "review", "open")]
    assert len(judged) >= 2
    told = {rule: (after[rule].kind, after[rule].reason, after[rule].fingerprint) for rule in judged}
    assert told == {rule: (before[rule].kind, before[rule].reason, before[rule].fingerprint) for rule in judged}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_two_findings_share_a_fingerprint(folder: Path) -> None:
    read = whole(folder)
    findings = read.judged(read.submission.documents)
    assert len({finding.fingerprint for finding in findings.values()}) == len(findings)


@given(CHINESE, NUMBERS, st.sampled_from(HAN), st.sampled_from(HAN))
def test_the_number_of_a_clause_is_no_part_of_it(words: str, form: str, one: str, other: str) -> None:
    if form.startswith("{}.1"):
        one, other = str(HAN.index(one) + 1), str(HAN.index(other) + 7)
    words = f"质{words}"  # 1.1 日 may be a figure
    first, second = form.format(one) + words, form.format(other) + words
    assert normal(first) == normal(second) == normal(words)
    assert heading(f"合同 > {first}") == heading(f"{second}") == heading(f"总则 > {second}")


@given(CHINESE, CHINESE)
def test_other_words_are_another_quote(one: str, other: str) -> None:
    assert (normal(one) == normal(other)) == (one == other)


@given(
    CHINESE,
    st.integers(1, 99),
    st.integers(1, 99),
    st.sampled_from(("年", "个月", "万元", "%", "天", "份", "个工作日")),
)
def test_another_value_is_another_quote(words: str, one: int, other: int, unit: str) -> None:
    assert (normal(f"{words}{one}{unit}") == normal(f"{words}{other}{unit}")) == (one == other)
    assert (normal(f"{one}.5{unit}{words}") == normal(f"{other}.5{unit}{words}")) == (one == other)


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_white_space_and_width_are_no_part(text: str) -> None:
    said = normal(text)
    assert not any(character.isspace() for character in said)
    assert normal(unicodedata.normalize("NFKC", text)) == said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("第十条 期限", "第十一条 期限"),
        ("第十九章", "第二十章"),
        ("九、附则", "十、附则"),
        ("8.1 期限", "9.1 期限"),
        ("1.5年", "1.5年"),
    ],
)
def test_the_revision_itself_renumbers(text: str, wanted: str) -> None:
    assert renumbered(text) == wanted
