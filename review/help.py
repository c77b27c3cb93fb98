"""Help and usage errors in Chinese, for a command line whose library speaks English.

The library's own types differ between its releases (its parser has been built in since), so that contexts and
parameters are taken as they come and only their long-standing attributes are used.
"""

from typing import Any, Protocol

import typer.core

from review.errors import CannotRun, nearest

WIDTH = 100
HELP_TEXT = "显示帮助后退出。"


class Writer(Protocol):
    """What the library hands over to write help to."""

    def write(self, string: str) -> None:
        """Take one piece of the help."""


class ChineseCommand(typer.core.TyperCommand):
    """A command whose help is Chinese."""

    def format_help(self, ctx: Any, formatter: Writer) -> None:
        """Write the help of this command."""
        formatter.write(_help(self, ctx, _signature(self, ctx), []))


class ChineseGroup(typer.core.TyperGroup):
    """A group of commands whose help and errors are Chinese."""

    def format_help(self, ctx: Any, formatter: Writer) -> None:
        """Write the help of this group."""
        commands = [(name, _first_line(self.commands[name].help or "")) for name in self.commands]
        formatter.write(_help(self, ctx, "[选项] 命令 …", commands))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse a call without a command, showing which there are."""
        if not args:
            known = "、".join(self.commands)
            raise CannotRun(
                f"请在 {ctx.command_path} 后写明命令：{known}。", f"运行 {ctx.command_path} --help 查看说明。"
            )
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command, or refuse an unknown one with the nearest names."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            close = nearest(args[0], list(self.commands))
            hint = f"您是否要用：{'、'.join(close)}？" if close else ""
            raise CannotRun(f"没有“{args[0]}”这个命令。{hint}可用的有：{'、'.join(self.commands)}。")
        return super().resolve_command(ctx, args)


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]


def _signature(command: Any, ctx: Any) -> str:
    arguments = [parameter.metavar for parameter in command.get_params(ctx) if parameter.param_type_name == "argument"]
    return " ".join([*arguments, "[选项]"])


def _help(command: Any, ctx: Any, signature: str, commands: list[tuple[str, str]]) -> str:
    from review.layout import fold  # noqa: PLC0415  only for help

    lines = [f"用法：{ctx.command_path} {signature}", ""]
    for paragraph in (command.help or "").strip().split("\n"):
        lines += [f"  {line}".rstrip() for line in fold(paragraph.strip(), WIDTH - 2)]
    arguments, options = [], []
    for parameter in command.get_params(ctx):
        if getattr(parameter, "hidden", False):
            continue
        if parameter.param_type_name == "argument":
            arguments.append((parameter.metavar, parameter.help or ""))
        else:
            # the library keeps the names of --help in a set: their order would change from run to run
            names = "，".join(sorted(parameter.opts, key=lambda name: (not name.startswith("--"), name)))
            said = HELP_TEXT if "--help" in parameter.opts else parameter.help or ""
            options.append((names if parameter.is_flag else f"{names} {parameter.metavar}", said))
    for title, rows in (("参数", arguments), ("选项", options), ("命令", commands)):
        lines += _table(title, rows)
    return "\n".join(lines) + "\n"


def _table(title: str, rows: list[tuple[str, str]]) -> list[str]:
    from review.layout import fold, width  # noqa: PLC0415  only for help

    if not rows:
        return []
    column = min(max(width(name) for name, _ in rows) + 2, 30)
    lines = ["", f"{title}："]
    for name, text in rows:
        shown = list(fold(text, WIDTH - column - 2))
        if width(name) + 2 > column:
            lines.append(f"  {name}")
            shown = ["", *shown]
        else:
            shown[0] = f"  {name}{' ' * (column - width(name))}{shown[0]}"
            lines.append(shown[0])
        lines += [" " * (column + 2) + part for part in shown[1:]]
    return lines


def in_chinese(error: Exception) -> CannotRun:
    """Return the library's usage error as a Chinese sentence that says what to do."""
    ctx: Any = getattr(error, "ctx", None)
    command = ctx.command_path if ctx is not None else "shenyue"
    option = str(getattr(error, "option_name", ""))
    known = [name for parameter in ctx.command.get_params(ctx) for name in parameter.opts] if ctx is not None else []
    said = str(getattr(error, "message", error))
    if type(error).__name__ == "NoSuchOption":
        options = [name for name in known if name.startswith("-")]
        close = nearest(option, options)
        hint = f"您是否要用：{'、'.join(close)}？" if close else ""
        sentence = f"没有“{option}”这个选项。{hint}"
    elif type(error).__name__ == "BadOptionUsage":
        flag = "does not take" in said
        sentence = f"选项“{option}”后面不带值。" if flag else f"选项“{option}”后面缺少值。"
    elif "extra argument" in said:
        extra = said.partition("(s)")[2].partition("(")[2].rstrip(").")
        sentence = f"多出了参数“{extra}”。"
    else:
        sentence = f"命令写法有误：{said}"
    return CannotRun(sentence, f"运行 {command} --help 查看说明。")
