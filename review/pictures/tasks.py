"""What is asked of the process that draws."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the top left of the page."""

STRIP_BYTES = 12_000  # the most that a strip may have


@dataclass(frozen=True)
class Order:
    """One picture of a file: a page (from 1), what to frame on it, the most bytes of a strip, or the whole page."""

    page: int
    boxes: tuple[Box, ...]
    most: int
    whole: bool


@dataclass(frozen=True)
class Task:
    """The pictures that are wanted of one file."""

    file: str
    orders: tuple[Order, ...]
