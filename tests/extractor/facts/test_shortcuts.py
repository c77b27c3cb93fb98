"""What is looked at before a costly search lets through whatever the search would find."""

import re

from hypothesis import given
from hypothesis import strategies as st

from extractor.facts import implementation_sums as sums
from extractor.facts import period_slots as slots
from extractor.facts.asides import has_none, may_deny
from extractor.facts.statement_data import index
from extractor.facts.statements import _wanted

FILLS = ["_", "\\_", "[ ]", "【】", "( )", "〔_〕", "< >", "{{ years }}", "${n}", "XX", "×", "**", "□□", "…", "...",
         "——", "--", "N", "【XX】", "20XX"]  # fmt: skip
UNITS = ["个工作日", "工作日", "日历天", "自然日", "公历日", "个月", "月", "星期", "季度", "年", "天", "日", "周"]
PIECES = [*FILLS, *UNITS, " ", "，", "。", "质保期", "2024", "3", "共", "合计", "用时", "自", "合同签订", "至", "交付",
          "项目", "启动", "周期", "历时", "开工", "竣工", "共计", "度"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(TEXTS)
def test_room_for_a_figure_is_looked_for_wherever_there_is_some(text):
    if slots._BLANK.search(text):
        assert slots._MAY_BLANK.search(text)
    dates = [m for m in slots._BLANK_DATE.finditer(text) if not slots._FULL_DATE.fullmatch(m.group())]
    assert bool(dates) == bool(slots._blank_dates(text))


def test_every_fill_with_every_unit_may_be_a_blank():
    for fill in FILLS:
        for unit in UNITS:
            if slots._BLANK.search(fill + unit):
                assert slots._MAY_BLANK.search(fill + unit), fill + unit


@given(TEXTS)
def test_spans_are_looked_for_wherever_one_is_told(text):
    for end in range(len(text) + 1):
        if sums._SPANNED.search(text, 0, end):
            assert sums._MAY_SPAN.search(text)


@given(TEXTS)
def test_sums_are_looked_for_wherever_three_lengths_and_their_sum_stand(text):
    found = [slot for slot in slots.slots(text) if slot.value and re.fullmatch(r"P\d+[YMWD]", slot.value)]
    summed = any(sums._SUM.search(text, 0, slot.start) for slot in found[2:])
    assert not summed or sums._may_add_up(text, 0, len(text))


def test_a_sentence_is_asked_once_what_many_statements_ask_of_it():
    for ask in (has_none, may_deny):
        before = ask.cache_info().hits
        ask("本期不涉及机房建设，共问两次")
        ask("本期不涉及机房建设，共问两次")
        assert ask.cache_info().hits == before + 1


def test_what_is_wanted_of_a_regulation_may_stand_in_a_rule():
    known = {statement.data.id: statement.data for statement in index().statements}
    wanted = _wanted("fund_document", regulation=True)
    assert wanted
    assert all("rule" in known[name].may and "fund_document" in known[name].kinds for name in wanted)
    assert wanted < _wanted("fund_document", regulation=False)
