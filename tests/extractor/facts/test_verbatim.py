"""Quotes, words and places of facts are the source's own, whatever normalising had to even out."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.document import Document
from extractor.fact import DocumentKind, Evidence, Fact
from extractor.pipeline import extract_text

SENTENCES: tuple[tuple[str, DocumentKind, str], ...] = (
    ("质保期为验收合格之日起三年。", "contract", "period.warranty"),
    ("合同总价为人民币壹佰贰拾万元整(¥1,200,000.00)。", "contract", "contract.price"),
    ("合同签订后支付合同总价的30%作为预付款。", "contract", "payment.share"),
    ("免费维护期为24个月。", "contract", "period.free_maintenance"),
    ("项目总投资860万元。", "feasibility_report", "budget.total"),
    ("建设周期12个月。", "feasibility_report", "period.implementation"),
    ("软件著作权归甲方所有。", "contract", "ownership.results"),
    ("试运行期为3个月。", "contract", "period.trial_run"),
    ("签订日期：2024年6月3日", "contract", "date.signed"),
)
_WIDE = {code: chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), 0x28, 0x29, 0x3A, 0x25, 0x2C)}
_TRADITIONAL = str.maketrans(
    "质验合总价为订支护个资设权归属试运签约后预开", "質驗合總價為訂支護個資設權歸屬試運簽約後預開"
)
_READINGS = {"个": "个(gè)", "项": "项(xiàng)", "总": "总(zǒng)", "质": "质(zhì)", "验": "验(yàn)"}


def widened(text: str, spots: frozenset[int]) -> str:
    return "".join(c.translate(_WIDE) if i in spots else c for i, c in enumerate(text))


def spaced(text: str, spots: frozenset[int]) -> str:
    """A space after some characters, as in justified lines; not inside a group of digits with its comma."""
    return "".join(c + (" " if i in spots and not re.match(r"[\d,.]", c) else "") for i, c in enumerate(text))


def with_readings(text: str, spots: frozenset[int]) -> str:
    return "".join(_READINGS.get(c, c) if i in spots else c for i, c in enumerate(text))


def invisible(text: str, spots: frozenset[int]) -> str:
    return "".join(c + ("\u200b" if i in spots else "") for i, c in enumerate(text))


def traditional(text: str, spots: frozenset[int]) -> str:
    return text.translate(_TRADITIONAL) if spots else text


NOISE = (widened, spaced, with_readings, invisible, traditional)


def holder_of(document: Document, evidence: Evidence) -> str:
    """The text of the block or cell that a piece of evidence names."""
    block = next(b for b in document.blocks if b.id == evidence.block)
    if block.table is None:
        return block.text
    at = (evidence.location.row, evidence.location.column)
    return next(cell.text for cell in block.table.cells if (cell.row, cell.column) == at)


def check_verbatim(source: str, document: Document, fact: Fact) -> None:
    lines = source.split("\n")
    for evidence in (*fact.evidence, *fact.related):
        assert evidence.quote
        assert evidence.quote == evidence.quote.strip()
        assert holder_of(document, evidence)[evidence.start : evidence.end] == evidence.quote
        line = evidence.location.line
        assert line is not None
        bare = re.sub(r"\s", "", evidence.quote)
        rest = re.sub(r"\s", "", "".join(lines[line - 1 :]))
        assert bare in rest, "a second program that opens the file at the line finds the quote"
        assert bare[:1] in lines[line - 1]
    assert re.sub(r"\s", "", fact.text)
    for word in fact.text.split():
        assert word in re.sub(r"\s", "", source) or word in source, "a fact's words are the source's"


@given(
    sentence=st.sampled_from(SENTENCES),
    noise=st.sampled_from(NOISE),
    spots=st.frozensets(st.integers(0, 30), max_size=8),
    lead=st.sampled_from(("", "第八条　质量与价款\n", "说明：\n\n", "\ufeff")),
)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_noise_leaves_facts_and_quotes_whole(sentence, noise, spots, lead) -> None:
    text, kind, wanted = sentence
    source = f"{lead}{noise(text, spots)}\n"
    plain = [f for f in extract_text(text, kind=kind).facts if f.kind == wanted]
    extracted = extract_text(source, kind=kind)
    found = [f for f in extracted.facts if f.kind == wanted]
    assert [(f.value, f.op, f.holder) for f in found] == [(f.value, f.op, f.holder) for f in plain]
    for fact in extracted.facts:
        check_verbatim(source.removeprefix("\ufeff"), extracted.document, fact)


@given(sentence=st.sampled_from(SENTENCES[:4]), cut=st.integers(4, 12))
@settings(max_examples=60, deadline=None)
def test_a_line_break_in_a_sentence_leaves_the_quote_verbatim(sentence, cut) -> None:
    text, kind, _ = sentence
    source = f"{text[:cut]}\n{text[cut:]}\n"
    extracted = extract_text(source, kind=kind)
    for fact in extracted.facts:
        check_verbatim(source, extracted.document, fact)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("项目名称\t智慧平台\n质保期（年）\t３\n合同金额（万元）\t1２0.5\n", "contract"),
        ("| 建设周期 | □6个月 ☑ 12个月 |\n| 总投资 | 860 万元 |\n", "application_form"),
        ("名称 | 质保\n服务器 | 五 年\n软件 | 三 年\n", "contract"),
        ("質保期：□一年　☑三年\n合約總價：￥1,200,000.00\n", "contract"),
    ],
)
def test_cells_and_forms(source: str, kind: DocumentKind) -> None:
    extracted = extract_text(source, kind=kind)
    assert [f for f in extracted.facts if f.kind.startswith(("period.", "contract.", "budget."))]
    for fact in extracted.facts:
        for evidence in (*fact.evidence, *fact.related):
            assert holder_of(extracted.document, evidence)[evidence.start : evidence.end] == evidence.quote
            assert evidence.quote in source


def test_the_check_sees_a_rebuilt_quote() -> None:
    source = "质保期为３年。\n"
    extracted = extract_text(source, kind="contract")
    fact = extracted.facts[0]
    assert "３" in fact.evidence[0].quote
    with pytest.raises(AssertionError):
        check_verbatim("质保期为3年。\n", extracted.document, fact)
