"""Notes in PDFs: over the words that are quoted, once, behind the untouched bytes of the original."""

import ctypes
import io
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import ImageChops
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.readers import pdf
from extractor.readers.source import Limits, Source
from review.annotate import Note, as_pdf, writer
from review.errors import CannotRun
from review.report import EvidenceEntry
from review.verify.matching import compact
from tests.hostile.made import FONT, Hostile, obj, one_page, shown, stream
from tests.hostile.pdfs import pdfs
from tests.review.annotate.pdf_made import WARRANTY, note, seen, two_lines

ROOT = Path(__file__).parents[3]
SAMPLES = ("violations-contract", "application-stage", "clean-contract")


def nowhere(number: int) -> Note:
    return Note(None, "fail", "error", "缺少条款", "没有写明保密条款。", f"{number:016x}")


def notes_of(report: Path, document: str) -> list[Note]:
    (submission,) = json.loads(report.read_bytes())["submissions"]
    quotes = [
        (finding, msgspec.convert(one, EvidenceEntry))
        for finding in submission["findings"]
        for one in finding["evidence"]
        if one["document"] == document
    ]
    return [
        Note(one, finding["kind"], finding["level"], finding["title"], finding["message"], f"{at:016x}")
        for at, (finding, one) in enumerate(quotes)
    ]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    for name in SAMPLES:
        found[name] = folder / f"{name}.json"
        start = "from review.cli import main; main()"
        command = [sys.executable, "-c", start, "check", f"samples/{name}", "--on", "2026-11-01"]
        subprocess.run([*command, "-o", str(found[name])], cwd=ROOT, check=False, capture_output=True)
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_quote_of_the_samples_is_under_its_highlight(name: str, reports: dict[str, Path]) -> None:
    checked = 0
    for file in sorted((ROOT / "samples" / name).glob("*.pdf")):
        source, notes = file.read_bytes(), notes_of(reports[name], file.name)
        done = as_pdf.write(source, notes, False)
        assert done.data.startswith(source)
        assert not done.left
        assert [placed.note for placed in done.placed] == notes
        assert {placed.spot for placed in done.placed} <= {"words"}
        there = {one.name: one for one in seen(done.data)}
        for one in notes:
            assert one.evidence is not None
            found = there[f"shenyue-{one.fingerprint}"]
            assert found.page == one.evidence.location.page
            assert found.words == compact(one.evidence.quote)
            assert found.said == f"{one.title}\n{one.text}"
            checked += 1
        again = as_pdf.write(done.data, notes, False)
        assert again.data == done.data
        assert all(placed.known for placed in again.placed)
    assert checked >= 20


def test_a_quote_over_two_lines_has_a_box_for_each() -> None:
    source = two_lines()
    # the clause as one evidence, whatever the reader makes of its lines
    found = note(source, "验收由甲方组织")
    assert found.evidence is not None
    box = found.evidence.location.bbox
    assert box is not None
    place = msgspec.structs.replace(found.evidence.location, bbox=(box[0], box[1], 560.0, box[3] + 20))
    whole = msgspec.structs.replace(found.evidence, quote="由甲方组织，\n结果以书面", location=place)
    done = as_pdf.write(source, [Note(whole, "review", None, "验收", "", "a" * 16)], False)
    (mark,) = seen(done.data)
    assert (mark.lines, mark.words) == (2, "由甲方组织，结果以书面")


def test_what_has_no_place_stands_at_the_head_and_nothing_is_lost() -> None:
    source = two_lines()
    placed = note(source, number=1)
    assert placed.evidence is not None
    away = msgspec.structs.replace(placed.evidence, location=msgspec.structs.replace(placed.evidence.location, page=9))
    notes = [nowhere(2), placed, Note(away, "fail", "error", "别页", "", "b" * 16), *map(nowhere, range(10, 80))]
    done = as_pdf.write(source, notes, False)
    assert [one.note for one in done.placed] == notes
    assert [one.spot for one in done.placed] == ["head", "words", *["head"] * 71]
    boxes = [
        tuple(map(float, one.get_object()["/Rect"]))
        for one in PdfReader(io.BytesIO(done.data)).pages[0]["/Annots"]
        if one.get_object()["/Subtype"] == "/Text"
    ]
    assert len(set(boxes)) == 72  # beside one another, none over another
    assert all(left >= 0 and right <= 595 and low >= 0 and high <= 842 for left, low, right, high in boxes)
    more = as_pdf.write(done.data, [*notes, nowhere(99)], False)
    assert [one.known for one in more.placed] == [True] * 73 + [False]
    assert more.data.startswith(done.data)


def test_words_that_are_not_there_leave_the_place() -> None:
    source = two_lines()
    found = note(source)
    assert found.evidence is not None
    other = msgspec.structs.replace(found.evidence, quote="完全不同的一句话")
    (placed,) = as_pdf.write(source, [Note(other, "fail", "error", "扫描件", "", "c" * 16)], False).placed
    assert placed.spot == "place"


