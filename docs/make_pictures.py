"""Make the pictures of the guides: the reports as Chromium and LibreOffice show them, in ``docs/pictures``.

Needs Chromium, LibreOffice and pdftoppm with a Chinese font. ``python docs/make_pictures.py [DIR]``. The bytes depend
on the versions of those programs, so nothing compares them; the guides link the files by name. Comments and notes of a
page are drawn beside it, as Word and readers of PDF show them: neither program prints them there.
"""

import contextlib
import io
import lzma
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from guide_steps import STEPS
from make_guides import HERE, desk
from PIL import Image, ImageChops, ImageDraw, ImageFont
from pypdf import PdfReader

from review.cli import run

PLACE = HERE / "pictures"
FACE = HERE.parent / "review" / "pictures" / "face" / "hei.ttf.xz"
MOST = 150_000  # bytes of one picture
NEEDED = ("all", "contract", "word", "pdf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WITH_NOTES = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
BESIDE = 300  # pixels for the notes beside a page
LINES = 4  # of one note
BOXES = {  # the part of a page worth showing: left, top, right, bottom, as shares of the whole
    "excel-findings": (0, 0, 0.66, 0.52),
    "word-comments": (0, 0, 1, 0.75),
    "pdf-notes": (0, 0, 1, 0.73),
}
PATIENCE = 180  # seconds for one program


def program(*names: str) -> str:
    """Return the path of the first of ``names`` that is installed; ends the program where none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit(f"{' or '.join(names)} is needed and was not found")
    return found


def called(*command: str) -> None:
    """Run a program to its end; ends this one, with what it said, where it fails."""
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=PATIENCE)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stderr[-2000:]}")


def page(address: str, to: Path, *, width: int, height: int) -> None:
    """Write a picture of a web page as a window of ``width`` x ``height`` shows it."""
    profile = Path("profile").resolve()
    called(program(*BROWSERS), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
           "--no-first-run", "--hide-scrollbars", "--virtual-time-budget=5000", f"--user-data-dir={profile}",
           f"--window-size={width},{height}", f"--screenshot={to}", address)  # fmt: skip


def as_pdf(file: Path, filters: str = "pdf") -> Path:
    """Return the PDF that LibreOffice makes of ``file``."""
    profile = Path("office").resolve().as_uri()
    called(program("soffice", "libreoffice"), f"-env:UserInstallation={profile}", "--headless", "--convert-to",
           filters, "--outdir", "printed", str(file))  # fmt: skip
    return Path("printed") / f"{file.stem}.pdf"


def printed(pdf: Path, number: int, to: Path, *, dots: int, marks: bool = True) -> None:
    """Write a picture of page ``number`` (from 1) of a PDF, with its marks or without."""
    called(program("pdftoppm"), "-png", "-r", str(dots), "-f", str(number), "-l", str(number), "-singlefile",
           *(() if marks else ("-hide-annotations",)), str(pdf), str(to.with_suffix("")))  # fmt: skip


def page_with(words: str, pdf: Path) -> int:
    """Return the number of the first page (from 1) of a PDF that has a note with ``words`` in it."""
    for number, one in enumerate(PdfReader(pdf).pages, 1):
        if any(words in str(note.get_object().get("/Contents", "")) for note in one.get("/Annots", [])):
            return number
    raise SystemExit(f"{pdf}: no note says {words}")


def beside(pdf: Path, number: int, to: Path, *, dots: int) -> None:
    """Draw the notes of page ``number`` of a PDF at the right of its picture ``to``, each with a line to its place."""
    page_of = PdfReader(pdf).pages[number - 1]
    scale, high = dots / 72, float(page_of.mediabox.height)
    notes: list[tuple[int, int, int, str]] = []
    for note in (one.get_object() for one in page_of.get("/Annots", [])):
        if "/Rect" in note and note.get("/Contents"):
            _, low, right, upper = (float(number) * scale for number in note["/Rect"])
            top, base = round(high * scale - upper), round(high * scale - low)
            # under a highlight, but beside the tall sign that stands for a comment
            line = base + 1 if note.get("/Subtype") == "/Highlight" else top + 8
            notes.append((top, line, round(right), str(note["/Contents"])))
    picture = Image.open(to).convert("RGB")
    wide = picture.width
    sheet = Image.new("RGB", (wide + BESIDE, picture.height), "white")
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(io.BytesIO(lzma.decompress(FACE.read_bytes())), 13)
    free = 10
    for top, line, right, text in sorted(notes):
        lines = folded(text, face, BESIDE - 30)
        upper = max(free, top - 8)
        lower = upper + 10 + 18 * len(lines)
        pen.line([(right, line), (wide - 6, line), (wide + 4, upper + 12)], fill="#b4231c")
        pen.rectangle((wide + 4, upper, wide + BESIDE - 6, lower), fill="#fdf1ef", outline="#d9a09b")
        for place, words in enumerate(lines):
            pen.text((wide + 12, upper + 5 + 18 * place), words, font=face, fill="#222222" if place else "#b4231c")
        free = lower + 8
    sheet.save(to)


def folded(text: str, face: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Return the first lines of a note, broken where ``room`` pixels are full."""
    lines: list[str] = []
    for part in text.replace("\r", "\n").split("\n"):
        line = ""
        for character in part:
            if face.getlength(line + character) > room:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]


