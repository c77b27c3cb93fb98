"""A document that was read and waits to be judged: bytes, so that many may wait without weight."""

import zlib
from dataclasses import dataclass

from extractor.fact import Extracted
from review import worker


@dataclass(frozen=True)
class Held:
    """The text of a document and its facts (``worker.Packed``); ``zipped`` where they are as the store keeps them."""

    document: bytes
    facts: bytes
    zipped: bool = False

    def extracted(self) -> Extracted:
        """Return the document with its facts. Raises msgspec.MsgspecError or zlib.error for bytes that are none."""
        if self.zipped:
            return worker.unpack(zlib.decompress(self.document), zlib.decompress(self.facts))
        return worker.unpack(self.document, self.facts)
