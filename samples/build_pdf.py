"""Word becomes PDF through LibreOffice, and what LibreOffice makes new each time is made fixed again."""

import re
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from build_markup import Source
from build_word import Fonts, write_word

PRINT_FONTS = Fonts(body="Noto Serif CJK SC", head="Noto Sans CJK SC", latin="Noto Serif CJK SC")
DATE = re.compile(rb"/(CreationDate|ModDate)\(D:\d{14}[^)]*\)")
IDENTITY = re.compile(rb"<[0-9A-F]{32}>")
CHECKSUM = re.compile(rb"/DocChecksum /[0-9A-F]{32}")


def convert(word: Path, folder: Path) -> Path:
    """Return the PDF that LibreOffice makes of ``word`` in ``folder``.

    Raises:
        RuntimeError: if LibreOffice is not there or fails.
    """
    command = [
        "soffice",
        "--headless",
        "--norestore",
        f"-env:UserInstallation=file://{folder}/office",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(word),
    ]
    done = subprocess.run(command, capture_output=True, timeout=240, check=False)
    made = folder / f"{word.stem}.pdf"
    if done.returncode or not made.exists():
        raise RuntimeError(f"LibreOffice made no PDF: {done.stderr.decode(errors='replace')[:400]}")
    return made


def settle(data: bytes) -> bytes:
    """Return the PDF with its dates, identity and checksum fixed; every replacement has the length of the old."""

    def date(match: re.Match[bytes]) -> bytes:
        whole = match.group(0)
        head = b"/" + match.group(1) + b"(D:20250106090000"
        return head + whole[len(head) :]

    data = DATE.sub(date, data)
    data = CHECKSUM.sub(b"/DocChecksum /" + b"0" * 32, data)
    return IDENTITY.sub(b"<" + b"0" * 32 + b">", data)


def squeeze(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def heading_pages(source: Source, pdf: Path) -> dict[int, str]:
    """Return the printed page of every heading, by the index of its node; pages count from the start of the body."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [[squeeze(line) for line in page.get_textpage().get_text_range().splitlines()] for page in document]
    document.close()
    dotted = [i for i, lines in enumerate(pages) if any("....." in line for line in lines)]
    start = dotted[-1] + 1 if dotted else 0
    numbered_from = start if any(node.kind == "body" for node in source.nodes) else 0
    found: dict[int, str] = {}
    here = start
    for index, node in enumerate(source.nodes):
        if node.kind != "heading":
            continue
        wanted = squeeze(node.text)
        for number in range(here, len(pages)):
            if any(line == wanted or (len(line) > 12 and wanted.startswith(line)) for line in pages[number]):
                here = number
                break
        found[index] = str(here - numbered_from + 1)
    return found


def contents_pages(source: Source) -> dict[int, str]:
    """Return the page of every heading, measured by setting the text once."""
    if not any(node.kind == "toc" for node in source.nodes):
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_word(source, folder / "text.docx", PRINT_FONTS, {})
        return heading_pages(source, convert(folder / "text.docx", folder))


def write_pdf(source: Source, path: Path) -> None:
    """Write the source as a PDF at ``path``, its contents list with the right pages."""
    pages = contents_pages(source)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_word(source, folder / "text.docx", PRINT_FONTS, pages)
        path.write_bytes(settle(convert(folder / "text.docx", folder).read_bytes()))
