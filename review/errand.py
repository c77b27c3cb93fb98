"""What passes between the tool and a desk on another machine: an errand there, an answer back."""

from dataclasses import dataclass

from review.batch import Outcome, Turn
from review.keys import Versions
from review.pool import Loss

GREETING, ANSWER = b"G", b"A"  # how an answer begins


@dataclass(frozen=True)
class Sent:
    """What goes with a task: the bytes of its file, or, for a file by shared path, the SHA-256 it must have there."""

    data: bytes | None
    digest: bytes | None


@dataclass(frozen=True)
class Errand:
    """Files to read in one turn, how many seconds that may take, whether it is tried again if its process dies."""

    turn: Turn
    sent: tuple[Sent, ...]
    seconds: float
    again: bool


@dataclass(frozen=True)
class Unseen:
    """The machine does not see a file of the turn, the one at ``position``, or sees another one in its place."""

    host: str
    position: int


@dataclass(frozen=True)
class NoRoom:
    """The machine could not keep the files that were sent; ``why`` is what the system said, in Chinese."""

    host: str
    why: str


@dataclass(frozen=True)
class Greeting:
    """What a machine is, and how many processes there may recognise scans at once."""

    host: str
    versions: Versions
    recognisers: int


Answer = tuple[Outcome, ...] | Loss | Unseen | NoRoom
