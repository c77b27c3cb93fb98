"""What runs where a file may hang, crash or eat the memory: files in, an Extracted for each out, never an exception."""

import contextlib
import errno
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import msgspec
from msgspec.structs import replace as changed

from extractor.document import Document, Format, Place, Unread, UnreadReason
from extractor.fact import DocumentKind, Extracted, renamed
from extractor.kinds import classify
from extractor.ocr import available
from extractor.readers.source import Limits, Source, sniff
from review.errors import OF_THE_DISK, why
from review.lifeline import end_with_parent

PIPELINE = "extractor.pipeline:extract"
LOADED = 400 * 1024**2  # bytes of address space: libraries, lexicons and the segmenter, before a file is opened
ADDRESS_SPACE = 2 * 1024**3 + LOADED  # bytes; a reader that needs more is stopped, the machine is not
NO_HASH = ""  # of a file whose bytes could not be had
UNKNOWN: Format = "unknown"

Extract = Callable[..., Extracted]


@dataclass(frozen=True)
class Task:
    """One file to read: ``file`` to open, ``paths`` to report it by (several where files have equal bytes).

    ``extractor`` is the pipeline as "module:function", imported where it runs. ``scans`` is how many pages are to be
    recognised from their picture; none are in a first reading, which only tells how many there are. ``stored`` is the
    document as it was read before (``Packed.document``): then only its facts are found again. ``private`` tells that no
    other machine can see the file.
    """

    file: str
    paths: tuple[str, ...]
    kind: DocumentKind | None = None
    explain: bool = False
    extractor: str = PIPELINE
    scans: int = 0
    stored: bytes | None = None
    private: bool = False


@dataclass(frozen=True)
class Packed:
    """What became of a task, as bytes: cheap to send between processes and to keep.

    ``document`` is msgpack of the Document, ``facts`` of an Extracted each, one a path, whose document has no blocks.
    ``unrecognised`` is how many pages wait to be recognised; ``lasting`` tells whether it would come out so again.
    """

    document: bytes
    facts: tuple[bytes, ...]
    pages: int
    unrecognised: int
    lasting: bool

    def extracted(self) -> tuple[Extracted, ...]:
        """Return what was packed."""
        return tuple(unpack(self.document, one) for one in self.facts)


def pack(outcome: tuple[Extracted, ...]) -> Packed | tuple[Extracted, ...]:
    """Return an outcome as bytes; itself where its text holds what UTF-8 cannot carry."""
    document = outcome[0].document
    try:
        return Packed(
            msgspec.msgpack.encode(document),
            tuple(msgspec.msgpack.encode(changed(one, document=changed(one.document, blocks=()))) for one in outcome),
            document.pages or 0,
            document.unrecognised,
            lasting(outcome[0]),
        )
    except UnicodeEncodeError:
        return outcome


def unpack(document: bytes, facts: bytes) -> Extracted:
    """Return one Extracted from its bytes. Raises msgspec.MsgspecError for bytes that are none."""
    extracted = _EXTRACTED.decode(facts)
    return changed(extracted, document=changed(extracted.document, blocks=_DOCUMENT.decode(document).blocks))


def lasting(extracted: Extracted) -> bool:
    """Tell whether the file would be read so again: not where time or memory ran out, or the program broke off."""
    document = extracted.document
    lost = {unread.reason for unread in document.unread}
    if lost & {"timed-out", "crashed"} or not document.sha256:
        return False
    # an old Word file has text of our own reading even where the disk had no room to convert it
    return "limit" not in lost or (bool(document.blocks) and document.format not in ("doc", "wps", "rtf"))


_EXTRACTED = msgspec.msgpack.Decoder(Extracted)
_DOCUMENT = msgspec.msgpack.Decoder(Document)


