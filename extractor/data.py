"""The lexicon's files: found in the package, read strictly, as the types that use them."""

from importlib import resources
from typing import TypeVar

from extractor.strict_yaml import decode

T = TypeVar("T")


def load(path: str, kind: type[T]) -> T:
    """Return ``lexicons/<path>`` as a ``kind``. Raises DataError with every problem of the file."""
    text = resources.files("lexicons").joinpath(*path.split("/")).read_text(encoding="utf-8")
    return decode(text, kind, f"lexicons/{path}").value


def load_folder(folder: str, kind: type[T]) -> tuple[T, ...]:
    """Return every YAML file of ``lexicons/<folder>`` as a ``kind``, in the order of their names."""
    files = resources.files("lexicons").joinpath(folder).iterdir()
    names = sorted(file.name for file in files if file.name.endswith(".yaml"))
    return tuple(load(f"{folder}/{name}", kind) for name in names)
