"""What one body tells another to do states nothing of the project; what the project's own body says it will do does."""

import pytest

from extractor.pipeline import extract_text

SUPERVISION = "statement.supervision"
ROOM = "statement.new_room"
CLOUD = "statement.deploy_cloud"


def values(text: str, fact: str, kind: str) -> set[str | None]:
    return {found.value for found in extract_text(text, kind=kind).facts if found.kind == fact}


@pytest.mark.parametrize(
    ("kind", "fact", "directive", "said"),
    [
        ("approval", CLOUD, "请你单位将系统部署在政务云。", "你单位将系统部署在政务云。"),
        (
            "approval",
            CLOUD,
            "请你单位按批复抓紧组织实施，系统部署在政务云。",
            "你单位已按批复组织实施，系统部署在政务云。",
        ),
        ("approval", CLOUD, "你单位应当把业务数据部署在政务云。", "你单位已把业务数据部署在政务云。"),
        ("approval", CLOUD, "原则同意建设，业务应当部署在政务云。", "原则同意建设，业务部署在政务云。"),
        ("review_material", CLOUD, "方案总体可行，须部署在政务云。", "方案总体可行，系统部署在政务云。"),
        (
            "review_material",
            CLOUD,
            "专家组建议细化接口，部署在政务云。",
            "专家组建议细化接口，本项目部署在政务云。",
        ),
        ("other", CLOUD, "业务部署在政务云，请各单位遵照执行。", "业务部署在政务云，详见附件。"),
        ("approval", ROOM, "项目不得新建机房。", "项目不新建机房。"),
        ("construction_plan", CLOUD, "请县区按期报送材料，部署在政务云。", "请予批准，本系统部署在政务云。"),
        ("construction_plan", CLOUD, "贵单位须部署在政务云。", "我单位须部署在政务云。"),
    ],
)
def test_a_directive_states_nothing_and_a_commitment_does(kind: str, fact: str, directive: str, said: str) -> None:
    assert values(directive, fact, kind) == set()
    assert len(values(said, fact, kind)) == 1


@pytest.mark.parametrize(
    ("directive", "said"),
    [
        ("请你单位委托监理单位对项目实施监理。", "我单位将委托监理单位对项目实施监理。"),
        ("请你单位加强管理，委托监理单位实施监理。", "请予审批，我单位委托监理单位实施监理。"),
        ("你单位应委托监理单位实施监理。", "你单位已委托监理单位实施监理。"),
    ],
)
def test_supervision_asked_for_and_arranged(directive: str, said: str) -> None:
    assert values(directive, SUPERVISION, "approval") == set()
    assert values(said, SUPERVISION, "approval") == {"present"}


def test_what_a_plan_says_of_itself_with_a_word_of_duty_is_a_commitment() -> None:
    assert values("系统应部署在政务云。", CLOUD, "construction_plan") == {"present"}
    assert values("系统应部署在政务云。", CLOUD, "procurement_document") == {"present"}
    # neither a supplier nor an emergency is a duty
    assert values("供应商和应急系统部署在政务云。", CLOUD, "approval") == {"present"}