@pytest.mark.parametrize("box", [(-1e308, 0.0, -1e307, 9.0), (100.0, 100.0, 100.0, 100.0), (9.0, 9.0, 1.0, 1.0)])
def test_a_box_that_is_none_leads_to_the_head(box: tuple[float, float, float, float]) -> None:
    source = two_lines()
    found = note(source)
    assert found.evidence is not None
    wrong = msgspec.structs.replace(
        found.evidence, quote="别处", location=msgspec.structs.replace(found.evidence.location, bbox=box)
    )
    (placed,) = as_pdf.write(source, [Note(wrong, "fail", "error", "错框", "", "f" * 16)], False).placed
    assert placed.spot == "head"


def test_a_suggested_clause_stands_in_the_note() -> None:
    source = two_lines()
    one = note(source, suggestion="质量保证期不少于三年。")
    (plain,) = seen(as_pdf.write(source, [one], False).data)
    (asked,) = seen(as_pdf.write(source, [one], True).data)
    assert "三年" not in plain.said
    assert asked.said.endswith("建议条款：质量保证期不少于三年。")


def test_hostile_words_steer_nothing() -> None:
    source = two_lines()
    evil = Note(None, "fail", "error", "a) >> endobj\u202e\0", "</x>\x1b[31m\ud800\n第二行", "d" * 16)
    (mark,) = seen(as_pdf.write(source, [evil], False).data)
    assert mark.said == "a) >> endobj\\u202e\\x00\n</x>\\x1b[31m\\ud800\n第二行"


TURNS = {
    "upright": {},
    "90": {"page": "/Rotate 90"},
    "180": {"page": "/Rotate 180"},
    "270": {"page": "/Rotate 270"},
    "cropped": {"page": "/CropBox [40 100 500 780]"},
    "cropped and turned": {"page": "/CropBox [40 100 500 780] /Rotate 90"},
    "away from the origin": {"box": "[50 60 645 902]"},
    "in larger units": {"page": "/UserUnit 2"},
}


@pytest.mark.parametrize("options", TURNS.values(), ids=TURNS)
def test_the_highlight_is_seen_where_the_words_are(options: dict[str, str]) -> None:
    source = two_lines(**options)
    one = note(source)
    assert one.evidence is not None
    done = as_pdf.write(source, [one], False)
    assert [placed.spot for placed in done.placed] == ["words"]
    before, after = (picture(data) for data in (source, done.data))
    changed = ImageChops.difference(before, after).getbbox()
    assert changed is not None
    # the characters of the quote in the page's own space, by PDFium's search, put through its own map to pixels
    document = pypdfium2.PdfDocument(source)
    page = document[0]
    text = page.get_textpage()
    index, count = text.search(WARRANTY).get_next()
    corners = []
    for at in range(index, index + count):
        left, bottom, right, top = text.get_charbox(at, loose=True)
        corners += [device(page, left, bottom), device(page, right, top)]
    wanted = (
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
    )  # fmt: skip
    text.close()
    page.close()
    document.close()
    assert all(abs(a - b) <= 4 for a, b in zip(changed, wanted, strict=True)), (changed, wanted)


def device(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    wide, high = (round(side * 2) for side in page.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, across, down)
    return across.value, down.value


def picture(data: bytes):
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    drawn = page.render(scale=2).to_pil().convert("RGB")
    page.close()
    document.close()
    return drawn


def test_annotations_of_others_stay_also_where_their_list_stands_apart() -> None:
    theirs = {21: "<< /Type /Annot /Subtype /Text /Rect [9 9 29 29] /Contents (theirs) /NM (x) >>"}
    for page, more in (("/Annots [21 0 R]", {}), ("/Annots 20 0 R", {20: "[21 0 R]"}), ("/Annots null", {})):
        source = two_lines(page=page, more={**theirs, **more})  # type: ignore[arg-type]  # passed on
        done = as_pdf.write(source, [note(source)], False)
        kinds = [one.get_object()["/Subtype"] for one in PdfReader(io.BytesIO(done.data)).pages[0]["/Annots"]]
        assert kinds == (["/Text"] if page != "/Annots null" else []) + ["/Highlight", "/Popup"]


def test_a_file_with_a_cross_reference_stream_gets_another() -> None:
    packed = streamed()
    done = as_pdf.write(packed, [note(packed)], False)
    assert done.data[len(packed) :].count(b"/Type /XRef") == 1
    (mark,) = seen(done.data)
    assert mark.words == WARRANTY
    again = as_pdf.write(done.data, [note(packed), nowhere(3)], False)
    assert [placed.known for placed in again.placed] == [True, False]
    assert len(list(seen(again.data))) == 2


def streamed() -> bytes:
    """A page whose objects stand in an object stream, listed by a cross-reference stream."""
    inner = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 8 0 R >> >> >>",
    }
    inner.update(FONT)
    heads, bodies = "", ""
    for number, body in inner.items():
        heads += f"{number} {len(bodies)} "
        bodies += body + "\n"
    out = bytearray(b"%PDF-1.5\n")
    places = {4: len(out)}
    out += obj(4, stream(shown()))
    places[11] = len(out)
    out += obj(11, stream((heads + bodies).encode(), f"/Type /ObjStm /N {len(inner)} /First {len(heads)}"))
    places[12] = len(out)
    rows = b""
    order = list(inner)
    for number in range(13):
        if number in inner:
            rows += bytes([2]) + (11).to_bytes(3, "big") + bytes([order.index(number)])
        elif number in places:
            rows += bytes([1]) + places[number].to_bytes(3, "big") + b"\0"
        else:
            rows += bytes(5)
    out += obj(12, stream(rows, "/Type /XRef /Size 13 /W [1 3 1] /Root 1 0 R"))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % places[12])


