"""Pictures of pages: the place framed in them, small enough, the same bytes each time, and no file takes a run down."""

import hashlib
import io
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from review import pictures
from review.pictures import STRIP_BYTES, Pictures, Wanted, data_url, ending
from review.pictures.files import opened
from review.report import DocumentEntry
from tests.extractor.archive_maker import File, make_zip
from tests.hostile.made import TEXT, one_page, shown
from tests.hostile.pdfs import pdfs

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "application-stage" / "初步设计.pdf"  # its fonts are not in the file
PLACE = (495.8, 403.0, 520.7, 413.9)  # 88.00 in the budget of page 14
LINE = (200, 30, 30)
TINT = (255, 240, 178)


@pytest.fixture(scope="module")
def drawer():
    with Pictures(workers=2) as found:
        yield found


def framed(picture: bytes) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """Return a picture in colour and the box around its frame."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    red, green, blue = image.split()
    masks = [
        band.point([255 if abs(level - part) < 12 else 0 for level in range(256)])
        for band, part in zip((red, green, blue), LINE, strict=True)
    ]
    mask = Image.composite(masks[0], Image.new("L", image.size), masks[1])
    box = Image.composite(mask, Image.new("L", image.size), masks[2]).getbbox()
    assert box is not None
    return image, box


def test_a_strip_shows_the_place_framed_as_wide_as_the_text(drawer):
    strip = drawer.strip(SAMPLE, 14, [PLACE])
    assert strip is not None
    assert ending(strip) == "png"
    assert len(strip) <= 6_000
    image, (left, top, right, bottom) = framed(strip)
    assert 600 <= image.width <= 900
    # the table's last column: the frame is at the right, a line above it and one below
    assert left > image.width * 0.85
    assert right > image.width * 0.95
    assert 0 < top < bottom < image.height
    assert image.getpixel((left + 4, top + 4)) == TINT
    inside = image.crop((left + 3, top + 3, right - 3, bottom - 3)).convert("L")
    counts = inside.histogram()
    assert sum(counts[:60]) > 20  # the words are there, and not one black box
    assert sum(counts[:128]) < 0.5 * inside.width * inside.height


def test_a_page_shows_the_place_where_it_is(drawer):
    picture = drawer.page(SAMPLE, 14, [PLACE])
    image, (left, top, right, bottom) = framed(picture)
    assert image.width == 1000
    scale = 1000 / 595.2756
    expected = [(PLACE[0] - 1.5) * scale, (PLACE[1] - 1.5) * scale, (PLACE[2] + 1.5) * scale, (PLACE[3] + 1.5) * scale]
    assert all(abs(a - b) <= 3 for a, b in zip((left, top, right, bottom), expected, strict=True))


def digest(_: int = 0) -> str:
    with Pictures(workers=1) as own:
        found = own.strips(
            [Wanted(SAMPLE, 14, (PLACE,)), Wanted(SAMPLE, 2, ((90.0, 100.0, 300.0, 300.0),), whole=True)]
        )
    return hashlib.sha256(b"".join(one or b"-" for one in found)).hexdigest()


def test_the_same_bytes_in_every_run_and_process(drawer):
    code = "from tests.review.test_pictures import digest\nif __name__ == '__main__': print(digest())"
    other = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        check=True,
    )
    assert digest() == other.stdout.strip()


@pytest.mark.parametrize("most", [12_000, 6_000, 3_000, 1_500])
def test_no_strip_is_larger_than_asked(drawer, most):
    for page in (2, 5, 9, 14):
        strip = drawer.strip(SAMPLE, page, [(70.0, 90.0, 530.0, 780.0)], most)
        assert strip is None or len(strip) <= most
        assert strip is not None or most < 6_000


def test_a_noisy_scan_has_a_small_strip_that_can_be_read(drawer, tmp_path):
    page = Image.effect_noise((1240, 1754), 60).point(lambda level: min(255, 150 + level // 3))
    pen = ImageDraw.Draw(page)
    for row in range(40, 1700, 40):
        pen.rectangle((120, row, 1100, row + 14), fill=30)
    file = tmp_path / "扫描.pdf"
    page.save(file, resolution=150)
    strip = drawer.strip(file, 1, [(60.0, 300.0, 520.0, 330.0)])
    assert strip is not None
    assert len(strip) <= STRIP_BYTES
    image = Image.open(io.BytesIO(strip)).convert("L")
    dark = image.point([255 if level < 128 else 0 for level in range(256)]).getprojection()[1]
    assert 0 < sum(map(bool, dark)) < image.height
    picture = tmp_path / "扫描.png"
    page.save(picture, dpi=(150, 150))
    assert drawer.strip(picture, 1, [(60.0, 300.0, 520.0, 330.0)]) is not None
    assert drawer.page(picture, 1, []) is not None


def test_a_seal_is_red_on_a_page(drawer, tmp_path):
    page = Image.new("RGB", (1240, 1754), (228, 226, 215))
    pen = ImageDraw.Draw(page)
    pen.ellipse((700, 900, 900, 1100), outline=(210, 40, 40), width=10)
    pen.rectangle((120, 300, 1100, 330), fill=(20, 20, 20))
    file = tmp_path / "章.pdf"
    page.save(file, resolution=150)
    image = Image.open(io.BytesIO(drawer.page(file, 1, []))).convert("RGB")
    red, green, _ = image.getpixel((round(800 * 1000 / 1240), round(905 * 1000 / 1240)))
    assert red - green > 100


@pytest.mark.parametrize("turn", ["", "/Rotate 90", "/Rotate 180", "/Rotate 270", "/CropBox [40 200 500 780]"])
def test_the_frame_is_around_the_words_on_turned_and_cropped_pages(drawer, tmp_path, turn):
    file = tmp_path / "合同.pdf"
    file.write_bytes(one_page(shown(TEXT, 720), page=turn))
    wide = 842 if "90" in turn or "270" in turn else 595
    words = {  # one line, 12 points high, from (72, 720) upwards
        "": (72, 110, 372, 126), "/CropBox [40 200 500 780]": (72, 110, 372, 126),
        "/Rotate 90": (716, 72, 732, 372), "/Rotate 180": (223, 716, 523, 732), "/Rotate 270": (110, 223, 126, 523),
    }[turn]  # fmt: skip
    picture = drawer.page(file, 1, [tuple(map(float, words))])
    image, box = framed(picture)
    left, top = (40, 62) if "Crop" in turn else (0, 0)
    scale = image.width / (460 if "Crop" in turn else wide)
    expected = [
        (words[0] - left) * scale,
        (words[1] - top) * scale,
        (words[2] - left) * scale,
        (words[3] - top) * scale,
    ]
    assert all(abs(a - b) <= 2 * scale + 2 for a, b in zip(box, expected, strict=True)), (box, expected)
    ink = image.convert("L").point([255 if level < 60 else 0 for level in range(256)]).getbbox()
    assert ink is not None
    assert all(ink[at] >= box[at] - 4 for at in (0, 1))
    assert all(ink[at] <= box[at] + 4 for at in (2, 3))


def test_what_cannot_be_drawn_has_no_picture(drawer, tmp_path):
    word = tmp_path / "合同.docx"
    word.write_bytes(make_zip(File(b"word/document.xml", b"<w:document/>")))
    for file, page, boxes in (
        (tmp_path / "没有.pdf", 1, [PLACE]),
        (tmp_path, 1, [PLACE]),
        (word, 1, [PLACE]),
        (SAMPLE, 0, [PLACE]),
        (SAMPLE, 99, [PLACE]),
        (SAMPLE, 14, []),
        (SAMPLE, 14, [(9.0, 9.0, 9.0, 9.0)]),
        (SAMPLE, 14, [(900.0, 900.0, 990.0, 990.0)]),
        (SAMPLE, 14, [(float("nan"), 0.0, float("inf"), 1e300)]),
    ):
        assert drawer.strip(file, page, boxes) is None


def test_hostile_files_cost_their_own_pictures_only(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS", 2.0)
    monkeypatch.setattr(pictures, "SECONDS_EACH", 2.0)
    wanted = []
    for one in pdfs():
        file = tmp_path / str(one.name)
        file.write_bytes(one.data)
        wanted.append(Wanted(file, 1, ((70.0, 100.0, 400.0, 130.0),)))
    wanted.insert(5, Wanted(SAMPLE, 14, (PLACE,)))
    before = len(multiprocessing.active_children())
    with Pictures(workers=2) as own:
        found = own.strips(wanted)
        assert found[5] is not None
        assert all(one is None or len(one) <= STRIP_BYTES for one in found)
        assert sum(one is not None for one in found) > len(found) // 2
    assert len(multiprocessing.active_children()) <= before


def test_a_file_that_takes_its_process_along_leaves_the_others_of_its_batch(tmp_path, monkeypatch):
    bomb = next(one for one in pdfs() if one.name == "pdf-form-bomb.pdf")
    file = tmp_path / "炸弹.pdf"
    file.write_bytes(bomb.data)
    monkeypatch.setattr(pictures, "SECONDS", 1.0)
    monkeypatch.setattr(pictures, "SECONDS_EACH", 0.5)
    with Pictures(workers=1) as own:
        assert own.strips([Wanted(file, 1, (PLACE,)), Wanted(SAMPLE, 14, (PLACE,))])[0] is None
        assert own.strip(SAMPLE, 14, [PLACE]) is not None


def test_equal_pictures_are_drawn_once(drawer, monkeypatch):
    asked = [Wanted(SAMPLE, 3, ((80.0, 100.0, 300.0, 120.0),))] * 3
    first = drawer.strips(asked)
    monkeypatch.setattr(drawer, "_draw", lambda _wanted: pytest.fail("asked again"))
    assert drawer.strips(asked) == first


def test_the_file_of_a_document_inside_archives(tmp_path):
    data = one_page(shown())
    inner = make_zip(File("合同.pdf".encode(), data))
    (tmp_path / "申报").mkdir()
    (tmp_path / "申报" / "材料.zip").write_bytes(make_zip(File("内.zip".encode(), inner)))
    (tmp_path / "申报" / "概算.pdf").write_bytes(data)

    def entry(path: str, content: bytes = data) -> DocumentEntry:
        digest = hashlib.sha256(content).hexdigest()
        return DocumentEntry(path, digest, len(content), "pdf", "contract", "", (), "read", 1, (), ())

    whole = [entry("材料.zip!/内.zip!/合同.pdf"), entry("概算.pdf"), entry("没有.pdf"), entry("../概算.pdf")]
    with opened("申报", whole, tmp_path) as files:
        assert sorted(files) == ["材料.zip!/内.zip!/合同.pdf", "概算.pdf"]
        kept = list(files.values())
        assert all(file.read_bytes() == data for file in kept)
    assert not kept[0].exists()  # what was unpacked is gone
    with opened("申报", [entry("概算.pdf", b"other")], tmp_path) as files:
        assert files == {}  # not what was judged


def test_a_data_url_says_what_it_holds():
    assert data_url(b"\x89PNG\r\n\x1a\n").startswith("data:image/png;base64,iVBO")
    assert data_url(b"\xff\xd8\xff").startswith("data:image/jpeg;base64,")
