"""An owner that depends on payment is a person's decision: neither side of the condition is taken for the whole."""

from collections.abc import Callable

import pytest

from checks.finding import Finding
from extractor.pipeline import extract_text

Find = Callable[..., Finding]
RESULTS, DATA = "base-ip-owner", "qufu-30-data-owner"


@pytest.mark.parametrize(
    ("rule", "text", "kind", "reason"),
    [
        (RESULTS, "付清全部价款前，开发成果的知识产权归乙方所有；付清后归甲方所有。", "review", "needs-person"),
        (RESULTS, "软件的知识产权归甲方所有，文档的著作权归乙方所有。", "pass", "present"),
        (DATA, "付清前，运行产生的数据及衍生数据归乙方所有；付清后归甲方所有。", "review", "conflicting"),
        (DATA, "甲方付清全部价款后，运行产生的数据及衍生数据归甲方所有。", "review", "needs-person"),
        (DATA, "运行产生的数据及衍生数据归甲方所有。", "pass", "allowed-holder"),
    ],
)
def test_payment_decides(find: Find, rule: str, text: str, kind: str, reason: str) -> None:
    found = find(rule, extract_text(text, kind="contract", path="合同.txt"))
    assert (found.kind, found.reason) == (kind, reason)
