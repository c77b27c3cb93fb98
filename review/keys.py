"""What an entry of the store depends on, as a key: bytes of the file, code, lexicons, programs at hand, options.

Three layers build on one another, so that a change costs only what rests on it: a document does not change with a term,
nor do facts with a rule. Code and data are hashed as installed; there is no version number to forget.
"""

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePath

import msgspec

from extractor.fact import DocumentKind
from extractor.ocr import available
from extractor.readers import legacy_soffice
from review.intake import Lost

SIZE = 20  # bytes of a key
# of the extractor's code, what no reader runs
_NOT_READING = ("facts/", "kinds.py", "phrases.py", "segment.py")
# of the lexicons, what no fact rests on, and what each submission is asked by, one by one
_NOT_FACTS = ("regulations/", "calendar/")
_NOT_SHARED = ("regulations/",)
# how a plain text is joined to paragraphs depends on the terms it holds
_LOOKS_AT_TERMS = (".txt", ".md", "")
# libraries whose versions show in what is read
_LIBRARIES = (
    "lxml",
    "msgspec",
    "ofdkit",
    "opencc",
    "pdfplumber",
    "pypdfium2",
    "python-calamine",
    "rapidocr",
    "spacy",
    "jieba",
)


@dataclass(frozen=True)
class Versions:
    """What decides how a file is read on a machine: hashes of code and terms, libraries, which programs are at hand."""

    code: str
    terms: str
    libraries: dict[str, str]
    programs: dict[str, bool]

    def key(self) -> bytes:
        """Return all of it as one key."""
        return _hash(msgspec.json.encode(self, order="sorted"))


@cache
def versions() -> Versions:
    """Return the versions of this machine; where programs lie does not matter here, only that they are there."""
    programs = {
        "LibreOffice": legacy_soffice.program() is not None,
        "unar": shutil.which("unar") is not None,
        "unrar": shutil.which("unrar") is not None,
        "扫描件识别（ocr）": available(),
    }
    code = [part for package in ("extractor", "review") for named in _files(package, ".py") for part in named]
    terms = [
        part for name, data in _files("lexicons", ".yaml") if not name.startswith(_NOT_FACTS) for part in (name, data)
    ]
    libraries = {"Python": platform.python_version(), **dict(line.split(" ", 1) for line in _libraries())}
    return Versions(_hash(*code).hex(), _hash(*terms).hex(), libraries, programs)


def differences(here: Versions, there: Versions) -> list[str]:
    """Return in Chinese, one phrase each, in what another machine differs from this one; empty where in nothing."""
    said = []
    if there.code != here.code:
        said.append("程序代码不同")
    if there.terms != here.terms:
        said.append("词表不同")
    for name in sorted(here.libraries.keys() | there.libraries.keys()):
        mine, other = here.libraries.get(name, "-"), there.libraries.get(name, "-")
        if mine != other:
            said.append(f"{name} 本机为{_version_words(mine)}，对方为{_version_words(other)}")
    for name in sorted(here.programs.keys() | there.programs.keys()):
        mine_has, other_has = here.programs.get(name, False), there.programs.get(name, False)
        if mine_has != other_has:
            said.append(f"{name} 本机{'有' if mine_has else '没有'}，对方{'有' if other_has else '没有'}")
    return said


def _version_words(version: str) -> str:
    return "未安装" if version == "-" else version


def document_key(digest: bytes, ending: str) -> bytes:
    """Return the key of a document as read: ``digest`` of the file's bytes, ``ending`` of its name in small letters."""
    version = _facts_version() if ending in _LOOKS_AT_TERMS else _reading_version()
    return _hash(b"document", version, _programs(), digest, ending.encode("utf-8", "surrogatepass"))


def facts_key(document: bytes, path: str, kind: DocumentKind | None, *, explain: bool) -> bytes:
    """Return the key of the facts of a document reported as ``path``, whose kind was told or not."""
    options = msgspec.json.encode((kind, explain))
    return _hash(b"facts", _facts_version(), document, path.encode("utf-8", "surrogatepass"), options)


def lost_key(path: str, lost: Lost) -> bytes:
    """Return what stands for the facts of a document that could not be had at all."""
    return _hash(b"lost", path.encode("utf-8", "surrogatepass"), repr(lost).encode("utf-8", "surrogatepass"))


def submission_key(path: str, facts: Iterable[bytes], asked: bytes) -> bytes:
    """Return the key of a judged submission: its path, the keys of its facts, all that was asked (``asked``).

    What the rules say is no part of it: of each the judgement itself has the key (``review.judging``).
    """
    return _hash(b"submission", _judging_version(), path.encode("utf-8", "surrogatepass"), asked, *facts)


def ending_of(path: str) -> str:
    """Return the ending of a path as the readers look at it.

    >>> ending_of("材料/合同.PDF"), ending_of("说明")
    ('.pdf', '')
    """
    return PurePath(path).suffix.lower()


@cache
def _reading_version() -> bytes:
    code = [
        part for name, data in _files("extractor", ".py") if not name.startswith(_NOT_READING) for part in (name, data)
    ]
    script = resources.files("lexicons").joinpath("script.yaml").read_bytes()
    return _hash(*code, script, *_installed())


@cache
def _facts_version() -> bytes:
    code = [part for named in _files("extractor", ".py") for part in named]
    data = [
        part for name, data in _files("lexicons", ".yaml") if not name.startswith(_NOT_FACTS) for part in (name, data)
    ]
    return _hash(*code, *data, *_installed())


@cache
def _judging_version() -> bytes:
    code = [part for package in ("checks", "review") for named in _files(package, ".py") for part in named]
    data = [
        part for name, data in _files("lexicons", ".yaml") if not name.startswith(_NOT_SHARED) for part in (name, data)
    ]
    return _hash(_facts_version(), *code, *data)


def _installed() -> Iterator[str]:
    yield sys.version
    yield from _libraries()


def _libraries() -> Iterator[str]:
    """Yield name and version of each library, ``-`` for one that is not installed."""
    for name in _LIBRARIES:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            yield f"{name} -"


def _programs() -> bytes:
    """Return what other programs are at hand: a file that needs one is read when it has come."""
    return _programs_in(os.environ.get("PATH", ""), os.environ.get(legacy_soffice.VARIABLE, ""))


@cache
def _programs_in(_path: str, _soffice: str) -> bytes:
    found = (legacy_soffice.program(), shutil.which("unar"), shutil.which("unrar"))
    return _hash(*(f"{path}" for path in found), f"ocr {available()}")


def _files(package: str, ending: str) -> list[tuple[str, bytes]]:
    """Return the files of a package with that ending, by their path in it, in order."""
    return sorted(_below(resources.files(package), "", ending))


def _below(folder: Traversable, at: str, ending: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{at}{entry.name}"
        if entry.is_dir():
            yield from _below(entry, f"{name}/", ending)
        elif name.endswith(ending):
            yield name, entry.read_bytes()


def _hash(*parts: str | bytes) -> bytes:
    digest = blake2b(digest_size=SIZE)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()