def small(file: Path, *, box: tuple[float, float, float, float] = (0, 0, 1, 1)) -> None:
    """Cut a picture to ``box`` (shares of its width and height) and its white border, and give it a palette."""
    picture = Image.open(file).convert("RGB")
    wide, high = picture.size
    picture = picture.crop((int(box[0] * wide), int(box[1] * high), int(box[2] * wide), int(box[3] * high)))
    inked = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if inked is None:
        raise SystemExit(f"{file.name} came out empty")
    left, top, right, bottom = inked
    edge = (max(0, left - 12), max(0, top - 12), min(picture.width, right + 12), min(picture.height, bottom + 12))
    picture = picture.crop(edge)
    colours = 192
    while True:
        palette = picture.quantize(colours, dither=Image.Dither.NONE)
        palette.save(file, optimize=True)
        if file.stat().st_size <= MOST or colours <= 8:
            return
        colours //= 2


def make(place: Path) -> list[Path]:
    """Write every picture into ``place``; returns the files."""
    place.mkdir(parents=True, exist_ok=True)
    with desk() as here:
        for step in (step for step in STEPS if step.name in NEEDED):
            with contextlib.redirect_stdout(io.StringIO()):
                run(shlex.split(step.typed)[1:])
        report = (here / "审查.html").as_uri()
        page(report, place / "html-overview.png", width=1280, height=860)
        page(f"{report}#/s/4", place / "html-submission.png", width=1180, height=1500)
        printed(as_pdf(Path("审查/violations-contract.docx")), 1, place / "word-opinion.png", dots=72)
        printed(as_pdf(Path("审查.xlsx")), 2, place / "excel-findings.png", dots=170)
        word = as_pdf(Path("批注/技术开发合同（批注）.docx"), WITH_NOTES)
        number = page_with("质保期", word)
        printed(word, number, place / "word-comments.png", dots=90, marks=False)
        beside(word, number, place / "word-comments.png", dots=90)
        notes = Path("批注/采购合同（批注）.pdf")
        number = page_with("衍生数据", notes)
        printed(notes, number, place / "pdf-notes.png", dots=80)
        beside(notes, number, place / "pdf-notes.png", dots=80)
    made = sorted(place.glob("*.png"))
    for file in made:
        small(file, box=BOXES.get(file.stem, (0, 0, 1, 1)))
    return made


def main(arguments: list[str]) -> int:
    """Make the pictures in the folder given, or where the guides look for them."""
    for file in make(Path(arguments[0]).resolve() if arguments else PLACE):
        sys.stdout.write(f"{file.name}  {file.stat().st_size // 1000} KB\n")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main(sys.argv[1:]))
