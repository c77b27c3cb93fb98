"""Data files read strictly: text stays text, duplicate and unknown keys are refused, every error of a file at once.

YAML's implicit types are off: ``2024-07-01``, ``no`` and ``1e3`` are strings, and become something else only where the
type asked for says so. JSON is read the same way, as the part of YAML that it is.
"""

from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec
import msgspec.inspect as mi
import yaml
from msgspec import Struct
from rapidfuzz import process

T = TypeVar("T")
Path = tuple[str | int, ...]
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 24
_NULLS = ("", "null", "~")
# what the parser says of the slips that people make; the rest keeps its own words
_SYNTAX = {
    "did not find expected ',' or ']'": "方括号没有结束，或者缺少逗号",
    "did not find expected ',' or '}'": "花括号没有结束，或者缺少逗号",
    "could not find expected ':'": "上一行缺少冒号，或者冒号后没有空格",
    "mapping values are not allowed in this context": "这里多了一个冒号；含有冒号的文字请加引号",
    "found character that cannot start any token": "不能用这个字符开头；缩进请用空格，不用制表符",
    "did not find expected key": "缩进不齐，或者引号之后还有文字",
    "did not find expected '-' indicator": "列表的缩进不齐",
    "found unexpected end of stream": "引号没有结束",
    "control characters are not allowed": "含有控制字符",
}


class Problem(Struct, frozen=True, order=True):
    """One error of a data file; line and column count from 1. ``str()`` gives ``file:line:column: message``."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class DataError(Exception):
    """A data file (rule, regulation, profile) that cannot be used; ``problems`` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["DataError"], tuple[tuple[Problem, ...]]]:
        return (DataError, (self.problems,))