def prepare() -> None:
    """Make this process fit to be lost: memory capped, no core files, nothing printed on the report's channel.

    It ends when the process that started it does.
    """
    end_with_parent()
    os.dup2(2, 1)
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    for what, limit in ((resource.RLIMIT_AS, address_space()), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # a system that cannot cap it (macOS: the address space)
            resource.setrlimit(what, (limit, limit))


def prepare_watched(channel: Connection) -> None:
    """Prepare this process, and let a ``Witness`` at the other end of ``channel`` know it and hear what it says."""
    os.write(channel.fileno(), b"%d\n" % os.getpid())
    os.dup2(channel.fileno(), 2)
    prepare()


def address_space() -> int:
    """Return how much memory a worker may have, in bytes of address space."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return ADDRESS_SPACE
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    return ADDRESS_SPACE if hard == resource.RLIM_INFINITY else min(ADDRESS_SPACE, hard)


def run_all(tasks: tuple[Task, ...]) -> tuple[Packed | tuple[Extracted, ...], ...]:
    """Return what ``run`` gives for each task, packed; old Word files are converted in one run of LibreOffice first.

    That only saves time: a file that was not converted ahead is converted when it is read.
    """
    if len(tasks) == 1:
        return (pack(run(tasks[0])),)
    from extractor.readers import legacy  # noqa: PLC0415  most runs never meet such files

    try:
        with contextlib.suppress(Exception), contextlib.redirect_stdout(sys.stderr):  # each file tells its own failure
            legacy.convert_ahead(_sources(tasks))
        return tuple(pack(run(task)) for task in tasks)
    finally:
        legacy.forget_ahead()


def _sources(tasks: tuple[Task, ...]) -> Iterator[Source]:
    for task in tasks:
        with contextlib.suppress(OSError):
            yield Source.open(Path(task.file), task.paths[0])


def run(task: Task) -> tuple[Extracted, ...]:
    """Return the Extracted of one file, one for each of its paths. A failure is a Document that says why."""
    try:
        size = Path(task.file).stat().st_size
        if size > Limits().total_bytes:
            return failed(task, "limit", f"文件超过{Limits().total_bytes // 1_000_000}MB，未读取；请拆分后提交。")
        if task.stored is not None:
            return _again(task, task.stored)
        source = Source.open(Path(task.file), task.paths[0])
        module, function = task.extractor.split(":")
        extract = cast("Extract", getattr(importlib.import_module(module), function))
        with contextlib.redirect_stdout(sys.stderr):  # a library that prints must not spoil the report
            limits = Limits(ocr_pages=0) if available() and not task.scans else Limits()
            extracted = extract(source, kind=task.kind, limits=limits, explain=task.explain)
            return (extracted, *(_under(extracted, path, task) for path in task.paths[1:]))
    except OSError as error:
        if error.errno in (*OF_THE_DISK, errno.EMFILE, errno.ENFILE, errno.ENOMEM):  # not for what the file is
            return failed(task, "limit", f"读取时本机资源不足（{why(error)}），未读取；请清理后重新检查。")
        return failed(task, "corrupt", f"文件无法打开（{why(error)}），请检查权限或重新提交。")
    except MemoryError:
        return failed(task, "limit", "读取所需内存超过上限，未读取；请拆分或重新导出后提交。")
    except Exception as error:  # noqa: BLE001  a defect of one reader costs one file, not the run
        if os.environ.get("SHENYUE_DEBUG"):
            traceback.print_exc()
        return failed(task, "crashed", f"读取时程序出错（{type(error).__name__}），未读取；请人工审查该文件。")


def _again(task: Task, stored: bytes) -> tuple[Extracted, ...]:
    """Return the Extracted of a document that was read before, its facts found anew."""
    from extractor.pipeline import from_document  # noqa: PLC0415  a run that reads nothing need not wait for it

    document = changed(_DOCUMENT.decode(stored), path=task.paths[0])
    with contextlib.redirect_stdout(sys.stderr):
        extracted = from_document(document, kind=task.kind, explain=task.explain)
        return (extracted, *(_under(extracted, path, task) for path in task.paths[1:]))


def failed(task: Task, reason: UnreadReason, message: str) -> tuple[Extracted, ...]:
    """Return the Extracted of a file that could not be read, with what its bytes and its names still tell."""
    sha256, size, found = NO_HASH, 0, UNKNOWN
    with contextlib.suppress(OSError, MemoryError):
        size = Path(task.file).stat().st_size
        if size <= Limits().total_bytes:
            source = Source.open(Path(task.file), task.paths[0])
            sha256, found = source.sha256, sniff(source).format
    return tuple(told(path, reason, message, found, size, sha256, task.kind) for path in task.paths)


def told(
    path: str,
    reason: UnreadReason,
    message: str,
    fmt: Format,
    size: int,
    sha256: str,
    kind: DocumentKind | None,
    *,
    partial: bool = False,
) -> Extracted:
    """Return the Extracted of a file of which nothing was read; its kind is told by ``kind``, else by its name.

    ``partial`` is for an archive that was read in part.
    """
    document = Document(
        path=path,
        sha256=sha256,
        bytes=size,
        format=fmt,
        status="partial" if partial else "unreadable",
        unread=(Unread(Place(), reason, message),),
    )
    return Extracted(document, *(classify(document) if kind is None else (kind, "由使用者指定")))


def _under(extracted: Extracted, path: str, task: Task) -> Extracted:
    """Return ``extracted`` as that of a file with equal bytes that is reported as ``path``.

    Its name may tell another kind; then the facts are found again, as that kind has its own.
    """
    under = renamed(extracted, path)
    if task.kind is not None:
        return under
    kind, reason = classify(under.document)
    if kind != extracted.kind:
        from extractor.pipeline import from_document  # noqa: PLC0415  see above

        return from_document(under.document, explain=task.explain)
    return changed(under, kind_reason=reason)
