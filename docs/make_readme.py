"""Fill the generated blocks of the two READMEs from the tool itself, and make the page of coverage.

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

from review.cli import run

HERE = Path(__file__).resolve().parent.parent
READMES = (HERE / "README.md", HERE / "README.zh-CN.md")
BLOCK = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
SUBMISSION = "samples/violations-contract"
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


BLOCKS: dict[str, Callable[[], str]] = {"finding": finding, "help": help_text, "coverage": coverage}
TABLES = frozenset(("coverage",))  # shown as they are, the others as the terminal shows them
PAGES: dict[str, Callable[[], str]] = {"docs/coverage.md": make_coverage.page}


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
