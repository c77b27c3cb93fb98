"""Who signed: the names in a seal and in the certificates of a signature, from its DER bytes. Nothing is verified.

A full ASN.1 library is not needed for this: the bytes are walked, and two shapes are known by their fields, a
certificate (its subject's common name) and the properties of an electronic seal (its name).
"""

from collections.abc import Iterator

from msgspec import Struct

SEQUENCE, SET, INTEGER, VERSION = 0x30, 0x31, 0x02, 0xA0
STRINGS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
UTF8 = 0x0C
COMMON_NAME = bytes.fromhex("0603550403")
NODES = 20_000
DEPTH = 24
LONGEST = 200  # characters of a name


class Node(Struct, frozen=True):
    """One value of the bytes: its tag and the range of its content."""

    tag: int
    start: int
    end: int


def names(data: bytes) -> list[str]:
    """Return the names found, seals first, each once; none where the bytes are no DER.

    >>> names(b"no der")
    []
    """
    seals: dict[str, None] = {}
    holders: dict[str, None] = {}
    stack = [(node, 0) for node in _children(data, 0, len(data))]
    seen = 0
    while stack and seen < NODES:
        node, depth = stack.pop(0)
        seen += 1
        if not node.tag & 0x20 and node.tag != 0x04:
            continue
        inner = list(_children(data, node.start, node.end))
        tags = [one.tag for one in inner[:6]]
        if node.tag == SEQUENCE and tags == [VERSION, INTEGER, *[SEQUENCE] * 4]:
            _note(holders, _common_name(data, inner[5]))
            continue
        if node.tag == SEQUENCE and tags[:2] == [INTEGER, UTF8] and len(inner) >= 4:
            _note(seals, _string(data, inner[1]))
        if depth < DEPTH:
            stack += [(one, depth + 1) for one in inner]
    return [*seals, *(name for name in holders if name not in seals)]


def _children(data: bytes, start: int, end: int) -> Iterator[Node]:
    """Yield the values that fill a range; nothing where they do not fill it as DER does."""
    found: list[Node] = []
    at = start
    while at < end and len(found) < NODES:
        if at + 2 > end:
            return
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            if not 1 <= size <= 4 or at + size > end:
                return
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if tag & 0x1F == 0x1F or at + length > end:
            return
        found.append(Node(tag, at, at + length))
        at += length
    yield from found


def _common_name(data: bytes, name: Node) -> str:
    for part in _children(data, name.start, name.end):
        for pair in _children(data, part.start, part.end):
            fields = list(_children(data, pair.start, pair.end))
            if len(fields) == 2 and data[pair.start : fields[0].end] == COMMON_NAME:
                return _string(data, fields[1])
    return ""


def _string(data: bytes, node: Node) -> str:
    encoding = STRINGS.get(node.tag)
    if encoding is None:
        return ""
    return data[node.start : node.end].decode(encoding, "replace").strip("\x00 ")


def _note(into: dict[str, None], name: str) -> None:
    if name and len(name) <= LONGEST and name.isprintable():
        into[name] = None
