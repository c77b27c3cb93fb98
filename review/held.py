"""A document that was read and waits to be judged: bytes, so that many may wait without weight.

Most rules look at few documents, and few at their text: blocks and facts are decoded when they are first looked at.
"""

import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast, overload

import msgspec
from msgspec.structs import replace

from extractor.document import Block, Document
from extractor.fact import DocumentKind, Extracted, Fact, PartKind, Refusal
from review.store import Reading

Item = TypeVar("Item")


class GoneError(BaseException):
    """What was in the store is not there any more, or is damaged.

    No Exception: the engine takes those for a defect of the rule that was looking.
    """


class Later(Sequence[Item]):
    """What a tuple will hold once it is looked at."""

    def __init__(self, load: Callable[[], tuple[Item, ...]]) -> None:
        self._load: Callable[[], tuple[Item, ...]] | None = load
        self._items: tuple[Item, ...] = ()

    def _all(self) -> tuple[Item, ...]:
        if self._load is not None:
            self._items = self._load()
            self._load = None
        return self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, at: int | slice) -> Item | tuple[Item, ...]:
        return self._all()[at]

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._all())


class _Head(msgspec.Struct, frozen=True):
    """An ``Extracted`` whose facts are still bytes."""

    document: Document
    kind: DocumentKind
    kind_reason: str
    facts: msgspec.Raw = msgspec.Raw(b"\x90")  # an empty list
    parts: tuple[PartKind, ...] = ()
    refusals: tuple[Refusal, ...] = ()


_HEAD = msgspec.msgpack.Decoder(_Head)
_DOCUMENT = msgspec.msgpack.Decoder(Document)
_FACTS = msgspec.msgpack.Decoder(tuple[Fact, ...])


def _extracted(facts: bytes, document: Callable[[], bytes]) -> Extracted:
    """Return a document from the bytes of its facts; those of its text are asked for when it is looked at."""
    head = _HEAD.decode(facts)
    # the types say tuple, as all else that makes them gives one; who looks at them sees no difference
    blocks = cast("tuple[Block, ...]", Later(lambda: _DOCUMENT.decode(document()).blocks))
    found = cast("tuple[Fact, ...]", Later(lambda: _FACTS.decode(head.facts)))
    return Extracted(
        replace(head.document, blocks=blocks), head.kind, head.kind_reason, found, head.parts, head.refusals
    )


@dataclass(frozen=True)
class Held:
    """The text of a document and its facts (``worker.Packed``); ``zipped`` where they are as the store keeps them."""

    document: bytes
    facts: bytes
    zipped: bool = False

    def extracted(self) -> Extracted:
        """Return the document with its facts. Raises msgspec.MsgspecError or zlib.error for bytes that are none."""
        if self.zipped:
            return _extracted(zlib.decompress(self.facts), lambda: zlib.decompress(self.document))
        return _extracted(self.facts, lambda: self.document)


@dataclass(frozen=True)
class Kept:
    """The keys under which a store that lasts has a document and its facts; any process of this machine can get them.

    ``file`` is that of the store. What is looked at raises GoneError where it is not there any more.
    """

    file: str
    document: bytes
    facts: bytes

    def extracted(self) -> Extracted:
        """Return the document with its facts."""
        return _extracted(self._get(self.facts), lambda: self._get(self.document))

    def _get(self, key: bytes) -> bytes:
        try:
            number = os.stat(self.file).st_ino  # noqa: PTH116  asked for often
        except OSError as error:
            raise GoneError(self.file) from error
        value = _opened(self.file, number).get(key)
        if value is None:
            raise GoneError(key.hex())
        return value


@lru_cache(maxsize=2)
def _opened(file: str, _number: int) -> Reading:
    """Return the store of a file, opened once for each that has stood there."""
    return Reading(Path(file))
