"""Fill the generated blocks of the two READMEs from the tool itself, and make the pages of coverage and commands.

A block stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. ``--check`` only says what is not up to date.
"""

import contextlib
import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import make_coverage
import typer

from review.cli import app, run

HERE = Path(__file__).resolve().parent.parent
READMES = (HERE / "README.md", HERE / "README.zh-CN.md")
BLOCK = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
SUBMISSION = "samples/violations-contract"
COMMANDS = """# 全部命令和选项

本页由 `python docs/make_readme.py` 从程序生成，不要手工修改；同样的内容可用 `--help` 查看。
"""
RULE = "qufu-30-warranty-2y"


def said(*arguments: str) -> str:
    """Return what the command line prints for ``arguments``, as on a pipe 100 columns wide."""
    os.environ["COLUMNS"] = "100"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        run(arguments)
    return printed.getvalue()


def finding() -> str:
    """Return the lines of one finding as the console shows it."""
    lines = said("check", SUBMISSION, "--rules", RULE).splitlines()
    start = next(number for number, line in enumerate(lines) if line.endswith(RULE))
    end = next((number for number in range(start + 1, len(lines)) if not lines[number].startswith("    ")), len(lines))
    return "\n".join(line.removeprefix("  ") for line in lines[start:end])


def coverage() -> str:
    """Return the counts of the requirements of each regulation, a table."""
    return make_coverage.summary(make_coverage.report())


def help_text() -> str:
    """Return the help of the command line."""
    return said("--help").rstrip()


def commands() -> str:
    """Return the page with the help of every command, those below a command too."""
    told = (
        f"## shenyue {' '.join(names)}\n\n```text\n{said(*names, '--help').rstrip()}\n```\n"
        for names in _named(typer.main.get_command(app), ())
    )
    return "\n".join((COMMANDS, *told))


def _named(command: typer.core.TyperGroup, above: tuple[str, ...]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, one in command.commands.items():
        found.append((*above, name))
        found += _named(one, (*above, name)) if isinstance(one, typer.core.TyperGroup) else []
    return found


BLOCKS: dict[str, Callable[[], str]] = {"finding": finding, "help": help_text, "coverage": coverage}
TABLES = frozenset(("coverage",))  # shown as they are, the others as the terminal shows them
PAGES: dict[str, Callable[[], str]] = {"docs/coverage.md": make_coverage.page, "docs/commands.md": commands}


def filled(text: str) -> str:
    """Return a README's text with every generated block made anew."""

    def block(match: re.Match[str]) -> str:
        made = BLOCKS[match["name"]]()
        shown = f"{made}\n" if match["name"] in TABLES else f"```text\n{made}\n```\n"
        return f"{match[1]}{shown}{match[4]}"

    return BLOCK.sub(block, text)


def main(arguments: list[str]) -> int:
    """Write the blocks, or with ``--check`` return 1 where one is stale."""
    os.chdir(HERE)
    files = {readme: filled(readme.read_text(encoding="utf-8")) for readme in READMES}
    files |= {HERE / name: page() for name, page in PAGES.items()}
    stale = []
    for file, made in files.items():
        if not file.is_file() or file.read_text(encoding="utf-8") != made:
            stale.append(file.name)
            if "--check" not in arguments:
                file.write_text(made, encoding="utf-8")
    if stale and "--check" in arguments:
        sys.stderr.write(f"stale: {', '.join(stale)}; run python docs/make_readme.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
