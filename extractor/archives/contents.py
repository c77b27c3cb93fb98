"""What opening an archive gives: its members, what of it was not read, and the caps on what it may cost."""

from msgspec import Struct

from extractor.document import UnreadReason


class ArchiveLimits(Struct, frozen=True):
    """Caps on one archive. ``ratio`` (unpacked to packed) holds only beyond ``free_bytes``: plain text packs well."""

    members: int = 20_000
    member_bytes: int = 600_000_000
    total_bytes: int = 3_000_000_000
    free_bytes: int = 10_000_000
    ratio: int = 200


class Problem(Struct, frozen=True):
    """Why an archive or a member was not read; ``message`` is for a person."""

    reason: UnreadReason
    message: str


class Member(Struct, frozen=True):
    """One file of an archive.

    ``path`` is clean: parts joined by ``/``, none of them ``..``, unique in the archive. Where it was read ``sha256``
    names the file in the store that holds its bytes, and ``bytes`` counts them; else ``problem`` says why not and
    ``bytes`` is what the archive says.
    """

    path: str
    bytes: int
    sha256: str | None = None
    problem: Problem | None = None


class Opened(Struct, frozen=True):
    """What became of one archive.

    ``is_archive`` is False for a file that is none (a Word file named .zip). ``unwanted`` are the paths the caller did
    not want. ``links`` counts symbolic links and devices, which are never followed. ``escaping`` are names that lead
    out of the archive, as they stand there; the members are in ``members`` under clean paths. ``renamed`` are the paths
    that were given a number because another member had the same. ``problems`` are those of the archive as a whole.
    ``bytes_kept`` is what was written to the store.
    """

    is_archive: bool = True
    members: tuple[Member, ...] = ()
    unwanted: tuple[str, ...] = ()
    links: int = 0
    escaping: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    bytes_kept: int = 0
