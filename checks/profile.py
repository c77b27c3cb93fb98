"""What is said of a submission beside its documents: ``submission.yaml`` or ``--profile``."""

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from msgspec import Struct

from extractor.fact import DocumentKind
from extractor.strict_yaml import DataError, Path, Problem, decode

Stage = Literal["application", "review", "contract", "implementation", "acceptance", "operation"]
ProjectKind = Literal["new", "upgrade", "continued", "operation_maintenance", "other"]
Audience = Literal["public", "internal", "enforcement", "industry"]

_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?(?:e\d{1,2})?)(?P<unit>亿|万|千)?元?")
_UNITS = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "千": Decimal(1000), None: Decimal(1)}


class Profile(Struct, frozen=True, kw_only=True):
    """The facts of a project that its owner states; None where nothing is said. Amounts are yuan, two decimals."""

    jurisdiction: str | None = None
    kind: ProjectKind | None = None
    stage: tuple[Stage, ...] = ()
    classified: bool | None = None
    government_procurement: bool | None = None
    special_fund: bool | None = None
    unified_build: bool | None = None
    pure_equipment: bool | None = None
    merged_stage: bool | None = None
    audience: tuple[Audience, ...] = ()
    complete: bool | None = None
    invest_total: str | None = None
    contract_amount: str | None = None
    documents: dict[str, DocumentKind] = {}


def parse_profile(text: str, file: str = "submission.yaml") -> tuple[Profile, tuple[str, ...]]:
    r"""Read a profile from YAML or JSON; returns it with warnings (``file:line:column: message``) of unknown keys.

    Raises DataError with every wrong value.

    >>> profile, warnings = parse_profile("jurisdiction: qufu\nstage: contract\ninvest_total: 500万元\n")
    >>> profile.jurisdiction, profile.stage, profile.invest_total, warnings
    ('qufu', ('contract',), '5000000.00', ())
    """
    decoded = decode(text, Profile, file, unknown_key_warns=True)
    profile, problems, amounts = decoded.value, [], {}
    for name, written in (("invest_total", profile.invest_total), ("contract_amount", profile.contract_amount)):
        if written is None:
            continue
        amount = parse_amount(written)
        if amount is None:
            problems.append(_at(decoded.where, (name,), file, f"“{written}”不是金额，应如5000000.00（元）或500万元。"))
        amounts[name] = amount
    if problems:
        raise DataError(problems)
    kept = {field: getattr(profile, field) for field in profile.__struct_fields__}
    return Profile(**{**kept, **amounts}), tuple(str(warning) for warning in decoded.warnings)


def parse_amount(text: str) -> str | None:
    """Return an amount in the normal form (yuan, two decimals), or None where ``text`` is none.

    >>> parse_amount("1,500,000"), parse_amount("1.5e6"), parse_amount("150万元"), parse_amount("若干")
    ('1500000.00', '1500000.00', '1500000.00', None)
    """
    match = _AMOUNT.fullmatch(re.sub(r"[\s,，_￥¥]", "", text).lower())
    if match is None:
        return None
    try:
        amount = Decimal(match["number"]) * _UNITS[match["unit"]]
        return f"{amount.quantize(Decimal('0.01')):f}"
    except InvalidOperation:
        return None


def _at(where: dict[Path, tuple[int, int]], path: Path, file: str, message: str) -> Problem:
    return Problem(file, *where.get(path, (1, 1)), message)
