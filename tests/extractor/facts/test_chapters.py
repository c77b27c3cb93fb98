"""Chapters a report owes: every example of the lexicon, titles and their look-alikes, substance, pairs."""

import pytest

from extractor.facts.chapters import Chapter, chapters, match_title
from extractor.pipeline import extract_text

BY_ID = {chapter.id: chapter for chapter in chapters()}
EXAMPLES = [
    pytest.param(chapter, example, id=f"{chapter.id}-{number}")
    for chapter in chapters()
    for number, example in enumerate(chapter.examples, 1)
]
SHARING = "向市共享交换平台编目共享办件、证照两类资源，属性为有条件共享，按日更新；另申请使用户籍数据用于核验。"
CRYPTO = "登录采用SM2证书，敏感字段以SM4加密存储，密钥由服务器密码机生成并每年轮换，上线前完成密码应用安全性评估。"


def states(text: str, fact: str, kind: str = "construction_plan") -> list[str]:
    return [f.state for f in extract_text(text, kind=kind).facts if f.kind == fact]  # type: ignore[arg-type]  # a kind


@pytest.mark.parametrize(("chapter", "example"), EXAMPLES)
def test_lexicon_example(chapter: Chapter, example: object) -> None:
    expect = example.expect  # type: ignore[attr-defined]  # a struct
    wanted = [] if expect == "absent" else ["stated" if expect == "present" else expect]
    assert states(example.text, chapter.fact) == wanted  # type: ignore[attr-defined]


def test_every_chapter_shows_what_it_is_and_is_not() -> None:
    for chapter in chapters():
        assert {example.expect for example in chapter.examples} >= {"present", "absent"}, chapter.id


@pytest.mark.parametrize(
    "title",
    [
        "信息资源共享分析",
        "政务数据共享方案",
        "数据共享与交换设计",
        "数据交换体系",
        "项目信息资源",
        "政务信息资源目录",
        "共享开放设计",
        "信息共享与互联互通",
        "跨部门数据协同",
        "數據共享交換",
    ],
)  # fmt: skip
def test_sharing_titles(title: str) -> None:
    assert states(f"第六章 {title}\n{SHARING}", "chapter.data_sharing") == ["stated"]


@pytest.mark.parametrize(
    "title",
    [
        "密码应用",
        "商用密码应用方案",
        "密码保障体系设计",
        "国密改造",
        "商密建设",
        "密码技术应用设计",
        "系统密码防护",
        "密碼應用設計",
    ],
)
def test_crypto_titles(title: str) -> None:
    assert states(f"8.3 {title}\n{CRYPTO}", "chapter.crypto") == ["stated"]


@pytest.mark.parametrize(
    ("chapter", "title"),
    [
        ("data_sharing", "文件共享服务"),
        ("data_sharing", "停车位共享"),
        ("data_sharing", "共享会议室预约"),
        ("data_sharing", "屏幕共享"),
        ("crypto", "用户密码管理"),
        ("crypto", "找回密码"),
        ("crypto", "支付密码"),
        ("crypto", "账号与密码规则"),
        ("security", "施工安全"),
        ("products", "农产品溯源"),
        ("risk", "风险预警系统"),
        ("schedule", "进度查询"),
    ],
)
def test_look_alikes(chapter: str, title: str) -> None:
    body = "该模块由办公室使用，点击后弹出窗口，填写并保存即可，记录保留三十天，管理员可以按月导出统计结果。"
    assert states(f"4.9 {title}\n{body}", BY_ID[chapter].fact) == []


@pytest.mark.parametrize(
    ("chapter", "title", "how"),
    [
        ("crypto", "商用密码应用方案", "title"),
        ("crypto", "用户密码管理", "look-alike"),
        ("crypto", "用户密码管理和密码应用", "title"),
        ("crypto", "传输加密", "broad"),
        ("data_sharing", "数据资源规划", "broad"),
        ("data_sharing", "项目概况", None),
    ],
)
def test_how_a_title_is_taken(chapter: str, title: str, how: str | None) -> None:
    assert match_title(BY_ID[chapter], title) == how


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (SHARING, ["stated"]),
        ("【此处填写共享目录、共享属性】", ["blank"]),
        ("待定。", ["blank"]),
        ("详见附件三《数据共享方案》。", ["referred"]),
        ("按有关规定执行。", ["unstated"]),
        ("本项目不涉及数据共享。", ["unstated"]),
    ],
)
def test_what_stands_under_the_heading_decides(body: str, expected: list[str]) -> None:
    assert states(f"第六章 数据共享\n{body}", "chapter.data_sharing") == expected


def test_a_broad_title_needs_more_under_it() -> None:
    assert states(f"第五章 数据资源规划\n{SHARING}", "chapter.data_sharing") == ["stated"]
    thin = "梳理数据资源，明确来源和责任单位，形成清单，作为后续建设的依据，由业务处室逐项确认后定稿。"
    assert states(f"第五章 数据资源规划\n{thin}", "chapter.data_sharing") == []


def test_in_passing_is_no_chapter() -> None:
    goal = "三、建设目标\n打破信息孤岛，推动数据共享和密码应用，提升群众满意度，按年评估成效。"
    assert states(goal, "chapter.data_sharing") == []
    assert states(goal, "chapter.crypto") == []
    contents = "目录\n6.4 数据共享与交换 ……… 41\n6.5 密码应用 ……… 45\n6.6 运维设计 ……… 49"
    assert states(contents, "chapter.data_sharing") == []
    laws = "编制依据\n1.《中华人民共和国密码法》\n2.《政务信息资源共享管理暂行办法》"
    assert states(laws, "chapter.crypto") == []


def test_substance_in_the_next_chapter_does_not_count() -> None:
    text = f"第六章 数据共享\n按规定执行。\n第七章 密码应用\n{CRYPTO}"
    assert states(text, "chapter.data_sharing") == ["unstated"]
    assert states(text, "chapter.crypto") == ["stated"]


def test_subsections_count_for_their_chapter() -> None:
    text = f"第六章 数据共享\n6.1 共享内容\n{SHARING}\n6.2 更新\n按日更新，由数据科负责。"
    assert states(text, "chapter.data_sharing") == ["stated"]


@pytest.mark.parametrize("kind", ["contract", "minutes", "review_material"])
def test_only_reports_have_chapters(kind: str) -> None:
    assert states(f"8.3 密码应用\n{CRYPTO}", "chapter.crypto", kind) == []


def test_a_document_may_be_the_chapter_itself() -> None:
    text = f"智慧交通平台商用密码应用方案\n1 背景\n2 密码应用需求\n{CRYPTO}"
    assert states(text, "chapter.crypto", "crypto_plan") == ["stated"]
    assert states("智慧交通平台商用密码应用方案\n另行编制。", "chapter.crypto", "crypto_plan") == ["unstated"]


def test_the_heading_and_the_best_paragraph_are_quoted() -> None:
    text = f"8.3 密码应用\n本节说明设计内容。\n{CRYPTO}"
    fact = next(f for f in extract_text(text, kind="construction_plan").facts if f.kind == "chapter.crypto")
    assert fact.evidence[0].quote == "8.3 密码应用"
    assert "SM2" in fact.evidence[1].quote
