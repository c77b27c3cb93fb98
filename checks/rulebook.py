"""Rulebooks: a folder with ``regulation.yaml`` and one file per rule, read strictly."""

import hashlib
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from checks.citation import Citation
from checks.rule import Rule, Version
from extractor.compiled import compiled
from extractor.strict_yaml import DataError, Problem, decode
from extractor.strict_yaml import Path as KeyPath

Status = Literal["in_force", "trial", "repealed", "unknown"]
BookKind = Literal["regulation", "baseline", "integrity"]
REGULATION_FILE = "regulation.yaml"


class Scope(Struct, frozen=True, omit_defaults=True):
    """Which projects a regulation is for; ``note`` is for people.

    ``classified: false`` leaves classified ones out. ``special_fund: true`` marks a regulation on money, not on
    building: it is run beside the one of the place, and only where the project is said to spend such money.
    """

    classified: bool | None = None
    special_fund: bool | None = None
    note: str | None = None


class Regulation(Struct, frozen=True, omit_defaults=True):
    """The contents of ``regulation.yaml``.

    ``region`` is the place with all that it lies in (江苏省/常州市/武进区), ``articles`` how many the regulation has.
    ``lost`` says what of the text the source has lost, ``garbled`` where its words are doubtful.
    """

    id: str
    title: str
    kind: BookKind = "regulation"
    number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    published: str | None = None
    effective: str | None = None
    repealed: str | None = None
    status: Status = "in_force"
    region: str | None = None
    places: tuple[str, ...] = ()
    articles: int | None = None
    scope: Scope = Scope()
    source: str | None = None
    lost: str | None = None
    garbled: tuple[str, ...] = ()
    note: str | None = None


class Rulebook(Struct, frozen=True):
    """A regulation with its rules in the order of their ids; ``hash`` is over the folder's files in order."""

    regulation: Regulation
    hash: str
    rules: tuple[Rule, ...]
    positions: dict[str, dict[KeyPath, tuple[int, int]]] = {}

    @property
    def id(self) -> str:
        """Return the id, which is the folder's name."""
        return self.regulation.id

    @property
    def title(self) -> str:
        """Return the regulation's title."""
        return self.regulation.title

    @property
    def number(self) -> str | None:
        """Return the document number (文号)."""
        return self.regulation.number

    @property
    def effective(self) -> str | None:
        """Return the first day in force; None for a rulebook that is no regulation."""
        return self.regulation.effective

    @property
    def repealed(self) -> str | None:
        """Return the first day no longer in force, where known."""
        return self.regulation.repealed

    @property
    def status(self) -> Status:
        """Return the regulation's standing as its source tells."""
        return self.regulation.status

    @property
    def scope(self) -> Scope:
        """Return which projects it is for."""
        return self.regulation.scope

    @property
    def places(self) -> tuple[str, ...]:
        """Return the names of the places it is for."""
        return self.regulation.places

    @property
    def kind(self) -> BookKind:
        """Return whether it is a regulation, the baseline or the integrity checks."""
        return self.regulation.kind


class Requirement(Struct, frozen=True):
    """A rule with the regulation it stands in: what the engine judges."""

    rule: Rule
    regulation: Regulation

    def citation(self, version: Version | None) -> Citation:
        """Return where the requirement stands, with the day from which its wording holds."""
        effective = version.effective if version and version.effective else self.regulation.effective
        return Citation(self.regulation.title, self.regulation.number, self.rule.article, effective)


def requirements(book: Rulebook) -> tuple[Requirement, ...]:
    """Return the rules of a rulebook, each with its regulation."""
    return tuple(Requirement(rule, book.regulation) for rule in book.rules)


class _Files(Struct, frozen=True):
    """The files of one rulebook: the folder's name, its YAML files by name in order, and a digest over both."""

    folder: str
    contents: dict[str, bytes]
    hash: str


