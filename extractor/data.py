"""The lexicon's files: found in the package, read strictly, as the types that use them; decoded once a machine."""

from importlib import resources
from typing import TypeVar

from extractor.compiled import compiled
from extractor.strict_yaml import decode

T = TypeVar("T")


def load(path: str, kind: type[T]) -> T:
    """Return ``lexicons/<path>`` as a ``kind``. Raises DataError with every problem of the file."""
    data = resources.files("lexicons").joinpath(*path.split("/")).read_bytes()
    return compiled(_name(path, kind), kind, [data], lambda: _decode(path, data, kind))


def load_folder(folder: str, kind: type[T]) -> tuple[T, ...]:
    """Return every YAML file of ``lexicons/<folder>`` as a ``kind``, in the order of their names.

    Raises DataError with every problem of the first file that has any.
    """
    entries = resources.files("lexicons").joinpath(folder).iterdir()
    files = {file.name: file.read_bytes() for file in entries if file.name.endswith(".yaml")}
    names = sorted(files)
    data = [part for name in names for part in (name.encode(), files[name])]
    whole = tuple[kind, ...]  # type: ignore[valid-type]  # made from the argument; the return type says the same
    return compiled(
        _name(folder, kind),
        whole,
        data,
        lambda: tuple(_decode(f"{folder}/{name}", files[name], kind) for name in names),
    )


def _decode(path: str, data: bytes, kind: type[T]) -> T:
    return decode(data.decode("utf-8"), kind, f"lexicons/{path}").value


def _name(path: str, kind: type[object]) -> str:
    """Return the name of a file's entry: two types may be read from one path."""
    return f"{path.replace('/', '.')}-{kind.__name__}"
