"""The profile of each submission: from ``--profile``, else from its own ``submission.yaml``."""

from pathlib import Path, PurePosixPath

from checks.profile import Profile, parse_profile
from extractor.fact import DocumentKind
from review.errors import CannotRun, why
from review.filetypes import PROFILE_NAME
from review.intake import Listing, Package, printable
from review.output import say
from review.report import ProfileEntry
from review.rulebooks import data_errors_told

MOST_BYTES = 1_000_000


def given_profile(file: str | None) -> Profile | None:
    """Return the profile of ``--profile``; None where none was given. Raises CannotRun for one that cannot be used."""
    return None if file is None else _read(Path(file), printable(file), option="--profile ")


def profile_of(package: Package, given: Profile | None) -> Profile:
    """Return the profile that holds for one submission. Raises CannotRun for one that cannot be used."""
    if given is not None:
        return given
    if package.passed_by is not None:
        say(
            f"{package.path}：同一文件夹里的 {PROFILE_NAME} 说的是整个文件夹，检查单个文件时未采用；"
            f"需要时请用 --profile {printable(package.passed_by)}。"
        )
    return Profile() if package.profile is None else _read(package.profile.file, package.profile.path)


def _read(file: Path, shown: str, option: str = "") -> Profile:
    name = f"{option}{shown}"
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CannotRun(f"{name}：文件过大，不是项目信息文件。")
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRun(f"{name}：不是UTF-8编码的文本，请另存为UTF-8后再试。") from error
    except OSError as error:
        raise CannotRun(f"{name}：无法读取（{why(error)}），请检查路径和权限。") from error
    with data_errors_told():
        profile, warnings = parse_profile(text, shown)
    for warning in warnings:
        say(warning)
    return profile


def told_kind(listing: Listing, profile: Profile) -> DocumentKind | None:
    """Return the kind that the profile states for a document, by its path or a name it may be called by."""
    return next((profile.documents[name] for name in _names(listing) if name in profile.documents), None)


def tell_unmatched(package: Package, profile: Profile) -> None:
    """Say which documents the profile names that the submission does not have."""
    names = {name for listing in package.listings for name in _names(listing)}
    for name in sorted(profile.documents):
        if PurePosixPath(name).as_posix() not in names:
            say(f"{package.path}：项目信息里写明的“{name}”不在材料中，请检查文件名。")


def _names(listing: Listing) -> list[str]:
    """Return what a profile may call a document, the longest first.

    That is its path in the submission or its bare name; inside an archive also its path from the archive or from any
    folder in it on, as the profile may stand beside the archive, in it or in its only folder.
    """
    path = PurePosixPath(listing.path)
    inner = PurePosixPath(listing.path.rpartition("!/")[2]).parts if "!/" in listing.path else ()
    return [path.as_posix(), *("/".join(inner[start:]) for start in range(len(inner))), path.name]


def profile_entry(profile: Profile) -> ProfileEntry:
    """Return a profile as the report writes it, what was not told as null."""
    return ProfileEntry(
        jurisdiction=profile.jurisdiction,
        kind=profile.kind,
        stage=profile.stage,
        classified=profile.classified,
        government_procurement=profile.government_procurement,
        special_fund=profile.special_fund,
        unified_build=profile.unified_build,
        pure_equipment=profile.pure_equipment,
        merged_stage=profile.merged_stage,
        audience=profile.audience,
        complete=profile.complete,
        invest_total=profile.invest_total,
        contract_amount=profile.contract_amount,
        documents={name: profile.documents[name] for name in sorted(profile.documents)},
    )
