"""PNG of few colours, written by hand: the same pixels give the same bytes with every build of the picture library."""

import struct
import zlib
from collections.abc import Sequence
from typing import Any

Colour = tuple[int, int, int]
Image = Any  # a Pillow image of mode "L" whose levels are indexes of the palette


def png(indexes: Image, palette: Sequence[Colour]) -> bytes:
    """Return a PNG of palette ``palette``: 4 bits a pixel up to 16 colours, else 8."""
    from PIL import Image as Pictures  # noqa: PLC0415  only where pictures are drawn

    bits = 4 if len(palette) <= 16 else 8
    wide, high = indexes.size
    plane = Pictures.frombytes("P", indexes.size, indexes.tobytes())
    pixels = plane.tobytes("raw", f"P;{bits}" if bits < 8 else "P")
    stride = (wide * bits + 7) // 8
    rows = b"".join(b"\0" + pixels[at : at + stride] for at in range(0, stride * high, stride))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, bits, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
