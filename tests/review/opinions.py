"""Reading a Word opinion with nothing but a zip reader and an XML parser."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name; each of them must be well-formed XML where it says so."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    return parts


def body_of(data: bytes) -> etree._Element:
    """Return the root of the main part."""
    return etree.fromstring(parts_of(data)["word/document.xml"])


def words_of(paragraph: etree._Element) -> str:
    """Return the words of an element, breaks as line ends."""
    return "".join("\n" if part.tag == f"{W}br" else part.text or "" for part in paragraph.iter(f"{W}t", f"{W}br"))


def lines_of(data: bytes) -> list[str]:
    """Return the words of each paragraph of the main part, in order."""
    return [words_of(paragraph) for paragraph in body_of(data).iter(f"{W}p")]


def tables_of(data: bytes) -> list[list[list[str]]]:
    """Return the tables of the main part as rows of cells of words."""
    return [
        [[words_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in body_of(data).iter(f"{W}tbl")
    ]


def headings_of(data: bytes) -> list[tuple[int, str]]:
    """Return the headings with their levels, as the navigation pane of a word processor lists them."""
    parts = parts_of(data)
    levels = {}
    for style in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style"):
        level = style.find(f"{W}pPr/{W}outlineLvl")
        if level is not None:
            levels[style.get(f"{W}styleId")] = int(level.get(f"{W}val")) + 1
    found = []
    for paragraph in etree.fromstring(parts["word/document.xml"]).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in levels:
            found.append((levels[style.get(f"{W}val")], words_of(paragraph)))
    return found
