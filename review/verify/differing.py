"""Where two entries of a report differ: each value with the way to it, as a person would name it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

_NAMES = ("rule", "path", "id")  # what the members of a list are known by
_LONGEST = 200  # characters of a value that are shown


@dataclass(frozen=True)
class Spot:
    """A value that differs: the way to it from the entry, and both sides as text, None where a side has none."""

    where: str
    reported: str | None
    found: str | None


def differences(reported: object, found: object, where: str = "") -> Iterator[Spot]:
    """Yield where two trees of JSON differ, in the order of the first.

    >>> [spot.where for spot in differences([{"rule": "a", "n": 1}], [{"rule": "a", "n": 2}], "findings")]
    ['findings[a].n']
    """
    if isinstance(reported, dict) and isinstance(found, dict):
        for key in dict.fromkeys((*reported, *found)):
            way = f"{where}.{key}" if where else str(key)
            yield from _sides(reported, found, key, way)
    elif isinstance(reported, list) and isinstance(found, list):
        ours, theirs = _named(reported), _named(found)
        if ours is None or theirs is None:
            ours, theirs = dict(enumerate(reported, 1)), dict(enumerate(found, 1))
        both = [name for name in ours if name in theirs]
        if both != [name for name in theirs if name in ours]:
            yield Spot(where, "顺序", "顺序")
        for name in dict.fromkeys((*ours, *theirs)):
            yield from _sides(ours, theirs, name, f"{where}[{name}]")
    elif type(reported) is not type(found) or reported != found:
        yield Spot(where, _text(reported), _text(found))


def _sides(reported: dict[object, object], found: dict[object, object], key: object, way: str) -> Iterator[Spot]:
    if key not in found:
        yield Spot(way, _text(reported[key]), None)
    elif key not in reported:
        yield Spot(way, None, _text(found[key]))
    else:
        yield from differences(reported[key], found[key], way)


def _named(several: list[object]) -> dict[object, object] | None:
    """Return the members of a list by what they are known by; None where that does not tell them apart."""
    for name in _NAMES:
        if several and all(isinstance(one, dict) and name in one for one in several):
            known = {cast("dict[str, object]", one)[name]: one for one in several}
            return known if len(known) == len(several) else None
    return None if several else {}


def _text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
