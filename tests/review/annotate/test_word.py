"""Comments in Word files: beside the very words, nothing else touched, nothing twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.annotate import WRITERS, as_word, writer
from review.annotate.word_file import noted
from review.annotate.word_package import rewritten
from review.errors import CannotRun
from tests.review.annotate.anchors import accepted, anchors, comments, part, refused
from tests.review.annotate.word_made import (
    HEAD,
    KIND,
    SPACES,
    STRICT,
    W,
    contents,
    evidence,
    note,
    paragraph,
    read_back,
    run,
    word,
)

BOLD = '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr>'


def one(body: str, quote: str, number: int = 1, **more: object):
    """Return the file with one note on ``quote`` and the comment as the file shows it."""
    source = word(body)
    done = noted(source, [note(evidence(quote, number, **more))], suggest=False)
    (comment,) = comments(done.data)
    assert [placed.spot for placed in done.placed] == ["words"]
    assert read_back(done.data) == read_back(source)
    return done, comment


def test_words_in_the_middle_of_a_run_keep_its_look():
    done, comment = one(paragraph(run("质保期为一年，自验收之日起。", BOLD)), "一年")
    assert comment.anchor == "一年"
    text = contents(done.data)["word/document.xml"].decode()
    assert text.count(BOLD) == 3
    assert re.findall(r"<w:t[^>]*>([^<]*)</w:t>", text) == ["质保期为", "一年", "，自验收之日起。"]


def test_words_over_nine_runs():
    pieces = ["质", "保", "期", "为", "一", "年", "，", "自", "验"]
    look = '<w:rPr><w:color w:val="{:06d}"/></w:rPr>'
    body = paragraph(run("前文"), *(run(piece, look.format(at)) for at, piece in enumerate(pieces)), run("收之日起"))
    done, comment = one(body, "质保期为一年，自验收")
    assert comment.anchor == "质保期为一年，自验收"
    text = contents(done.data)["word/document.xml"].decode()
    assert all(f'"{at:06d}"' in text for at in range(9))


def test_a_cell_a_box_a_link_a_control_and_a_tag():
    cell = (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('名称'))}</w:tc><w:tc>{paragraph(run('质保期1年'))}</w:tc></w:tr></w:tbl>"
    )
    assert one(cell, "1年", 2, table=1, row=1, column=2)[1].anchor == "1年"
    link = paragraph(f'<w:hyperlink r:id="rId9">{run("质保期")}{run("一年")}</w:hyperlink>', run("止"))
    assert one(link, "期一年止")[1].anchor == "期一年止"
    control = paragraph(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('质保期一年')}</w:sdtContent></w:sdt>")
    assert one(control, "一年")[1].anchor == "一年"
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('质保期一年'))}</w:sdtContent></w:sdt>"
    assert one(block, "一年")[1].anchor == "一年"
    tag = paragraph(f'<w:smartTag w:uri="u" w:element="e">{run("质保期一年")}</w:smartTag>')
    assert one(tag, "保期一")[1].anchor == "保期一"
    inserted = paragraph(run("质保期"), f'<w:ins w:id="7" w:author="某人">{run("为一年")}</w:ins>', run("。"))
    assert one(inserted, "期为一")[1].anchor == "期为一"
    deleted = paragraph(run("质保"), '<w:del w:id="8"><w:r><w:delText>维护</w:delText></w:r></w:del>', run("期一年"))
    assert one(deleted, "质保期一年")[1].anchor == "质保期一年"


def box(text: str) -> str:
    """Return a text box as producers write it: once for those who know shapes, once for those who do not."""
    inside = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>' + inside + "</wps:txbx></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>" + inside + "</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box():
    _, comment = one(paragraph(run("前文"), box("质保期一年"), run("后文")), "期一年", 1, part="textbox")
    assert comment.anchor == "期一年"


def test_a_field_and_what_stands_between_words():
    field = "".join(
        f"<w:r>{inside}</w:r>"
        for inside in (
            '<w:fldChar w:fldCharType="begin"/>', "<w:instrText>REF a</w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>', "<w:t>第八条一年</w:t>", '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip
    assert one(paragraph(run("见"), field, run("为准")), "八条一")[1].anchor == "八条一"
    mixed = paragraph("<w:r><w:t>质保期</w:t><w:tab/><w:t>一</w:t><w:br/><w:t>年整</w:t></w:r>")
    assert one(mixed, "期\t一\n年")[1].anchor == "期一年"


def test_characters_that_xml_writes_otherwise():
    body = paragraph("<w:r><w:t>甲&amp;乙<![CDATA[<一年>]]>&#x4E19;</w:t></w:r>")
    done, comment = one(body, "&乙<一")
    assert comment.anchor == "&乙<一"
    assert read_back(done.data)[0][0].text == "甲&乙<一年>丙"


def test_white_space_at_a_new_end_of_a_run_stays():
    done, comment = one(paragraph("<w:r><w:t>in the year 2025</w:t></w:r>"), "the year")
    assert comment.anchor == "theyear"
    assert read_back(done.data)[0][0].text == "in the year 2025"
    assert contents(done.data)["word/document.xml"].count(b'xml:space="preserve"') == 2


def test_several_notes_in_one_run_and_around_each_other():
    quotes = ["质保期为一年", "一年", "为一年，自", "验收", "质保期为一年，自验收之日起"]
    source = word(paragraph(run("质保期为一年，自验收之日起")))
    notes = [note(evidence(quote, 1), number) for number, quote in enumerate(quotes, 1)]
    done = noted(source, notes, suggest=False)
    assert [comment.anchor for comment in comments(done.data)] == quotes
    assert read_back(done.data) == read_back(source)


def test_the_same_words_twice_in_a_paragraph():
    source = word(paragraph(run("验收后支付30%，质保后支付30%。")))
    both = [note(evidence("支付30%", 1), 1, total=2), note(evidence("支付30%", 1), 2, finding=f"{1:016x}", total=2)]
    text = contents(noted(source, both, suggest=False).data)["word/document.xml"].decode()
    starts = [text.index(f'<w:commentRangeStart w:id="{number}"/>') for number in (0, 1)]
    assert starts[0] < text.index("，质保后") < starts[1]
    alone = comments(noted(source, [note(evidence("支付30%", 1))], suggest=False).data)
    assert any("2处同样的文字" in line for line in alone[0].lines)


@given(
    st.text(alphabet="质保期为一年，自验收 \t&<之日起计算", min_size=1, max_size=40).filter(str.strip),
    st.data(),
)
def test_anchor_and_quote_agree_however_a_paragraph_is_cut(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(1, max(len(text) - 1, 1)), max_size=8)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b]]
    safe = [piece.replace("&", "&amp;").replace("<", "&lt;") for piece in pieces]
    wraps = data.draw(st.lists(st.sampled_from(("{}", "<w:hyperlink>{}</w:hyperlink>")), min_size=9, max_size=9))
    body = paragraph(*(wrap.format(run(piece)) for wrap, piece in zip(wraps, safe, strict=False)))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end].strip()
    if not quote:
        return
    source = word(body)
    done = noted(source, [note(evidence(quote, 1))], suggest=False)
    ((_, anchor),) = anchors(part(done.data))
    assert anchor == "".join(quote.split())
    assert read_back(done.data) == read_back(source)
    assert noted(done.data, [note(evidence(quote, 1))], suggest=False).data == done.data


def test_only_the_parts_that_carry_comments_change():
    source = word(paragraph(run("质保期为一年")), {"word/styles.xml": f'<w:styles xmlns:w="{W}"/>'})
    done = noted(source, [note(evidence("一年", 1))], suggest=False)
    before, after = contents(source), contents(done.data)
    assert list(after)[: len(before)] == list(before)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"word/document.xml", "[Content_Types].xml"}
    assert set(after) - set(before) == {"word/comments.xml", "word/_rels/document.xml.rels"}
    kept = after["word/document.xml"]
    for piece in re.split(rb"(?<=>)", before["word/document.xml"]):
        if "一年".encode() not in piece:
            assert piece in kept


def test_again_adds_nothing():
    source = word(paragraph(run("质保期为一年")))
    notes = [note(evidence("一年", 1), 1), note(None, 2), note(evidence("质保期为一年", 1), 3)]
    first = noted(source, notes, suggest=False)
    again = noted(first.data, notes, suggest=False)
    assert again.data == first.data
    assert [placed.known for placed in again.placed] == [True] * 3
    more = noted(first.data, [*notes, note(evidence("质保期", 1), 4)], suggest=False)
    assert [comment.anchor for comment in comments(more.data)] == ["一年", "", "质保期为一年", "质保期"]
    assert noted(source, [], suggest=False).data == source


def test_a_comment_that_a_person_has_deleted_comes_back():
    first = noted(word(paragraph(run("质保期为一年"))), [note(evidence("一年", 1))], suggest=False)
    parts = contents(first.data)
    parts["word/document.xml"] = re.sub(
        rb"<w:commentRange[^>]*>|<w:r><w:commentReference[^>]*></w:r>", b"", parts["word/document.xml"]
    )
    deleted = rewritten(first.data, {"word/document.xml": parts["word/document.xml"]})
    assert [placed.known for placed in noted(deleted, [note(evidence("一年", 1))], suggest=False).placed] == [False]


COMMENTS = (
    f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="王某" w:initials="W">'
    "<w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>"
)
COMMENTS_RELATION = f'<Relationship Id="rId5" Type="{KIND}/comments" Target="comments.xml"/>'


def test_comments_of_people_stay():
    body = paragraph(
        '<w:commentRangeStart w:id="0"/>', run("质保期"), '<w:commentRangeEnd w:id="0"/>',
        '<w:r><w:commentReference w:id="0"/></w:r>', run("为一年"),
    )  # fmt: skip
    source = word(body, {"word/comments.xml": COMMENTS}, COMMENTS_RELATION)
    done = noted(source, [note(evidence("期为一", 1))], suggest=False)
    assert [(one.author, one.anchor) for one in comments(done.data)] == [("王某", "质保期"), ("审阅", "期为一")]
    before, after = contents(source), contents(done.data)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml", "word/comments.xml"}
    assert after["word/comments.xml"].startswith(before["word/comments.xml"].removesuffix(b"</w:comments>"))


def test_what_has_no_place_stands_at_the_head():
    source = word(paragraph('<w:pPr><w:jc w:val="center"/></w:pPr>', run("合同")) + paragraph(run("正文")))
    notes = [note(None, 1), note(evidence("保密", 1, part="header"), 2), note(evidence("正文", 2), 3)]
    done = noted(source, notes, suggest=False)
    assert [placed.spot for placed in done.placed] == ["head", "head", "words"]
    assert "“保密”" in "".join(comments(done.data)[1].lines)
    assert read_back(done.data) == read_back(source)
    empty = word("<w:p/>")
    assert [placed.spot for placed in noted(empty, [note(None)], suggest=False).placed] == ["head"]
    source = word("")
    nothing = noted(source, [note(None)], suggest=False)
    assert (nothing.data == source, len(nothing.left)) == (True, 1)


def test_a_footnote_is_noted_at_its_reference():
    at_foot = paragraph(run("质保期一年"))
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{at_foot}</w:footnote></w:footnotes>'
    relation = f'<Relationship Id="rId6" Type="{KIND}/footnotes" Target="footnotes.xml"/>'
    body = paragraph(run("前文")) + paragraph(run("正文"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run("后文"))
    done = noted(
        word(body, {"word/footnotes.xml": notes}, relation), [note(evidence("一年", 1, part="footnote"))], suggest=False
    )
    assert [placed.spot for placed in done.placed] == ["place"]
    text = contents(done.data)["word/document.xml"].decode()
    assert text.index("正文") < text.index("commentRangeStart") < text.index("footnoteReference")
    assert "原文：“一年”" in "".join(comments(done.data)[0].lines)


def test_words_that_are_not_there_are_noted_at_their_paragraph():
    done = noted(word(paragraph(run("见下图"))), [note(evidence("图中的字", 1))], suggest=False)
    assert [placed.spot for placed in done.placed] == ["place"]
    assert comments(done.data)[0].anchor == "见下图"


def strict(text: str) -> str:
    """Return a part in the Strict vocabulary."""
    return text.replace(W, STRICT)


def other_prefix(text: str) -> str:
    """Return a part whose prefix is not the usual one."""
    return re.sub(r"(?<=[</ ])w:", "x:", text).replace("xmlns:w=", "xmlns:x=")


def no_prefix(text: str) -> str:
    """Return a part whose vocabulary is the one without a prefix, which attributes cannot have."""
    plain = re.sub(r' (?:w:[a-z]+)="[^"]*"', "", text)
    return re.sub(r"(?<=[</])w:", "", plain).replace("xmlns:w=", "xmlns=")


@pytest.mark.parametrize("written", [strict, other_prefix, no_prefix])
def test_other_namespaces_and_prefixes(written):
    source = word(paragraph(run("质保期为一年")) + paragraph(run("止")))
    source = rewritten(source, {"word/document.xml": written(contents(source)["word/document.xml"].decode()).encode()})
    done = noted(source, [note(evidence("一年", 1), suggestion="质保期为2年。")], suggest=True)
    assert [one.anchor for one in comments(done.data)] == ["一年"]
    assert accepted(part(done.data)) == ["质保期为一年", "质保期为2年。", "止"]
    assert noted(done.data, [note(evidence("一年", 1), suggestion="质保期为2年。")], suggest=True).data == done.data


def test_a_body_in_utf_16():
    source = word(paragraph(run("质保期为一年")))
    text = contents(source)["word/document.xml"].decode().replace("UTF-8", "UTF-16")
    wide = rewritten(source, {"word/document.xml": text.encode("utf-16")})
    done = noted(wide, [note(evidence("一年", 1))], suggest=False)
    assert [one.anchor for one in comments(done.data)] == ["一年"]


def test_hostile_text_does_nothing_in_a_comment():
    text = "<w:t>注入</w:t>&amp;\u202e\x00\x1b[31m" + "长" * 10_000
    done = noted(word(paragraph(run("质保期"))), [note(evidence("质保期", 1), title=text, text=text)], suggest=False)
    (comment,) = comments(done.data)
    assert comment.lines[0].startswith("<w:t>注入</w:t>&amp;\\u202e\\x00\\x1b[31m长")
    assert all(len(line) <= 4_001 for line in comment.lines)


CLAUSE = "质保期为2年，自竣工验收合格之日起计算。\n质保期内免费维修。"
LINES = CLAUSE.split("\n")


@pytest.mark.parametrize(
    ("body", "number", "before", "after"),
    [
        (paragraph(run("质保期为一年", BOLD)) + paragraph(run("止")), 1, ["质保期为一年"], ["止"]),
        (paragraph(run("起")) + paragraph(run("质保期为一年")), 2, ["起", "质保期为一年"], []),
        (paragraph('<w:pPr><w:jc w:val="left"/></w:pPr>', run("质保期为一年")), 1, ["质保期为一年"], []),
        (paragraph("<w:pPr><w:rPr><w:b/></w:rPr></w:pPr>", run("质保期为一年")), 1, ["质保期为一年"], []),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph(run('质保期为一年'))}</w:tc></w:tr></w:tbl>" + paragraph(run("止")),
            1,
            ["质保期为一年"],
            ["止"],
        ),
        (
            paragraph(run("质保期为一年")) + f"<w:tbl><w:tr><w:tc>{paragraph(run('格'))}</w:tc></w:tr></w:tbl>",
            1,
            ["质保期为一年"],
            ["格"],
        ),
    ],
    ids=["between", "last", "last with properties", "last with a look", "cell", "before a table"],
)
def test_a_clause_accepted_stands_there_and_refused_is_gone(body, number, before, after):
    source = word(body)
    more = {"table": 1, "row": 1, "column": 1} if body.startswith("<w:tbl>") else {}
    notes = [note(evidence("一年", number, **more), suggestion=CLAUSE)]
    done = noted(source, notes, suggest=True)
    assert [placed.inserted for placed in done.placed] == [True]
    assert accepted(part(done.data)) == [*before, *LINES, *after]
    assert refused(part(done.data)) == [*before, *after]
    again = noted(done.data, notes, suggest=True)
    assert again.data == done.data
    assert noted(source, notes, suggest=False).data != done.data


def test_clauses_without_a_place_stand_after_the_likeliest_place_or_before_the_signatures():
    signed = f"<w:tbl><w:tr><w:tc>{paragraph(run('盖章'))}</w:tc></w:tr></w:tbl>" + "<w:p/>"
    source = word(paragraph(run("第一条")) + paragraph(run("第二条")) + signed)
    notes = [
        note(None, 1, suggestion="甲。", near=evidence("第一条", 1)),
        note(None, 2, suggestion="乙。"),
        note(None, 3, suggestion="丙。"),
        note(None, 4, suggestion="乙。"),
    ]
    done = noted(source, notes, suggest=True)
    assert accepted(part(done.data)) == ["第一条", "甲。", "第二条", "乙。", "丙。", "盖章", ""]
    assert refused(part(done.data)) == ["第一条", "第二条", "盖章", ""]
    assert [placed.inserted for placed in done.placed] == [True, True, True, False]


def damaged() -> dict[str, bytes]:
    """Return files that cannot be annotated, by what is wrong with them."""
    good = word(paragraph(run("质保期")))
    broken = HEAD + f"<w:document {SPACES}><w:body><w:p>"
    cut = word("")
    return {
        "cut": good[: len(good) // 2],
        "no zip": b"PK\x03\x04 nothing",
        "no body": word("").replace(b"word/document.xml", b"word/documenx.xml"),
        "broken": rewritten(cut, {"word/document.xml": broken.encode()}),
        "entities": rewritten(
            cut, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>' + contents(good)["word/document.xml"]}
        ),
    }


@pytest.mark.parametrize("what", ["cut", "no zip", "no body", "broken", "entities"])
def test_a_file_that_cannot_be_annotated_is_refused_in_words(what):
    with pytest.raises(CannotRun) as refused:
        noted(damaged()[what], [note(None)], suggest=False)
    assert all(re.search("[一-龥]{4}", sentence) for sentence in refused.value.sentences)


def test_the_registry_knows_its_writers():
    assert "docx" in WRITERS
    assert writer("docx") is as_word.write
    assert writer("xlsx") is None
    for form in WRITERS:
        assert writer(form) is not None
