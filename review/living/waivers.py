"""Accepted findings: ``waivers.yaml`` says which, who accepted them, why and until when.

An entry accepts what it names by rule, by submission (its path in the report, or a pattern with ``*``) or by
fingerprint; all that it names must hold. The file is given by option only, never taken from a submission: nobody
accepts findings on his own papers by handing in a file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from extractor.strict_yaml import DataError, Problem, decode, nearest
from review.errors import CannotRun, why
from review.intake import printable
from review.report import FindingEntry
from review.rulebooks import data_errors_told

MOST_BYTES = 4_000_000
WAIVABLE = frozenset(("fail", "review", "open"))
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Entry(Struct, frozen=True):
    by: str
    why: str
    until: str
    rule: str | None = None
    submission: str | None = None
    fingerprint: str | None = None


class _File(Struct, frozen=True):
    waivers: tuple[_Entry, ...]


@dataclass(frozen=True)
class Waiver:
    """One entry; ``until`` is the last day on which it holds, ``where`` is ``file:line:column``."""

    by: str
    why: str
    until: date
    rule: str | None
    submission: str | None
    fingerprint: str | None
    where: str

    def covers(self, submission: str, finding: FindingEntry) -> bool:
        """Tell whether the entry names a finding of the submission with this path, whatever the day."""
        return (
            finding.kind in WAIVABLE
            and self.rule in (None, finding.rule)
            and self.fingerprint in (None, finding.fingerprint)
            and (self.submission is None or self.submission == submission or fnmatchcase(submission, self.submission))
        )


def read_waivers(file: str, rules: Iterable[str]) -> tuple[Waiver, ...]:
    """Return the entries of a file in their order; ``rules`` are the ids there are.

    Raises CannotRun with every problem of the file, each as ``file:line:column: message``.
    """
    shown = printable(file)
    path = Path(file)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CannotRun(f"--waivers {shown}：文件过大，不是认可清单。")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRun(f"--waivers {shown}：不是UTF-8编码的文本，请另存为UTF-8后再试。") from error
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "路径里有不能用的字符"
        raise CannotRun(f"--waivers {shown}：无法读取（{reason}），请检查路径和权限。") from error
    with data_errors_told():
        return parse_waivers(text, shown, rules)


def parse_waivers(text: str, file: str, rules: Iterable[str]) -> tuple[Waiver, ...]:
    """Return the entries written in ``text``. Raises DataError with every problem of it."""
    read = decode(text, _File, file)
    known = frozenset(rules)
    problems: list[Problem] = []
    waivers: list[Waiver] = []
    for number, entry in enumerate(read.value.waivers):
        told = list(_problems(entry, known))
        for key, message in told:
            place = ("waivers", number, key) if key else ("waivers", number)
            problems.append(Problem(file, *read.where[place], message))
        if not told:
            line, column = read.where["waivers", number]
            until = date.fromisoformat(entry.until)
            waivers.append(
                Waiver(
                    " ".join(entry.by.split()),
                    " ".join(entry.why.split()),
                    until,
                    entry.rule,
                    entry.submission,
                    entry.fingerprint,
                    f"{file}:{line}:{column}",
                )
            )
    if problems:
        raise DataError(problems)
    return tuple(waivers)


def _problems(entry: _Entry, rules: frozenset[str]) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with an entry: the key (empty for the whole of it) and a sentence."""
    for key, words in (("by", entry.by), ("why", entry.why)):
        if not words.strip():
            yield key, f"“{key}”不能为空白。"
    if not _is_day(entry.until):
        yield "until", f"“until”应为日期，如 2027-06-30，这里是“{entry.until}”。"
    if entry.rule is not None and entry.rule not in rules:
        close = nearest(entry.rule, rules)
        yield (
            "rule",
            f"没有“{entry.rule}”这条规则" + (f"，是不是“{close}”？" if close else "，可用 shenyue rules list 查看。"),
        )
    if entry.submission is not None and not entry.submission.strip():
        yield "submission", "“submission”不能为空白。"
    if entry.fingerprint is not None:
        if not _FINGERPRINT.fullmatch(entry.fingerprint):
            yield "fingerprint", f"指纹是16位小写十六进制数，请从报告里照抄，这里是“{entry.fingerprint}”。"
        elif entry.submission is None:
            yield "fingerprint", "请同时写明“submission”：另一份报送里同样的文字有同样的指纹。"
    elif entry.rule is None and entry.submission is None:
        yield "", "没有说明认可哪些结论，请写明“rule”、“submission”或“fingerprint”。"


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False
