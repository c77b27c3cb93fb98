"""Owners that payment, a later agreement, the law or a tick settles; what the supplier makes against what it brings."""

import pytest

from extractor.fact import DocumentKind, Fact
from extractor.pipeline import extract_text


def owned(text: str, kind: DocumentKind = "contract") -> list[Fact]:
    return [fact for fact in extract_text(text, kind=kind).facts if fact.kind.startswith("ownership.")]


def short(text: str, kind: DocumentKind = "contract") -> list[str]:
    """results:buyer, results/background:supplier, results=blank"""
    out = []
    for fact in owned(text, kind):
        name = fact.kind.removeprefix("ownership.") + (f"/{fact.subject}" if fact.subject else "")
        out.append(f"{name}:{fact.holder}" if fact.state == "stated" else f"{name}={fact.state}")
    return out


@pytest.mark.parametrize(
    "text",
    [
        "付清价款前，成果的知识产权归乙方所有；付清后归甲方所有。",
        "成果的知识产权在付清价款前归乙方，付清后归甲方。",
        "第六条 知识产权\n付清全部款项之前归乙方所有；付清后归甲方所有。",
        "尾款付清前乙方保留软件的著作权；尾款付清之日，著作权转移至甲方。",
    ],
)
def test_payment_that_decides_gives_both_owners_with_the_condition(text: str) -> None:
    assert short(text) == ["results:supplier", "results:buyer"]
    assert all(fact.related and "付清" in fact.related[0].quote for fact in owned(text))


def test_what_stands_alone_carries_no_condition() -> None:
    assert [fact.related for fact in owned("成果的知识产权归甲方所有。甲方应按期付清价款。")] == [()]


def test_a_predicate_takes_up_only_what_was_owned_before_it() -> None:
    assert short("设备的所有权归乙方；付清后，归甲方所有。") == []
    assert short("甲方应按期付款；逾期的，归乙方处理。") == []


LEFT_OPEN = [
    "知识产权由双方另行约定。",
    "专利申请权由甲乙双方协商确定。",
    "成果的知识产权由双方根据进展另行商定。",
    "知识产权归属按国家有关规定执行。",
    "成果的著作权，适用《中华人民共和国著作权法》的规定。",
    "成果归属暂不约定。",
]


@pytest.mark.parametrize("text", LEFT_OPEN)
def test_left_open(text: str) -> None:
    assert short(text) == ["results=unstated"]


@pytest.mark.parametrize(
    "text",
    [
        "专利申请费用由双方另行约定。",
        "知识产权纠纷由双方另行协商解决。",
        "知识产权保护按国家有关规定执行。",
        "软件著作权的使用费由双方另行约定。",
        "未尽事宜按国家有关规定执行。",
    ],
)
def test_another_matter_left_open(text: str) -> None:
    assert short(text) == []


@pytest.mark.parametrize(
    "text", ["知识产权归属详见专用条款第14条。", "知识产权：以投标文件的承诺为准。", "成果归属见附件四。"]
)
def test_pointers(text: str) -> None:
    assert short(text) == ["results=referred"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("该系统的著作权仍由乙方保留。", ["results:supplier"]),
        ("本项目定制开发的系统，著作权仍归乙方。", ["results:supplier"]),
        ("乙方提供的系统软件，著作权仍归乙方。", ["results/background:supplier"]),
        ("乙方“衡石”引擎的著作权仍归乙方。", ["results/background:supplier"]),
        ("软件的著作权归乙方所有，甲方享有永久使用权。", ["results:supplier"]),
        ("除乙方既有的引擎外，乙方交付的程序之权利移转予甲方。", ["results:buyer"]),
    ],
)
def test_made_or_brought_along(text: str, expected: list[str]) -> None:
    assert short(text) == expected


BOXES = [
    ("知识产权归属：\n□归甲方所有 □双方共有 □归乙方所有", ["results=blank"]),
    ("知识产权归属：\n□归甲方所有 ☑双方共有 □归乙方所有", ["results:joint"]),
    ("知识产权归属：\n□归甲方所有\n☑归乙方所有", ["results:supplier"]),
    ("成果归属 | □甲方 □乙方\n服务方式 | 驻场", ["results=blank"]),
    ("付款方：\n□甲方 ☑乙方", []),
    ("知识产权归（ ）所有。 A.甲方 B.乙方", ["results=blank"]),
    ("知识产权归（ B ）所有。 A.甲方 B.乙方", ["results:supplier"]),
    ("知识产权的归属：甲方/乙方/双方共有", ["results=blank"]),
]


@pytest.mark.parametrize(("text", "expected"), BOXES)
def test_boxes_and_letters(text: str, expected: list[str]) -> None:
    assert short(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平台采集的视频数据，所有权归国家。", ["data:third"]),
        ("建成后软件的产权归数据集团。", ["results:third"]),
        ("甲方依据本合同，对委托创作的作品享有著作权。", ["results:buyer"]),
        ("专利权转让后甲方可免费使用。", []),
        ("归属依《政府采购合同》第九条确定，知识产权从其约定。", []),
    ],
)
def test_names_of_owners(text: str, expected: list[str]) -> None:
    assert [entry for entry in short(text) if "=" not in entry] == expected


def test_a_statute_governs_its_whole_sentence_in_a_paper_that_explains() -> None:
    text = "《著作权法》规定由合同约定；合同未作约定的，著作权属于受托人。"
    assert short(text, "other") == []
