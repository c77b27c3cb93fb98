"""``shenyue store``: what is kept from one run to the next, and how to be rid of it."""

from typing import Literal

from msgspec import Struct

from review.arguments import choice
from review.encode import to_json
from review.entries import tool
from review.errors import CannotRun, ExitCode
from review.layout import Paper
from review.output import emit, emit_text, say
from review.report import VERSION, Tool
from review.store import Layer, Store, size_on_disk, store_folder

FORMS = ("console", "json")
NAMES = {"document": "读取的材料", "facts": "材料中的事实", "submission": "判断过的报送"}


class LayerEntry(Struct, frozen=True):
    """How many entries of one kind are kept, and their bytes."""

    layer: str
    entries: int
    bytes: int


class StoreReport(Struct, frozen=True):
    """What ``store info --format json`` prints; ``bytes`` is what the folder takes on the disk."""

    version: Literal[1]
    tool: Tool
    folder: str
    bytes: int
    layers: tuple[LayerEntry, ...]


def info(form: str) -> int:
    """Print what the store holds; returns 0. Raises CannotRun where there is no place for a store."""
    choice("--format", form, FORMS)
    folder = store_folder()
    store = Store(folder, say)
    layers = store.layers()
    store.close()
    size = size_on_disk(folder)
    if form == "json":
        entries = tuple(LayerEntry(layer.name, layer.entries, layer.bytes) for layer in layers)
        emit(to_json(StoreReport(VERSION, tool(), str(folder), size, entries)))
        return ExitCode.CLEAN
    paper = Paper.of_stdout()
    paper.labelled("位置", str(folder))
    paper.labelled("占用", _size(size))
    for layer in layers:
        paper.labelled(NAMES[layer.name], _line(layer))
    emit_text(paper.text())
    return ExitCode.CLEAN


def clear() -> int:
    """Empty the store; returns 0. Raises CannotRun where it cannot be emptied."""
    folder = store_folder()
    before = size_on_disk(folder)
    store = Store(folder, say)
    store.clear()
    left = sum(layer.entries for layer in store.layers())
    store.close()
    for file in sorted(folder.glob("*.damaged-*")):
        try:
            file.unlink()
        except OSError as error:
            raise CannotRun(f"{file}：无法删除，请手工删除。") from error
    if left:
        raise CannotRun(f"缓存（{folder}）没有清空，可能有另一次检查正在使用；请稍后再试。")
    emit_text(f"缓存已清空，腾出{_size(max(0, before - size_on_disk(folder)))}。\n")
    return ExitCode.CLEAN


def _line(layer: Layer) -> str:
    return f"{layer.entries}项，{_size(layer.bytes)}"


def _size(count: int) -> str:
    """Return a number of bytes for a person.

    >>> _size(512), _size(1_500_000)
    ('1KB', '1.5MB')
    """
    if count < 1_000_000:
        return f"{-(-count // 1000)}KB"
    return f"{count / 1_000_000:.1f}MB" if count < 1_000_000_000 else f"{count / 1_000_000_000:.2f}GB"
