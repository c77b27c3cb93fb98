"""Make the documents that reading is measured on, each with its truth beside it.

``python -m benchmarks.inputs FOLDER`` writes Word files, PDFs by LibreOffice, Chromium and reportlab, with and without
a watermark, and one JSON of truth for each document. Everything follows from fixed seeds. What a machine lacks
(Chromium, a TrueType font with Chinese) is left out and said.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pypdfium2
from msgspec.structs import replace

from benchmarks.papers import compose, to_html, to_reportlab, to_word
from benchmarks.papers.model import Paper

WATERMARK = "内部资料 请勿外传"
SHORT_PAGES = 40
TIMEOUT = 600  # seconds, for one file of one producer
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
)  # fmt: skip
TRUETYPE = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
)


class Input(msgspec.Struct, frozen=True):
    """A file to read: its name, who made it, and the paper it was made from; ``marked`` with a watermark."""

    file: Path
    producer: str
    paper: Paper
    marked: bool


def papers(*, small: bool = False) -> tuple[Paper, Paper, Paper]:
    """Return feasibility report, construction plan and contract; ``small`` for a quick look, else full size."""
    if small:
        return (
            compose.feasibility(chapters=2, tables=8),
            compose.plan(chapters=2, sections=3),
            compose.contract(articles=9, clauses=4),
        )
    return compose.feasibility(), compose.plan(), compose.contract()


def made(folder: Path, *, small: bool = False) -> list[Input]:
    """Write all files into ``folder`` (those there already are kept) and return them.

    Raises FileNotFoundError where LibreOffice is not on the path, CalledProcessError where a producer fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Input] = []
    for paper in papers(small=small):
        marked = paper if paper.watermark else replace(paper, watermark=WATERMARK)
        plain = replace(paper, watermark="")
        (folder / f"{paper.name}.truth.json").write_bytes(msgspec.json.format(msgspec.json.encode(paper), indent=1))
        word = folder / f"{paper.name}.docx"
        if not word.exists():
            to_word.write(paper, word)
        found.append(Input(word, "word", paper, bool(paper.watermark)))
        found.append(Input(_office(word), "libreoffice", paper, bool(paper.watermark)))
        versions = [marked] if paper.watermark else [plain, marked] if paper.name == "feasibility" else []
        for version in versions:
            found += _others(folder, version)
    return found


def _others(folder: Path, paper: Paper) -> Iterator[Input]:
    marked = bool(paper.watermark)
    name = paper.name + ("-marked" if marked else "")
    if shutil.which("chromium") is not None:
        yield Input(_chromium(paper, folder / f"{name}-chromium.pdf"), "chromium", paper, marked)
    cid = folder / f"{name}-cid.pdf"
    if not cid.exists():
        to_reportlab.write(paper, cid)
    yield Input(cid, "reportlab-cid", paper, marked)
    font = truetype()
    if font is not None:
        embedded = folder / f"{name}-ttf.pdf"
        if not embedded.exists():
            to_reportlab.write(paper, embedded, font)
        yield Input(embedded, "reportlab-ttf", paper, marked)


def left_out() -> list[str]:
    """Return the producers that this machine cannot run."""
    missing = [] if shutil.which("chromium") else ["chromium"]
    return missing if truetype() else [*missing, "reportlab-ttf"]


def truetype() -> Path | None:
    """Return a font with TrueType outlines and Chinese, which reportlab can embed; None where there is none."""
    return next((Path(name) for name in TRUETYPE if Path(name).exists()), None)


def _office(word: Path) -> Path:
    """Print a Word file with LibreOffice."""
    pdf = word.with_suffix(".pdf")
    if pdf.exists():
        return pdf
    office = shutil.which("soffice")
    if office is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory() as profile:
        where = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = [office, "--headless", where, "--convert-to", "pdf", "--outdir", str(pdf.parent), str(word)]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    return pdf


def _chromium(paper: Paper, pdf: Path) -> Path:
    """Print a page with Chromium."""
    if pdf.exists():
        return pdf
    page = pdf.with_suffix(".html")
    to_html.write(paper, page)
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", *CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    return pdf


def shortened(pdf: Path, pages: int = SHORT_PAGES) -> Path:
    """Return a file with the first pages of ``pdf`` only, made beside it."""
    short = pdf.with_name(f"{pdf.stem}-first{pages}.pdf")
    if not short.exists():
        with pypdfium2.PdfDocument(pdf) as whole, pypdfium2.PdfDocument.new() as part:
            part.import_pages(whole, range(min(pages, len(whole))))
            part.save(short)
    return short


def main() -> None:
    """Make the files in the folder named on the command line and list them."""
    if len(sys.argv) != 2:
        raise SystemExit("用法：python -m benchmarks.inputs 文件夹")
    for entry in made(Path(sys.argv[1])):
        pages = ""
        if entry.file.suffix == ".pdf":
            with pypdfium2.PdfDocument(entry.file) as document:
                pages = f"{len(document)}页"
        print(entry.producer, entry.file.name, pages)
    for producer in left_out():
        print(f"缺少程序或字体，未生成：{producer}")


if __name__ == "__main__":
    main()
