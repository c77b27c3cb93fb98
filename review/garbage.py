"""How often a long run looks for garbage: what it reads and judges is let go by itself, without circles."""

import gc

YOUNG, OLDER, OLDEST = 100_000, 50, 100
"""Objects between two looks at the young ones; such looks between two at the older, and at all. Python's own 700, 10,
10 cost a third of a run that judges from the store."""


def spare() -> None:
    """Leave what is loaded out of every search for garbage, and search seldom."""
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDEST)