class Decoded(Struct, Generic[T], frozen=True):
    """A decoded file: its value, where each part of it stands (line, column), and what was only warned of."""

    value: T
    where: dict[Path, tuple[int, int]]
    warnings: tuple[Problem, ...] = ()


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the word of ``words`` closest to ``word``, or None where none is near.

    >>> nearest("mandatry", ["mandatory", "default", "advisory"])
    'mandatory'
    >>> nearest("xyz", ["mandatory", "default"]) is None
    True
    """
    found = process.extractOne(word, sorted(words), score_cutoff=60)
    return None if found is None else found[0]


def known_words(word: str, words: Iterable[str]) -> str:
    """Return the end of a message about an unknown word: the nearest one, or all where none is near.

    >>> known_words("pas", ["pass", "fail"])
    '，是不是“pass”？'
    """
    choices = sorted(words)
    close = nearest(word, choices)
    return f"，是不是“{close}”？" if close else f"，可用的有：{'、'.join(choices)}。"


def decode(text: str, kind: type[T], file: str, *, unknown_key_warns: bool = False) -> Decoded[T]:
    """Read ``text`` as a ``kind`` (a msgspec Struct). Raises DataError with every problem of the file.

    With ``unknown_key_warns`` an unknown key at the top is a warning instead of an error.
    """
    if len(text) > MAX_CHARACTERS:
        raise DataError([Problem(file, 1, 1, f"文件过大（超过{MAX_CHARACTERS}个字符）。")])
    root = _compose(text, file)
    if root is None:
        root = yaml.MappingNode("tag:yaml.org,2002:map", [], yaml.Mark("", 0, 0, 0, None, 0))
    decoder = _Decoder(file, unknown_key_warns=unknown_key_warns)
    value = decoder.read(root, _shape(kind), ())  # type: ignore[arg-type]  # a class can be hashed
    if decoder.problems:
        raise DataError(decoder.problems)
    return Decoded(value, decoder.where, tuple(sorted(decoder.warnings)))


@cache
def _shape(kind: Hashable) -> mi.Type:
    """Return what a type is made of; looking into one costs more than reading a file of it."""
    return mi.type_info(kind)


def _compose(text: str, file: str) -> yaml.Node | None:
    """Return the root node of ``text``; None where it is empty. Raises DataError where it is no YAML.

    The depth is measured on the events first: composing recurses in C, which a deep file would bring down.
    """
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
                raise DataError([Problem(file, line, column, "嵌套过深。")])
        return yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = _SYNTAX.get(str(error.problem), str(error.problem))
        raise DataError([Problem(file, line, column, f"不是有效的YAML：{said}。")]) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise DataError([Problem(file, 1, 1, f"不是有效的YAML：{error}。")]) from error


def _words(kind: mi.Type) -> tuple[str, ...]:
    """Return the words that a type allows, where it is a closed list or several of them; empty where any will do."""
    if isinstance(kind, mi.LiteralType):
        return tuple(str(word) for word in kind.values)
    if isinstance(kind, mi.UnionType) and all(isinstance(one, mi.LiteralType) for one in kind.types):
        return tuple(word for one in kind.types for word in _words(one))
    return ()


class _Decoder:
    """One pass over the nodes of a file, collecting problems instead of stopping at the first."""

    def __init__(self, file: str, *, unknown_key_warns: bool) -> None:
        self.file = file
        self.unknown_key_warns = unknown_key_warns
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.where: dict[Path, tuple[int, int]] = {}
        self.seen: set[int] = set()

    def problem(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, node.start_mark.column + 1, message))

    def read(self, node: yaml.Node, kind: mi.Type, path: Path) -> Any:
        """Return the value of ``node``; None after a problem, which the caller never hands out."""
        self.where[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if id(node) in self.seen:
            return self.problem(node, "不支持YAML引用（&、*），请直接写出内容。")
        self.seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.rsplit(":", 1)[1] not in ("str", "map", "seq"):
            return self.problem(node, f"不支持类型标记“{node.tag}”。")
        if isinstance(kind, mi.UnionType):
            return self.union(node, kind, path)
        if isinstance(kind, mi.StructType):
            return self.struct(node, kind, path)
        if isinstance(kind, mi.VarTupleType | mi.ListType):
            return self.sequence(node, kind, path)
        if isinstance(kind, mi.DictType):
            return self.mapping(node, kind, path)
        return self.scalar(node, kind)

    def union(self, node: yaml.Node, kind: mi.UnionType, path: Path) -> Any:
        options = [option for option in kind.types if not isinstance(option, mi.NoneType)]
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        if plain and node.value in _NULLS and len(options) < len(kind.types):
            return None
        structs = [option for option in options if isinstance(option, mi.StructType)]
        self.seen.discard(id(node))
        if len(structs) > 1:
            chosen = self.tagged(node, structs)
            return None if chosen is None else self.read(node, chosen, path)
        return self.read(node, options[0], path)

    def tagged(self, node: yaml.Node, structs: list[mi.StructType]) -> mi.StructType | None:
        field = structs[0].tag_field or "type"
        tags = {str(struct.tag): struct for struct in structs}
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, f"这里应是一组“键: 值”，其中“{field}”必须写明。")
            return None
        for key, value in node.value:
            if key.value == field and isinstance(value, yaml.ScalarNode):
                if value.value not in tags:
                    self.problem(value, f"“{field}”没有“{value.value}”{known_words(value.value, tags)}")
                return tags.get(value.value)
        self.problem(node, f"缺少“{field}”。")
        return None

    def struct(self, node: yaml.Node, kind: mi.StructType, path: Path) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self.problem(node, "这里应是一组“键: 值”。")
        fields = {field.encode_name: field for field in kind.fields}
        values: dict[str, Any] = {}
        count = len(self.problems)
        for key, child in self.keys(node):
            if key == kind.tag_field:
                continue
            if key not in fields:
                self.unknown(node, key, fields, path)
                continue
            values[fields[key].name] = self.read(child, fields[key].type, (*path, key))
        for name, field in fields.items():
            if field.required and field.name not in values:
                self.problem(node, f"缺少“{name}”。")
        if len(self.problems) > count:
            return None
        try:
            return kind.cls(**values)
        except ValueError as error:
            return self.problem(node, str(error))

    def unknown(self, node: yaml.MappingNode, key: str, fields: Iterable[str], path: Path) -> None:
        at = next(child for child, _ in node.value if child.value == key)
        message = f"没有“{key}”这个键{known_words(key, fields)}"
        if self.unknown_key_warns and not path:
            self.warnings.append(Problem(self.file, at.start_mark.line + 1, at.start_mark.column + 1, message))
        else:
            self.problem(at, message)

    def keys(self, node: yaml.MappingNode) -> list[tuple[str, yaml.Node]]:
        """Return the keys of a mapping once each, telling those that are doubled or no plain word."""
        found: dict[str, yaml.Node] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problem(key, "键应是文字。")
            elif key.value in found:
                self.problem(key, f"“{key.value}”重复。")
            else:
                found[key.value] = child
        return list(found.items())

    def sequence(self, node: yaml.Node, kind: mi.VarTupleType | mi.ListType, path: Path) -> Any:
        if isinstance(node, yaml.ScalarNode) and not isinstance(kind.item_type, mi.StructType) and node.value:
            return (self.scalar(node, kind.item_type),)  # one word may stand for a list of one
        if not isinstance(node, yaml.SequenceNode):
            return self.problem(node, "这里应是一个列表。")
        return tuple(self.read(child, kind.item_type, (*path, place)) for place, child in enumerate(node.value))

    def mapping(self, node: yaml.Node, kind: mi.DictType, path: Path) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self.problem(node, "这里应是一组“键: 值”。")
        choices = _words(kind.key_type)
        values = {}
        for key, child in self.keys(node):
            if choices and key not in choices:
                at = next(one for one, _ in node.value if one.value == key)
                self.problem(at, f"没有“{key}”这个键{known_words(key, choices)}")
            values[key] = self.read(child, kind.value_type, (*path, key))
        return values

    def scalar(self, node: yaml.Node, kind: mi.Type) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            return self.problem(node, "这里应是一个值，不是列表或一组键值。")
        value: str = node.value
        if isinstance(kind, mi.LiteralType):
            words = _words(kind)
            return value if value in words else self.problem(node, f"不能是“{value}”{known_words(value, words)}")
        if isinstance(kind, mi.BoolType):
            if value in ("true", "false") and not node.style:
                return value == "true"
            return self.problem(node, f"应为true或false（不加引号），这里是“{value}”。")
        if isinstance(kind, mi.IntType):
            try:
                return int(value)
            except ValueError:
                return self.problem(node, f"应为整数，这里是“{value}”。")
        if isinstance(kind, mi.StrType):
            return value if value or node.style else self.problem(node, "这里不能为空。")
        raise TypeError(f"no strict reading for {msgspec.to_builtins(str(kind))}")