def load_rulebooks(
    root: Path | Traversable | None = None, *, more: Iterable[Path] = (), cached: bool = True
) -> dict[str, Rulebook]:
    """Read every rulebook under ``root`` (the package's own where None), by id, in the order of their ids.

    ``more`` are folders of a user's own: each is a rulebook, or holds some. What was read once is kept for the next
    process (``cached``), with the same result. Raises DataError with all problems of all files; whether the rules make
    sense together is ``validate``'s task.
    """
    base = files("lexicons").joinpath("regulations") if root is None else root
    problems: list[Problem] = []
    books: dict[str, Rulebook] = {}
    for place in (base, *more):
        if not place.is_dir():
            problems.append(Problem(str(place), 1, 1, "规则目录不存在。"))
            continue
        for folder in _folders(place):
            if folder.name in books:
                problems.append(Problem(f"{folder.name}/{REGULATION_FILE}", 1, 1, "已有同名的规则库，请换一个目录名。"))
                continue
            try:
                books[folder.name] = load_rulebook(folder, cached=cached)
            except DataError as error:
                problems += error.problems
    if problems:
        raise DataError(problems)
    return {name: books[name] for name in sorted(books)}


def _folders(place: Path | Traversable) -> list[Path | Traversable]:
    """Return the rulebooks of a folder: itself, or those that stand in it."""
    if place.joinpath(REGULATION_FILE).is_file():
        return [place.resolve() if isinstance(place, Path) else place]
    found = (entry for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith((".", "__")))
    return sorted(found, key=lambda entry: entry.name)


def load_rulebook(folder: Path | Traversable, *, cached: bool = True) -> Rulebook:
    """Read one rulebook. Raises DataError with all problems of its files."""
    source = _files(folder)
    if not cached:
        return _read(source)
    data = [source.folder.encode(), *(part for name, text in source.contents.items() for part in (name.encode(), text))]
    name = f"rulebook-{source.folder}"
    return compiled(name, Rulebook, data, lambda: _read(source), packages=("extractor", "checks"))


def _files(folder: Path | Traversable) -> _Files:
    contents: dict[str, bytes] = {}
    digest = hashlib.sha256()
    for entry in sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda e: e.name):
        data = contents[entry.name] = entry.read_bytes()
        digest.update(f"{entry.name}\0{len(data)}\0".encode() + data)
    return _Files(folder.name, contents, f"sha256:{digest.hexdigest()}")


def _read(source: _Files) -> Rulebook:
    problems: list[Problem] = []
    regulation: Regulation | None = None
    rules: list[Rule] = []
    positions: dict[str, dict[KeyPath, tuple[int, int]]] = {}
    for file, data in source.contents.items():
        name = f"{source.folder}/{file}"
        try:
            text = data.decode("utf-8")
            if file == REGULATION_FILE:
                regulation = decode(text, Regulation, name).value
                problems += _regulation(regulation, source.folder, name)
            else:
                decoded = decode(text, Rule, name)
                rules.append(decoded.value)
                positions[file.removesuffix(".yaml")] = decoded.where
        except UnicodeDecodeError:
            problems.append(Problem(name, 1, 1, "不是UTF-8编码。"))
        except DataError as error:
            problems += error.problems
    if REGULATION_FILE not in source.contents:
        problems.append(Problem(f"{source.folder}/{REGULATION_FILE}", 1, 1, "缺少这个文件。"))
    if problems or regulation is None:
        raise DataError(problems)
    return Rulebook(regulation, source.hash, tuple(rules), positions)


def _regulation(regulation: Regulation, folder: str, name: str) -> Iterable[Problem]:
    if regulation.id != folder:
        yield Problem(name, 1, 1, f"id“{regulation.id}”与目录名“{folder}”不一致。")
    for day in (regulation.issued, regulation.published, regulation.effective, regulation.repealed):
        if day is not None:
            try:
                Version(effective=day)
            except ValueError as error:
                yield Problem(name, 1, 1, str(error))
