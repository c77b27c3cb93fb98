"""The day a contract was signed, said in passing: in force from it, beside other contracts, in years of 民国."""

import pytest

from extractor.pipeline import extract_text

CASES = [
    ("本协议自2024年3月1日签署之日起生效。", ["2024-03-01"]),
    ("本协议自双方签署之日起生效，有效期至2026年3月1日。", []),
    ("本项目于2025年3月18日开标，合同自签订之日起生效。", []),
    ("本合同由双方代表于二〇二五年元月六日签字。", ["2025-01-06"]),
    ("双方代表于2025年1月6日在验收单上签字。", []),
    ("依本合同，双方于2025年1月6日在会议纪要上签字。", []),
    ("本合同于2025年2月8日由下列双方在雁回市签订：", ["2025-02-08"]),
    ("本《服务合同》由双方于2023年7月15日签署。", ["2023-07-15"]),
    ("双方于2024年8月2日签订本补充协议，修改原合同（2023年2月14日签订）。", ["2024-08-02"]),
    ("签订日期：民国113年5月6日", ["2024-05-06"]),
    ("本契約於中華民國一一三年九月五日簽訂。", ["2024-09-05"]),
    ("签订日期：二〇二四年十二月卅日", ["2024-12-30"]),
]


@pytest.mark.parametrize(("text", "days"), CASES)
def test_signed(text: str, days: list[str]) -> None:
    facts = extract_text(text, kind="contract").facts
    assert [fact.value for fact in facts if fact.kind == "date.signed" and fact.state == "stated"] == days
