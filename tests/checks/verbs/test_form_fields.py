"""Fields of a form: there, empty, pointing away, absent."""

import pytest

from checks.verbs.form_fields import Field, FormFields
from tests.checks.conftest import UNREAD
from tests.checks.rule_maker import ruled

VERB = FormFields((
    Field("建设依据", ("建设依据", "立项依据")),
    Field("总投资额", ("总投资额", "总投资"), ("budget.total",)),
))  # fmt: skip


def field(make, subject, value=None, state=""):
    return make.fact("form.field", value, subject=subject, text=subject, state=state)


def found(make, *facts, **fields):
    return ruled(VERB, make.document("application_form", facts, **fields), first=["application_form"])


def test_all_filled(make) -> None:
    judged = found(make, field(make, "项目建设依据（必填）", "市政府会议纪要"), field(make, "总投资额", "240万元"))
    assert (judged.kind, judged.reason, len(judged.evidence)) == ("pass", "present", 2)


def test_another_fact_stands_for_a_field(make) -> None:
    judged = found(make, field(make, "立项依据", "市政府会议纪要"), make.fact("budget.total", "2400000.00"))
    assert judged.kind == "pass"


def test_empty_ones_are_named(make) -> None:
    judged = found(make, field(make, "建设依据", state="blank"), field(make, "总投资", "240万元"))
    assert (judged.kind, judged.reason) == ("fail", "blank")
    assert "建设依据" in judged.message
    assert "总投资" not in judged.message


def test_absent_and_empty_ones_are_named_together(make) -> None:
    judged = found(make, field(make, "建设依据", state="blank"))
    assert (judged.kind, judged.reason) == ("fail", "missing")
    assert judged.message == "申报表未写明总投资额。另有留空未填的：建设依据。"


def test_a_pointer_is_for_a_person(make) -> None:
    judged = found(make, field(make, "建设依据", state="referred"), field(make, "总投资", "240万元"))
    assert (judged.kind, judged.reason) == ("review", "referred")


@pytest.mark.parametrize("filled", [True, False])
def test_an_unread_page_opens_only_what_is_absent(make, filled) -> None:
    basis = field(make, "建设依据", "市政府会议纪要") if filled else field(make, "建设依据", state="blank")
    judged = found(make, basis, status="partial", unread=UNREAD)
    assert (judged.kind, judged.reason) == (("open", "unreadable") if filled else ("fail", "blank"))


def test_no_form_and_a_form_without_fields(make) -> None:
    none = ruled(VERB, make.document("contract"), first=["application_form"])
    assert (none.kind, none.reason) == ("open", "no-carrier")
    empty = found(make)
    assert (empty.kind, empty.reason) == ("fail", "missing")
    assert "建设依据、总投资额" in empty.message


def test_the_amount_of_a_year_is_not_the_total(make) -> None:
    judged = found(make, field(make, "建设依据", "市政府会议纪要"), field(make, "年度投资额", "90万元"))
    assert (judged.kind, judged.reason) == ("fail", "missing")
