import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values.prepare import prepare


@pytest.mark.parametrize(
    ("raw", "ready"),
    [
        ("质 保 期 ３ 年", "质保期3年"),
        ("1 200 万元", "1200万元"),
        ("222,000. 00元", "222,000.00元"),
        ("40 %", "40%"),
        ("第 3 页 RMB 500", "第3页RMB 500"),
        ("3O0万元", "300万元"),
        ("型号3O0", "型号3O0"),
        ("H2O", "H2O"),
        ("二○三一年", "二〇三一年"),
        ("贰佰参拾", "贰佰叁拾"),
        ("参加", "参加"),
        ("貳佰萬圓", "贰佰万圆"),
        ("120 350 470", "120 350 470"),
        ("1995 - 1997年", "1995-1997年"),
        ("- 甲\n- 乙", "- 甲\n- 乙"),
    ],
)
def test_what_is_made_ready(raw, ready):
    assert prepare(raw).text == ready


@given(st.text("质保期３年 　1,2O元一○参拾\n-—%.", max_size=40))
def test_every_character_leads_back_to_its_own(raw):
    ready = prepare(raw)
    spans = [ready.back(index, index + 1) for index in range(len(ready.text))]
    assert all(stop == start + 1 for start, stop in spans)
    assert spans == sorted(spans)
    assert all(raw[start].isspace() == char.isspace() for (start, _), char in zip(spans, ready.text, strict=True))