def test_the_trailer_keeps_what_names_the_file() -> None:
    source = one_page(shown(), trailer="/Info 20 0 R /ID [<00FF41> <00FF41>]", more={20: "<< /Title (x) >>"})
    done = as_pdf.write(source, [note(source)], False)
    tail = done.data[len(source) :]
    assert b"/Info 20 0 R" in tail
    assert b"/ID [<00ff41> <" in tail
    assert b"/Root 1 0 R" in tail
    assert as_pdf.write(source, [note(source)], False).data == done.data  # nothing of chance, nothing of the clock


def test_a_signature_still_covers_what_it_covered() -> None:
    covers = "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 100 200 300]"
    source = two_lines(
        catalog="/AcroForm << /Fields [20 0 R] /SigFlags 3 >>",
        page="/Annots [20 0 R]",
        more={
            20: "<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /V 21 0 R /Rect [0 0 0 0] /P 3 0 R >>",
            21: f"<< {covers} /Contents <00> >>",
        },  # type: ignore[arg-type]  # passed on
    )
    done = as_pdf.write(source, [note(source)], False)
    assert done.data.startswith(source)
    document = pypdfium2.PdfDocument(done.data)
    assert pdfium.FPDF_GetSignatureCount(document) == 1
    document.close()


@pytest.mark.parametrize("user", ["", "a"])
def test_a_locked_file_is_refused_in_words(user: str) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, "b"))
    canvas.drawString(72, 700, "warranty two years")
    canvas.save()
    with pytest.raises(CannotRun, match="保护"):
        as_pdf.write(out.getvalue(), [nowhere(1)], False)


def test_a_file_that_pdf_readers_have_to_mend_is_refused() -> None:
    for broken in (two_lines().replace(b"startxref", b"startxyef"), two_lines()[:900], b"%PDF-1.7\n"):
        with pytest.raises(CannotRun, match="损坏"):
            as_pdf.write(broken, [nowhere(1)], False)


def test_what_stood_before_the_head_stays() -> None:
    source = b"HTTP/1.1 200 OK\r\n" * 3 + two_lines()
    done = as_pdf.write(source, [note(source)], False)
    assert done.data.startswith(source)
    assert [placed.spot for placed in done.placed] == ["words"]


def test_the_registry_knows_it_and_no_note_changes_nothing() -> None:
    found = writer("pdf")
    assert found is not None
    source = two_lines()
    assert found(source, [], False).data == source


@pytest.mark.parametrize("hostile", list(pdfs()), ids=lambda one: str(one.name))
def test_a_hostile_file_is_annotated_or_refused(hostile: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "SECONDS", 6.0)
    try:
        done = as_pdf.write(hostile.data, [nowhere(1)], False)
    except CannotRun:
        return
    assert done.data.startswith(hostile.data)
    assert len(done.placed) + len(done.left) == 1
    document = pypdfium2.PdfDocument(done.data[max(0, done.data.find(b"%PDF-")) :])
    document.close()


def test_a_rewritten_file_keeps_the_notes_known() -> None:
    source = two_lines()
    done = as_pdf.write(source, [note(source)], False)
    saved = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(done.data)).write(saved)  # as a person's program that saves it anew would
    again = as_pdf.write(saved.getvalue(), [note(source)], False)
    assert again.data == saved.getvalue()
    assert [placed.known for placed in again.placed] == [True]


def test_an_annotated_file_reads_as_the_original() -> None:
    for source in (two_lines(), streamed()):
        done = as_pdf.write(source, [note(source), nowhere(2)], True)
        before, after = (pdf.read(Source("合同.pdf", data), Limits()) for data in (source, done.data))
        assert done.data != source
        assert after.blocks == before.blocks
        assert (after.status, after.unread, after.notices) == (before.status, before.unread, before.notices)


def test_words_that_stand_twice_in_their_place_are_marked_twice() -> None:
    source = one_page(b"0.7 g " + shown("质保期两年，延保期两年，自验收起算。", 700))
    found = note(source, "两年")
    assert found.evidence is not None
    place = msgspec.structs.replace(found.evidence.location, bbox=(60.0, 120.0, 500.0, 150.0))
    wide = msgspec.structs.replace(found.evidence, location=place)
    (mark,) = seen(as_pdf.write(source, [Note(wide, "fail", "error", "两处", "", "e" * 16)], False).data)
    assert (mark.lines, mark.words) == (2, "两年两年")
