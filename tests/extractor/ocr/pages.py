"""Pages drawn for the tests with a Chinese font, and made to look scanned: a seal, a tilt, noise, JPEG."""

import io
import math
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
)
DPI = 200
EM = 33  # pixels: 12 points
MARGIN = 200
SIZE = (1654, 2339)  # A4


def font(size=EM):
    """Return the font; the tests that need it are skipped where the machine has none."""

    for place in FONTS:
        if Path(place).exists():
            return ImageFont.truetype(place, size, index=2)
    pytest.skip("没有中文字体（fonts-noto-cjk）")


class Sheet:
    """A page in the making; positions in pixels from the top left."""

    def __init__(self, size=SIZE):

        self.image = Image.new("RGB", size, "white")
        self.draw = ImageDraw.Draw(self.image)
        self.y = MARGIN
        self.truth = []

    def title(self, text, size=44):
        width = size * len(text)
        self.draw.text(((self.image.width - width) / 2, self.y), text, font=font(size), fill="black")
        self.truth.append(text)
        self.y += 2 * size

    def line(self, x, text, size=EM, y=None):
        self.draw.text((x, self.y if y is None else y), text, font=font(size), fill="black")
        self.truth.append(text)

    def paragraph(self, text, indent=2, step=56, left=MARGIN, right=None):
        """Set a paragraph in full lines."""
        right = self.image.width - MARGIN if right is None else right
        face, x = font(), left + indent * EM
        for char in text:
            width = face.getlength(char)
            if x + width > right and char not in "，。；：、）":
                x, self.y = left, self.y + step
            self.draw.text((x, self.y), char, font=face, fill="black")
            x += width
        self.truth.append(text)
        self.y += step

    def table(self, widths, rows, height=64, x=MARGIN, size=28):
        xs = [x]
        for width in widths:
            xs.append(xs[-1] + width)
        top, bottom = self.y, self.y + height * len(rows)
        for at in xs:
            self.draw.line((at, top, at, bottom), fill="black", width=2)
        for number in range(len(rows) + 1):
            self.draw.line((xs[0], top + number * height, xs[-1], top + number * height), fill="black", width=2)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self.line(xs[column] + 10, text, size, top + number * height + 14)
        self.y = bottom + 40

    def seal(self, x, y, text="某某市数据资源局", size=330):
        """Stamp a round red seal: ring, star, name around; what is below shows through."""

        layer = Image.new("RGB", self.image.size, "white")
        draw = ImageDraw.Draw(layer)
        red, middle, radius = (215, 40, 45), (x + size / 2, y + size / 2), size / 2
        draw.ellipse((x, y, x + size, y + size), outline=red, width=9)
        star = [
            (middle[0] + r * math.sin(k * math.pi / 5), middle[1] - r * math.cos(k * math.pi / 5))
            for k in range(10)
            for r in ((0.3 if k % 2 == 0 else 0.12) * radius,)
        ]
        draw.polygon(star, fill=red)
        for number, char in enumerate(text):
            angle = math.radians(-110 + 220 * number / (len(text) - 1))
            at = (middle[0] + 0.75 * radius * math.sin(angle), middle[1] - 0.75 * radius * math.cos(angle))
            glyph = Image.new("L", (60, 60), 0)
            ImageDraw.Draw(glyph).text((8, 2), char, font=font(44), fill=255)
            glyph = glyph.rotate(-math.degrees(angle), expand=False)
            layer.paste(red, (round(at[0] - 30), round(at[1] - 30)), glyph)
        self.image = ImageChops.multiply(self.image, layer)
        self.draw = ImageDraw.Draw(self.image)

    def text(self):
        return "\n".join(self.truth)


def tilted(image, degrees):

    return image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def noisy(image, sigma=14.0, blur=0.7, seed=7):

    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(blur))).astype(np.float32)
    grain = np.random.default_rng(seed).normal(0, sigma, pixels.shape[:2])
    return Image.fromarray(np.clip(pixels + grain[:, :, None], 0, 255).astype(np.uint8))


def jpeg(image, quality=70):
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, dpi=(DPI, DPI))
    return stream.getvalue()


def png(image):
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(DPI, DPI))
    return stream.getvalue()


def pdf(*pictures):
    """Return a PDF of A4 pages: a picture (JPEG or PNG bytes) each, or lines of text where a page is a list."""

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=(595, 842))
    for page in pictures:
        if isinstance(page, bytes):
            with Image.open(io.BytesIO(page)) as picture:
                paper.drawImage(ImageReader(picture), 0, 0, 595, 842)
        else:
            for number, line in enumerate(page):
                paper.setFont("STSong-Light", 12)
                paper.drawString(72, 760 - 22 * number, line)
        paper.showPage()
    paper.save()
    return stream.getvalue()


_SAME = str.maketrans(
    {
        "，": ",",
        "。": ".",
        "；": ";",
        "：": ":",
        "（": "(",
        "）": ")",
        "“": '"',
        "”": '"',
        "￥": "¥",
        "、": ",",
        "－": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
    }
)


def plain(text):

    return unicodedata.normalize("NFKC", "".join(text.split())).translate(_SAME)


def wrong(truth, text):
    """Return the share of wrong characters: edits to make ``text`` the truth, white space and widths aside."""

    truth, text = plain(truth), plain(text)
    return Levenshtein.distance(truth, text) / len(truth)
