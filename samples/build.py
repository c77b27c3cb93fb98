"""Rebuild the sample submissions: ``python samples/build.py [NAME…]``.

Each target is a text of ``samples/text`` and the file it becomes. Word files and the reportlab PDFs come out the same
bytes every time; the LibreOffice PDFs depend on the installed LibreOffice and Noto CJK fonts.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from build_markup import Source, parse  # noqa: E402 - the folder of this script is no package
from build_pdf import contents_pages, write_pdf  # noqa: E402
from build_print import write_print  # noqa: E402
from build_word import Fonts, write_word  # noqa: E402

TARGETS: dict[str, dict[str, str]] = {
    "clean-contract": {
        "contract": "01建设合同.docx",
        "procurement": "02招标文件.print",
        "award": "03中标通知书.docx",
        "technical": "04技术协议.pdf",
    },
    "violations-contract": {
        "contract": "采购合同.pdf",
        "supplement": "补充协议.docx",
        "procurement": "竞争性磋商文件.docx",
    },
    "undecided-contract": {
        "contract": "技术开发合同.docx",
        "procurement": "采购文件.docx",
        "plan": "项目建设方案.docx",
    },
    "application-stage": {
        "feasibility": "可行性研究报告.pdf",
        "plan": "项目实施方案.docx",
        "design": "初步设计.print",
        "review": "咨询评估报告.docx",
    },
}


def load(folder: Path, name: str) -> Source:
    """Return the source ``name``, its further parts (``name-2.src`` …) joined to it."""
    source = parse(folder / f"{name}.src")
    nodes = source.nodes
    for more in sorted(folder.glob(f"{name}-[2-9].src")):
        nodes += parse(more).nodes
    return Source(source.head, nodes)


def build(submission: str) -> None:
    """Build all files of one submission."""
    out = HERE / submission
    out.mkdir(exist_ok=True)
    for name, file in TARGETS[submission].items():
        source = load(HERE / "text" / submission, name)
        path = out / file
        if path.suffix == ".docx":
            write_word(source, path, Fonts(), contents_pages(source))
        elif path.suffix == ".pdf":
            write_pdf(source, path)
        else:
            path = path.with_suffix(".pdf")
            write_print(source, path)
        print(f"{path.relative_to(HERE)}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or TARGETS:
        build(chosen)
