"""Data files in the form they were decoded to, kept for the next process: reading strict YAML is most of a short run.

An entry is msgpack of msgspec structs in ``$SHENYUE_HOME/compiled``, one file a name. It holds only for the very bytes
of the data files and of the code that decoded them. It is written beside and moved, so that two processes never see
half of one, and begins with a digest of itself: an entry that is damaged, foreign or of another version is as good as
none, and where nothing can be written everything is decoded anew. What comes back is the same with and without.

    books = compiled("rulebooks", tuple[Rulebook, ...], contents, build, packages=("extractor", "checks"))
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from extractor.home import private_folder

T = TypeVar("T")
_SIZE = 32  # bytes of a digest


def compiled(
    name: str,
    kind: type[T],
    data: Iterable[bytes],
    build: Callable[[], T],
    *,
    packages: Iterable[str] = ("extractor",),
    folder: Path | None = None,
) -> T:
    """Return what ``build`` returns, from the entry ``name`` of the cache where it was built of the same before.

    ``kind`` is the type of it, as msgspec decodes it (a Struct, a tuple of them). ``data`` are the bytes of all that
    ``build`` reads, file names included, in a fixed order; ``packages`` are the imported packages whose code it runs.
    ``folder`` holds the entries (the user's own where None). Raises what ``build`` raises: what failed is not kept.
    """
    place = folder or private_folder("compiled")
    code = [_code(package) for package in packages]
    if place is None or None in code:
        return build()
    key = blake2b(msgspec.msgpack.encode((name, str(kind), code, list(data))), digest_size=_SIZE).digest()
    path = place / f"{name}.msgpack"
    with suppress(OSError, msgspec.MsgspecError, ValueError, RecursionError):
        entry = path.read_bytes()
        content = entry[2 * _SIZE :]
        if entry[:_SIZE] == key and entry[_SIZE : 2 * _SIZE] == _digest(content):
            return msgspec.msgpack.decode(content, type=kind)
    built = build()
    with suppress(OSError):
        content = msgspec.msgpack.encode(built)
        _move_in(path, key + _digest(content) + content)
    return built


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_SIZE).digest()


def _move_in(path: Path, entry: bytes) -> None:
    """Write a file beside its place and move it there."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(entry)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


@cache
def _code(package: str) -> bytes | None:
    """Return a digest of all code of an imported package; None where it stands in no folder (a zipped one)."""
    digest = blake2b(f"{sys.version}\n{msgspec.__version__}\n".encode(), digest_size=_SIZE)
    found = False
    try:
        for root in sys.modules[package].__path__:
            for path in sorted(Path(root).rglob("*.py")):
                digest.update(f"{path.relative_to(root)}\n".encode())
                digest.update(path.read_bytes())
                found = True
    except OSError:
        return None
    return digest.digest() if found else None
