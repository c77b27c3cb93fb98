"""What a Word file holds of comments and insertions, told by the file alone: none of the code that put them there."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

WORDS = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)


def local(element: etree._Element) -> str:
    """Return the name of a Word element without its namespace, "" for any other."""
    return next((element.tag.removeprefix(one) for one in WORDS if str(element.tag).startswith(one)), "")


def attribute(element: etree._Element, called: str) -> str | None:
    """Return a Word attribute."""
    return next((element.get(one + called) for one in WORDS if element.get(one + called) is not None), None)


def part(data: bytes, called: str = "word/document.xml") -> etree._Element:
    """Return the root of a part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(called))


@dataclass(frozen=True)
class Comment:
    """A comment: the words it is put to, without white space, and its lines."""

    anchor: str
    author: str
    lines: tuple[str, ...]


def comments(data: bytes) -> list[Comment]:
    """Return the comments of a file in the order of their part, each with the words between its marks."""
    anchored = dict(anchors(part(data)))
    found = []
    for one in part(data, "word/comments.xml"):
        lines = tuple("".join(t.text or "" for t in p.iter() if local(t) == "t") for p in one if local(p) == "p")
        found.append(Comment(anchored[attribute(one, "id")], attribute(one, "author") or "", lines))
    return found


def anchors(root: etree._Element) -> Iterator[tuple[str | None, str]]:
    """Yield the id of each comment of a text with the words between its marks."""
    out: dict[str | None, list[str]] = {}
    open_ids: list[str | None] = []
    shown: set[str | None] = set()
    for one in _read(root):
        called = local(one)
        if called == "commentRangeStart":
            out[attribute(one, "id")] = []
            open_ids.append(attribute(one, "id"))
        elif called == "commentRangeEnd":
            open_ids.remove(attribute(one, "id"))
        elif called == "commentReference":
            shown.add(attribute(one, "id"))
        elif called in ("t", "noBreakHyphen", "sym"):
            for known in open_ids:
                out[known].append((one.text or "") if called == "t" else "?")
    assert not open_ids
    assert set(out) <= shown, "a comment whose reference is missing is not shown"
    for known in shown:  # one that is put to no words may have no marks
        yield known, "".join("".join(out.get(known, ())).split())


def _read(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements as a reader meets them: of a choice the first branch, nothing deleted."""
    for one in parent:
        if not isinstance(one.tag, str) or local(one) in ("del", "moveFrom"):
            continue
        if one.tag.endswith("}AlternateContent"):
            yield from _read(one[0])
            continue
        yield one
        yield from _read(one)


def texts(root: etree._Element) -> list[str]:
    """Return the text of every paragraph, in the order of the file, empty ones too."""
    return ["".join(t.text or "" for t in p.iter() if local(t) == "t") for p in root.iter() if local(p) == "p"]


def accepted(root: etree._Element) -> list[str]:
    """Return the paragraphs once every tracked insertion is accepted: what was inserted stands there, unmarked."""
    for one in list(root.iter()):
        if local(one) == "ins":
            parent = one.getparent()
            at = parent.index(one)
            parent[at : at + 1] = list(one)
    return texts(root)


def refused(root: etree._Element) -> list[str]:
    """Return the paragraphs once every tracked insertion is refused: a refused mark joins its text to the next's."""
    out: list[str] = []
    carried = ""
    for paragraph in [p for p in root.iter() if local(p) == "p"]:
        kept = (t for t in paragraph.iter() if local(t) == "t" and all(local(up) != "ins" for up in t.iterancestors()))
        own = "".join(t.text or "" for t in kept)
        mark = [m for m in paragraph.iterfind("./{*}pPr/{*}rPr/{*}ins") if local(m) == "ins"]
        carried += own
        if not mark:
            out.append(carried)
            carried = ""
    assert not carried
    return out
