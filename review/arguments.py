"""What people type, read strictly: each wrong word is refused with a sentence that says what is possible."""

import re
from datetime import date
from typing import TypeVar, cast

from extractor.fact import KIND_NAMES, DocumentKind
from review.errors import CannotRun, bad_choice

T = TypeVar("T", bound=str)
MOST_JOBS = 256


def choice(option: str, word: str, known: tuple[T, ...]) -> T:
    """Return ``word`` if it is one of ``known``. Raises CannotRun with the nearest ones."""
    for one in known:
        if one == word:
            return one
    raise bad_choice(option, word, known)


def kind_of(word: str | None) -> DocumentKind | None:
    """Return the kind of document named by ``--kind``, by its id or its Chinese name. Raises CannotRun."""
    if word is None:
        return None
    for kind, name in KIND_NAMES.items():
        if word in (kind, name):
            return kind
    raise bad_choice("--kind", word, cast("list[str]", list(KIND_NAMES)))


def day(option: str, text: str | None) -> date | None:
    """Return the day written as ``2026-11-21``. Raises CannotRun for anything else."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise CannotRun(f"{option} {text}：没有这一天，请检查月份和日期。") from None
    raise CannotRun(f"{option} {text}：日期请写成 2026-11-21 的形式。")


def job_count(text: str | None) -> int | None:
    """Return the number of processes asked for; None where none was named. Raises CannotRun."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,6}", text) and 1 <= int(text) <= MOST_JOBS:
        return int(text)
    raise CannotRun(f"--jobs {text}：请给出 1 到 {MOST_JOBS} 之间的整数。")
