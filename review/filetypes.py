"""What a file found on disk is to a submission, told by its name and, where the name says nothing, by its first bytes.

This decides only what is handed on; what a document truly is, its reader decides by its bytes.
"""

from enum import Enum
from pathlib import Path, PurePath

HEAD = 4096
OFFICE_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"OFD.xml", b"Doc_0/", b"mimetype")


class Role(Enum):
    """What a file is to a submission."""

    DOCUMENT = "document"  # Word, PDF, sheets, OFD, and pictures: a scan or a photo of a page looks like any other
    LIGHT = "light"  # .md .txt .html .mht: a document, but not one that makes its folder a submission
    ARCHIVE = "archive"
    UNKNOWN = "unknown"  # listed in a submission and told as not readable, but shapes no submission
    PROFILE = "profile"  # submission.yaml
    SYSTEM = "system"  # lock files and the litter of operating systems
    ASIDE = "aside"  # drawings, videos, programs, data: never carry a requirement


PROFILE_NAME = "submission.yaml"
ANNOTATED = "（批注）"  # what the name of an annotated copy ends with
SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "icon\r"})
SYSTEM_FOLDERS = frozenset({"__macosx", "__pycache__", "$recycle.bin", "system volume information", "node_modules"})


def _endings(*words: str) -> frozenset[str]:
    return frozenset(f".{ending}" for ending in " ".join(words).split())


DOCUMENTS = _endings(
    "pdf docx docm dotx dotm doc dot wps wpt rtf odt xlsx xlsm xltx xltm xls xlsb et csv tsv ofd ppt pptx dps",
    "png jpg jpeg jfif tif tiff bmp gif webp heic",
)
LIGHT = _endings("md markdown txt html htm mht mhtml")
ARCHIVES = _endings("zip rar 7z tar gz tgz bz2 xz lz zst cab")
ASIDE = _endings(
    "dwg dxf dwf dwt vsd vsdx skp rvt ifc psd ai cdr svg step stp emf wmf",
    "mp4 m4v avi mov wmv mkv flv mpg mpeg webm mp3 wav m4a wma aac flac amr",
    "exe dll so msi apk jar war class iso img vmdk deb rpm bin com bat cmd ps1 sh py pyc js ts java c h cpp cs go rs",
    "php sql css vue ipynb yaml yml json jsonl xml xsd toml ini cfg conf log lock db sqlite mdb dbf shp pem key",
)


def role_of(file: Path, called: str | None = None) -> Role:
    """Return what ``file`` is to a submission; opens it only where its ending is not known.

    ``called`` is its own name where the file on disk has another one (a member of an archive).

    >>> role_of(Path("合同.PDF")).name, role_of(Path("~$合同.docx")).name, role_of(Path("说明.md")).name
    ('DOCUMENT', 'SYSTEM', 'LIGHT')
    """
    name = called or file.name
    return role_of_name(name) or _by_bytes(file, name)


def role_of_name(name: str) -> Role | None:
    """Return what a file of this name is to a submission, None where the name does not tell."""
    lower = name.lower()
    ending = PurePath(lower).suffix
    if lower == PROFILE_NAME:
        return Role.PROFILE
    if is_lock_file(lower) or lower.startswith("."):
        return Role.SYSTEM
    if ending in DOCUMENTS:
        return Role.DOCUMENT
    if ending in LIGHT:
        return Role.LIGHT
    if ending in ARCHIVES:
        return Role.ARCHIVE
    return Role.ASIDE if ending in ASIDE else None


def annotated_name(name: str) -> str:
    """Return the name that the annotated copy of a file has beside it.

    >>> annotated_name("合同.v2.docx")
    '合同.v2（批注）.docx'
    """
    path = PurePath(name)
    return f"{path.stem}{ANNOTATED}{path.suffix}"


def is_lock_file(name: str) -> bool:
    """Tell whether a name is that of a lock file, a temporary copy or a file an operating system leaves behind."""
    lower = name.lower()
    return (
        lower in SYSTEM_NAMES
        or lower.startswith(("~$", ".~", "._"))
        or (lower.startswith("~") and lower.endswith(".tmp"))
    )


def is_system_folder(name: str) -> bool:
    """Tell whether a folder is litter of a system or a tool (``.git``, ``__MACOSX``), never part of a submission."""
    return name.startswith(".") or name.lower() in SYSTEM_FOLDERS


def _by_bytes(file: Path, name: str) -> Role:
    """Tell a file without a known ending from its head; one that cannot be opened stays a matter for the reader."""
    from extractor.readers.source import ZIP, Source, sniff  # noqa: PLC0415  most runs never meet such a file

    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return Role.UNKNOWN
    if head.startswith(ZIP):
        # the list of a zip stands at its end and may be a trap: only a worker looks at it, when the archive is opened
        return Role.DOCUMENT if _first_name(head).startswith(OFFICE_PARTS) else Role.ARCHIVE
    found = sniff(Source(name, head)).format
    if found == "archive":
        return Role.ARCHIVE
    if found in ("txt", "md", "html"):
        # a text whose ending says something we do not know may be anything, a program's source too
        return Role.UNKNOWN if PurePath(name).suffix else Role.LIGHT
    return Role.UNKNOWN if found == "unknown" else Role.DOCUMENT


def _first_name(head: bytes) -> bytes:
    """Return the name of the first member of a zip."""
    return head[30 : 30 + int.from_bytes(head[26:28], "little")]
