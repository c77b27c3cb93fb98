"""What lies beside the text of an OFD file and is told, not read into it: signatures, annotations, attachments."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from extractor.document import Notice, Place, Unread
from extractor.readers.docx_package import PackageError
from extractor.readers.ofd_document import Body
from extractor.readers.ofd_package import Element, OfdPackage, child, is_false, local, locations, text_of
from extractor.readers.ofd_seals import names

SIGNATURES = 200
SHOWN = 5  # names that are told
TYPES = {
    "Link": "链接", "Path": "图形批注", "Highlight": "高亮", "Stamp": "签章", "Watermark": "水印", "Comment": "批注",
}  # fmt: skip
# attachments that a person writes, and that may hold what a rule asks for
WRITTEN = frozenset(
    ["docx", "doc", "wps", "pdf", "ofd", "xlsx", "xls", "et", "rtf", "txt", "html", "htm", "zip", "rar", "7z"]
)


def signature_notices(package: OfdPackage, found: tuple[Body, ...]) -> list[Notice]:
    """Tell how many signatures the file carries and whose they are, as far as seals and certificates say."""
    total = 0
    signers: dict[str, None] = {}
    for body in found:
        if body.signatures is None:
            continue
        for element in _items(package, body.signatures, "Signature"):
            total += 1
            if total > SIGNATURES:
                continue
            part = package.find(element.get("BaseLoc") or text_of(child(element, "BaseLoc")), body.signatures)
            if part is not None:
                signers |= dict.fromkeys(_signers(package, part))
    if not total:
        return []
    named = list(signers)
    who = ""
    if named:
        more = f"等{len(named)}个名称" if len(named) > SHOWN else ""
        who = f"，签名者或印章：{'、'.join(named[:SHOWN])}{more}"
    return [Notice("signature", f"文件带有{total}个电子签名（未验证）{who}。")]


def _signers(package: OfdPackage, part: str) -> list[str]:
    """Return the names in a signature's seal, or else in its value."""
    try:
        root, _ = package.parse(part)
    except PackageError:
        return []
    seals = [text_of(element) for seal in root.iter("{*}Seal") for element in seal.iterchildren("{*}BaseLoc")]
    values = [text_of(element) for element in root.iter("{*}SignedValue")]
    for location in (*seals, *values):
        binary = package.find(location, part)
        if binary is None:
            continue
        try:
            data, _ = package.read(binary)
        except PackageError:
            continue
        if found := names(data)[:1]:
            return found
    return []


def annotation_notices(package: OfdPackage, body: Body) -> list[Notice]:
    """Tell the annotations of a document by their kinds, and that their words are no part of the text."""
    kinds: Counter[str] = Counter()
    words: list[str] = []
    pages = {name: body.offset + at + 1 for at, (name, _) in enumerate(body.pages)}
    first: int | None = None
    for location in locations(body.root, "Annotations"):
        index = package.find(location, body.part)
        if index is None:
            continue
        for page in _items(package, index, "Page"):
            number = pages.get(page.get("PageID") or "")
            for file in locations(page, "FileLoc"):
                part = package.find(file, index, body.part)
                if part is None:
                    continue
                for annotation in _items(package, part, "Annot"):
                    if is_false(annotation.get("Visible")):
                        continue
                    kinds[TYPES.get(annotation.get("Type") or "", "批注")] += 1
                    first = first if first is not None else number
                    words += _words(annotation)
    told = {kind: count for kind, count in kinds.items() if kind != "链接"}
    if not told:
        return []
    listed = "、".join(f"{kind}{count}处" for kind, count in told.items())
    said = f"（如“{words[0][:30]}”）" if words else ""
    return [Notice("comments", f"文件有注释：{listed}{said}，注释里的文字未计入正文。", Place(page=first))]


def _words(annotation: Element) -> list[str]:
    remark = text_of(child(annotation, "Remark"))
    codes = "".join(code.text or "" for code in annotation.iter("{*}TextCode"))
    return [text for text in (remark, " ".join(codes.split())) if text]


def attachments(package: OfdPackage, body: Body) -> tuple[list[Unread], list[Notice]]:
    """Tell the attachments: those a person writes are unread documents, data for machines are only noted."""
    unread: list[Unread] = []
    data: list[str] = []
    for location in locations(body.root, "Attachments"):
        index = package.find(location, body.part)
        for element in _items(package, index, "Attachment") if index is not None else ():
            file = next(locations(element, "FileLoc"), "")
            name = (element.get("Name") or PurePosixPath(file).name or "未命名")[:100]
            endings = {PurePosixPath(text.lower()).suffix.lstrip(".") for text in (name, file)}
            endings.add((element.get("Format") or "").lower().lstrip("."))
            if endings & WRITTEN:
                message = f"文件带有附件“{name}”，其中的内容没有读；请将附件另存后一并提交。"
                unread.append(Unread(Place(), "unsupported-format", message))
            else:
                data.append(name)
    if not data:
        return unread, []
    listed = "、".join(data[:SHOWN]) + (f"等{len(data)}个" if len(data) > SHOWN else "")
    return unread, [Notice("other", f"文件带有数据附件（{listed}），没有读。")]


def _items(package: OfdPackage, part: str, name: str) -> Iterator[Element]:
    """Yield the elements of this name right below the root of a part; none where it cannot be read."""
    try:
        root, _ = package.parse(part)
    except PackageError:
        return
    for element in root.iterchildren("*"):
        if local(element) == name:
            yield element
