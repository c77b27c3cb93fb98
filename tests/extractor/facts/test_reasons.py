"""Why a document departs from the usual warranty period, and what only says why something broke."""

import pytest

from extractor.pipeline import extract_text

REASONS = [
    ("质保期为一年，原因是本项目以租用云服务为主。", ["质保期为一年,原因是本项目以租用云服务为主"]),
    ("本项目质保期定为1年。理由：设备均为租赁，原厂质保仅一年。", ["理由:设备均为租赁,原厂质保仅一年"]),
    ("鉴于下一期已列入计划，质保期约定为一年。", ["鉴于下一期已列入计划,质保期约定为一年"]),
    ("质保期一年，因为系统将于次年并入省平台。", ["质保期一年,因为系统将于次年并入省平台"]),
    ("质保期一年，考虑到设备明年更换，不再延长。", ["质保期一年,考虑到设备明年更换,不再延长"]),
    (
        "五、质保\n质保期12个月。\n低于两年的原因说明：系统计划明年整体迁移。",
        ["低于两年的原因说明:系统计划明年整体迁移"],
    ),
]
NONE = [
    "质保期为一年。",
    "因乙方原因造成质保期内故障的，由乙方负责。",
    "质保期内因产品质量原因损坏的，免费更换。",
    "由于使用不当等原因造成的损坏不在质保范围内，质保期为一年。",
    "因甲方原因停机的，质保期顺延。",
    "因设备更换，质保期自更换之日起重新计算为一年。",
    "质保期内出现故障，供应商应查明原因并在4小时内修复。",
    "质保期不足两年的原因：□租赁设备 □其他",
    "付款比例为90%，原因是首付款已经支付。",
]


def given(text: str) -> list[str | None]:
    return [f.value for f in extract_text(text, kind="contract").facts if f.kind == "reason.period.warranty"]


@pytest.mark.parametrize(("text", "expected"), REASONS)
def test_reason(text: str, expected: list[str]) -> None:
    assert given(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_no_reason(text: str) -> None:
    assert given(text) == []
