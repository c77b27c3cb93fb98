"""The structure of an OFD file: its documents, the version in force, pages, templates, resources and bookmarks."""

from collections.abc import Iterator

from msgspec import Struct

from extractor.readers.docx_package import PackageError
from extractor.readers.ofd_package import (
    POINTS,
    Element,
    OfdPackage,
    child,
    is_true,
    local,
    locations,
    numbers,
    text_of,
)
from extractor.readers.ofd_resources import Resources

A4 = (210.0, 297.0)  # millimetres, where a file does not say
LEVELS = 10  # of bookmarks
BOOKMARKS = 5000
Size = tuple[float, float]


class Body(Struct, frozen=True):
    """One document of a file: its root part and element, the ids and parts of its pages (None where it is missing).

    ``offset`` is how many pages stand before it in the file; ``size`` is the usual page in points; ``signatures`` is
    the list of its signatures.
    """

    part: str
    root: Element
    pages: tuple[tuple[str, str | None], ...]
    templates: dict[str, str | None]
    resources: Resources
    size: Size
    offset: int
    signatures: str | None = None


class Bodies(Struct, frozen=True):
    """All documents of a file; ``versions`` counts those not in force, ``problems`` are roots damaged in part."""

    found: tuple[Body, ...]
    versions: int
    problems: tuple[PackageError, ...]


def bodies(package: OfdPackage) -> Bodies:
    """Return the documents of a file. Raises PackageError where there is none, or the file is encrypted."""
    if any(name.rsplit("/", 1)[-1].lower() == "encryptions.xml" for name in package.names()):
        raise PackageError("encrypted", "OFD文件已加密，请提交未加密的版本。")
    entry = next(
        (name for name in sorted(package.names(), key=len) if name.rsplit("/", 1)[-1].lower() == "ofd.xml"), ""
    )
    root, problem = package.parse(entry or "OFD.xml")
    problems = [problem] if problem is not None else []
    found: list[Body] = []
    versions = offset = 0
    for element in root.iterchildren("{*}DocBody"):
        part, older = _root_part(package, entry, element)
        versions += older
        if part is None:
            problems.append(PackageError("corrupt", f"文件缺少文档的正文部分；{package.resubmit}"))
            continue
        try:
            document, problem = package.parse(part)
        except PackageError as error:
            problems.append(error)
            continue
        if problem is not None:
            problems.append(problem)
        signatures = package.find(text_of(child(element, "Signatures")), entry)
        body = _body(package, part, document, offset, signatures)
        offset += len(body.pages)
        found.append(body)
    if not found:
        raise (
            problems[0]
            if problems
            else PackageError("corrupt", f"文件缺少正文部分，不是完整的OFD文件；{package.resubmit}")
        )
    return Bodies(tuple(found), versions, tuple(problems))


def _root_part(package: OfdPackage, entry: str, element: Element) -> tuple[str | None, int]:
    """Return the root part of a document in its version in force, and how many other versions the file holds."""
    versions = [found for group in element.iterchildren("{*}Versions") for found in group.iterchildren("{*}Version")]
    current = next((version for version in versions if is_true(version.get("Current"))), None)
    if current is not None:
        described = package.find(current.get("BaseLoc") or "", entry)
        if described is not None:
            try:
                root, _ = package.parse(described)
            except PackageError:
                root = None
            location = "" if root is None else text_of(child(root, "DocRoot"))
            part = package.find(location, described, entry)
            if part is not None:
                return part, len(versions) - 1
    return package.find(text_of(child(element, "DocRoot")), entry), max(0, len(versions) - 1)


def _body(package: OfdPackage, part: str, root: Element, offset: int, signatures: str | None) -> Body:
    common = child(root, "CommonData")
    resources = Resources()
    templates: dict[str, str | None] = {}
    size = A4[0] * POINTS, A4[1] * POINTS
    if common is not None:
        for name in ("PublicRes", "DocumentRes"):
            for location in locations(common, name):
                found = package.find(location, part)
                if found is not None:
                    resources.load(package, found)
        for template in common.iterchildren("{*}TemplatePage"):
            templates[template.get("ID") or ""] = package.find(template.get("BaseLoc") or "", part)
        size = page_size(child(common, "PageArea"), size)
    pages = tuple(
        (page.get("ID") or "", package.find(page.get("BaseLoc") or "", part))
        for group in root.iterchildren("{*}Pages")
        for page in group.iterchildren("{*}Page")
    )
    return Body(part, root, pages, templates, resources, size, offset, signatures)


def page_size(area: Element | None, default: Size) -> Size:
    """Return the size of a page in points as its area says, else ``default``."""
    box = None if area is None else numbers(text_of(child(area, "PhysicalBox")), 4)
    if box is None or box[2] <= 0 or box[3] <= 0:
        return default
    return box[2] * POINTS, box[3] * POINTS


def bookmarks(body: Body) -> list[tuple[str, int, int]]:
    """Return the entries of the outline that lead to a page, as (title, page from 1, level from 1)."""
    pages = {name: body.offset + at + 1 for at, (name, _) in enumerate(body.pages)}
    named: dict[str, int] = {}
    for group in body.root.iterchildren("{*}Bookmarks"):
        for mark in group.iterchildren("{*}Bookmark"):
            target = child(mark, "Dest")
            if target is not None and target.get("PageID") in pages:
                named[mark.get("Name") or ""] = pages[target.get("PageID")]
    found = []
    for title, element, level in _entries(child(body.root, "Outlines"), 1):
        for actions in element.iterchildren("{*}Actions"):
            for target in actions.iter("{*}Dest", "{*}Bookmark"):
                page = (
                    pages.get(target.get("PageID") or "")
                    if local(target) == "Dest"
                    else named.get(target.get("Name") or "")
                )
                if title and page is not None:
                    found.append((title, page, level))
    return found[:BOOKMARKS]


def _entries(parent: Element | None, level: int) -> Iterator[tuple[str, Element, int]]:
    if parent is None or level > LEVELS:
        return
    for element in parent.iterchildren("{*}OutlineElem"):
        yield (element.get("Title") or "").strip(), element, level
        yield from _entries(element, level + 1)
