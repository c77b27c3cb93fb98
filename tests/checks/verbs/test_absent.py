"""What must not be in the papers, and what papers cannot show."""

from checks.rule import Carriers
from checks.verbs.absent import Absent
from checks.verbs.outside import Outside
from extractor.document import Place, Unread
from tests.checks.applied import applied

UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)
ROOM = Absent(("statement.new_room",), except_facts=("statement.own_platform",), near=("机房",))
PLAN = Carriers(each=("construction_plan",))


def plan(make, *facts, **fields):
    return make.document("construction_plan", facts, texts=["设备放在市数据中心机房。"], **fields)


def test_what_is_forbidden_is_found_and_quoted(make) -> None:
    built = make.fact("statement.new_room", "present", text="新建机房一间")
    found = applied(make.submission(plan(make, built)), ROOM, carriers=PLAN)
    assert (found.kind, found.reason, found.level) == ("fail", "forbidden", "error")
    assert found.message == "建设方案写有新建或扩建机房的内容：“新建机房一间”。"
    assert found.evidence[0].quote == "新建机房一间"
    part = plan(make, built, status="partial", unread=UNREAD)
    found = applied(make.submission(part), ROOM, carriers=PLAN)
    assert (found.kind, len(found.unread)) == ("fail", 1)


def test_nothing_found_says_what_was_searched(make) -> None:
    found = applied(make.submission(plan(make)), ROOM, carriers=PLAN)
    assert (found.kind, found.reason) == ("pass", "nothing-found")
    assert found.message == "建设方案中未见新建或扩建机房的内容。"
    assert found.searched.nearest[0].quote == "设备放在市数据中心机房。"
    assert found.evidence == ()


def test_a_denial_is_evidence(make) -> None:
    no = make.fact("statement.new_room", "denied", text="不新建机房")
    found = applied(make.submission(plan(make, no)), ROOM, carriers=PLAN)
    assert (found.kind, found.evidence[0].quote, found.searched) == ("pass", "不新建机房", None)
    part = plan(make, no, status="partial", unread=UNREAD)
    assert applied(make.submission(part), ROOM, carriers=PLAN).reason == "unreadable"
    both = plan(make, no, make.fact("statement.new_room", "present", text="新建机房一间"))
    found = applied(make.submission(both), ROOM, carriers=PLAN)
    assert (found.kind, found.reason, len(found.evidence)) == ("review", "conflicting", 2)
    assert "“新建机房一间”和“不新建机房”" in found.message


def test_a_denial_of_one_thing_denies_no_other(make) -> None:
    either = Absent(("statement.new_room", "statement.own_platform"))
    room = make.fact("statement.new_room", "present", text="机房装修")
    cloud = make.fact("statement.own_platform", "denied", text="部署在市政务云")
    budget = make.document("budget_estimate", [room], path="概算.txt")
    found = applied(make.submission(plan(make, cloud), budget), either)
    assert (found.kind, found.reason) == ("fail", "forbidden")
    assert found.message == "概算写有新建或扩建机房的内容：“机房装修”。"
    assert [place.quote for place in found.evidence] == ["机房装修"]
    no = make.fact("statement.new_room", "denied", text="不新建机房")
    found = applied(make.submission(plan(make, cloud, no), budget), either)
    assert (found.kind, [place.quote for place in found.evidence]) == ("review", ["机房装修", "不新建机房"])


def test_the_three_absences(make) -> None:
    assert applied(make.submission(make.document("bid")), ROOM, carriers=PLAN).reason == "no-carrier"
    assert applied(make.submission(make.document("bid")), ROOM, reads=("construction_plan",)).reason == "no-carrier"
    part = plan(make, status="partial", unread=UNREAD)
    assert applied(make.submission(part), ROOM, carriers=PLAN).reason == "unreadable"
    # over a whole submission any page may hold it
    page = make.document("bid", texts=["投标文件"], status="partial", unread=UNREAD)
    assert applied(make.submission(plan(make), page), ROOM).reason == "unreadable"
    assert applied(make.submission(plan(make)), ROOM).kind == "pass"


def test_an_exception_stated_anywhere_is_a_persons_to_weigh(make) -> None:
    built = make.fact("statement.new_room", "present", text="新建机房一间")
    reason = make.fact("statement.own_platform", "present", text="因保密要求独立建设")
    letter = make.document("other", [reason])
    found = applied(make.submission(plan(make, built), letter), ROOM, carriers=PLAN)
    assert (found.kind, found.reason) == ("review", "reason-given")
    assert {place.quote for place in found.evidence} == {"新建机房一间", "因保密要求独立建设"}
    denied = make.document("other", [make.fact("statement.own_platform", "denied")])
    assert applied(make.submission(plan(make, built), denied), ROOM, carriers=PLAN).kind == "fail"


def test_of_several_papers_the_one_that_has_it_is_named(make) -> None:
    bad = plan(make, make.fact("statement.new_room", "present", text="新建机房一间"), path="方案二.txt")
    found = applied(make.submission(plan(make, path="方案一.txt"), bad), ROOM, carriers=PLAN)
    assert found.kind == "fail"
    assert "方案二.txt" in found.message
    assert "方案一.txt" not in found.message


def test_what_papers_cannot_show_is_listed_with_the_reason(make) -> None:
    check = Outside(why="是否按期完成须查政务云台账。", near=("机房",))
    found = applied(make.submission(plan(make)), check)
    assert (found.kind, found.reason, found.message) == ("review", "needs-person", "是否按期完成须查政务云台账。")
    assert found.searched.nearest[0].quote == "设备放在市数据中心机房。"
    assert found.evidence == ()
    assert applied(make.submission(), check).reason == "needs-person"
    own = applied(make.submission(plan(make)), check, message={"needs-person": "请查台账：{actual}"})
    assert own.message == "请查台账：是否按期完成须查政务云台账。"
