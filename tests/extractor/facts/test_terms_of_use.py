"""Service life and contract term: texts with all the periods they state, then texts that only look like one."""

from collections.abc import Callable

import pytest

STATED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("年运维费20万元，合同期三年。", "contract", ("contract_term P3Y",)),
    (
        "本合同采用BOT方式，合作期20年，其中建设期3年，运营期17年。",
        "contract",
        (
            "contract_term P20Y",
            "implementation P3Y",
        ),
    ),
    ("合同期限：自2024年1月1日起至2026年12月31日止。", "contract", ("contract_term 2024-01-01/2026-12-31",)),
    ("服务期限为三年。", "contract", ("contract_term P3Y",)),
    ("本合同有效期两年。", "contract", ("contract_term P2Y",)),
    ("本合同自签订之日起生效，有效期三年。", "contract", ("contract_term P3Y",)),
    ("合同期限：____年", "contract", ("contract_term blank",)),
    ("服务期：自2025年1月1日起至2025年12月31日止", "contract", ("contract_term 2025-01-01/2025-12-31",)),
    (
        "合作期限20年，其中建设期2年，运营期18年。",
        "contract",
        (
            "contract_term P20Y",
            "implementation P2Y",
        ),
    ),
    ("合同期：24个月", "contract", ("contract_term P24M",)),
    ("系统设计使用年限不少于8年。", "contract", ("service_life P8Y >=",)),
    ("设备使用寿命不低于10年。", "procurement_document", ("service_life P10Y >= [hardware]",)),
    ("系统设计寿命10年", "preliminary_design", ("service_life P10Y",)),
    ("本资金执行期限为五年。", "fund_document", ("fund_term P5Y",)),
    ("专项资金执行期限为2025年至2029年。", "fund_document", ("fund_term 2025-01/2029-12",)),
    ("执行期限：2025年1月1日至2029年12月31日。", "fund_document", ("fund_term 2025-01-01/2029-12-31",)),
    ("同意设立该专项资金，执行期限三年。", "approval", ("fund_term P3Y",)),
    ("合同执行期限为6个月。", "contract", ("implementation P6M",)),
    ("项目执行期限：10个月。", "contract", ("implementation P10M",)),
)

NONE: tuple[tuple[str, str], ...] = (
    ("软件许可期限三年，期满续费。", "contract"),
    ("合同期限：1+1+1年。", "contract"),
    ("软件许可使用期限为一年。", "contract"),
    ("本合同自  年  月  日起至  年  月  日止。", "contract"),
    ("合同期限自签订之日起至全部款项结清之日止。", "contract"),
)


@pytest.mark.parametrize(("text", "kind", "expected"), STATED, ids=range(len(STATED)))
def test_stated(period_facts: Callable[[str, str], set[str]], text: str, kind: str, expected: tuple[str, ...]) -> None:
    assert period_facts(text, kind) == set(expected), text


@pytest.mark.parametrize(("text", "kind"), NONE, ids=range(len(NONE)))
def test_none(period_facts: Callable[[str, str], set[str]], text: str, kind: str) -> None:
    assert period_facts(text, kind) == set(), text
