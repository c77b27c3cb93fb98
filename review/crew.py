"""The workers of a run, which read files and judge submissions: as many processes as were asked for, not twice that."""

from typing import cast

from review import batch, judging, worker
from review.batch import Outcome, Readers, Turn
from review.judging import Hearing, Judges
from review.pool import Pool


class Crew(Pool[Turn | Hearing, tuple[Outcome, ...] | bytes | None]):
    """Workers that take both kinds of tasks; they start with the first."""

    def __init__(self, workers: int) -> None:
        super().__init__(work, seconds_of, workers)

    @property
    def readers(self) -> Readers:
        """Return them as those who read."""
        return cast("Readers", self)  # who gives turns gets outcomes

    @property
    def judges(self) -> Judges:
        """Return them as those who judge."""
        return cast("Judges", self)  # who gives hearings gets bytes


def work(task: Turn | Hearing) -> tuple[Outcome, ...] | bytes | None:
    """Do one task in a worker."""
    return judging.hear_away(task) if isinstance(task, Hearing) else worker.run_all(task)


def seconds_of(task: Turn | Hearing) -> float:
    """Return how many seconds a task may take."""
    return judging.seconds_of(task) if isinstance(task, Hearing) else batch.seconds_of(task)
