"""How long the system runs on trial before acceptance (period.trial_run)."""

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.period_family import find_periods
from extractor.facts.period_spec import Bound, Spec
from extractor.facts.view import Unit, View

SPEC = Spec(
    kind="period.trial_run",
    topic="trial_run",
    labels=("label",),
    services=("service",),
    caps=False,
    foreign=re.compile(r"提交|组织|申请|报送|合格|通过|结束|完成|转入|进入|质保|维护|报告|开始后|竣工|终验后|停机"),
)
_STAFF = re.compile(r"人员|员工|工程师|新聘|聘用|入职|录用|转正|劳动|岗位|账号|账户|许可|授权|注册|会员|许可|版")


def _probation(view: View, unit: Unit, bound: Bound, begin: int, end: int) -> str | None:  # noqa: ARG001  a veto's form
    """Refuse the probation of staff and the trial of an account."""
    if _STAFF.search(unit.text[max(begin, bound.start - 24) : min(end, bound.end + 12)]):
        return "人员、账号或许可的试用期，不是系统试运行"
    return None


# 试用期 is a trial run only of the system, not of staff or of a licence.
PROBATION = Spec(SPEC.kind, "trial_run", ("staff_like",), caps=False, foreign=SPEC.foreign, veto=_probation)


def find(view: View) -> Iterator[Fact]:
    """Yield trial runs; a 试用期 of staff or of a licence is refused."""
    yield from find_periods(view, SPEC)
    yield from find_periods(view, PROBATION)
