"""The recogniser: PP-OCR by rapidocr on onnxruntime, one thread, with the models that lie in its wheel.

The paths of the models are given, so that rapidocr neither looks for them on a network nor makes folders for them.
Settings are the measured ones: a page of 200 dpi, its longer side shrunk to 2000 pixels, and no dilation of the
detector's map, which would run lines into each other.
"""

import os
import re
from pathlib import Path
from typing import Any

from msgspec import Struct

THREADS = 1  # each file has a process of its own; the processes are the threads
LONGEST = 2000
PERMILLE = re.compile(r"(?<=\d)(?:%|％)[oO0º°](?![\d.])")  # how ‰ comes out: no figure follows a per cent sign

Image = Any  # a numpy array; OpenCV's and numpy's types do not meet


class Seen(Struct, frozen=True):
    """A stretch of text: corners in pixels from the top left on round, and the middle of each character along it."""

    text: str
    corners: tuple[tuple[float, float], ...]
    confidence: float
    middles: tuple[tuple[str, float], ...]


class View(Struct, frozen=True):
    """What the recogniser saw on a picture; ``reversed_share`` is the share of its lines that stand on their head."""

    lines: tuple[Seen, ...]
    reversed_share: float


class Engine:
    """The loaded recogniser; loading takes about a second."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))
        import cv2  # noqa: PLC0415  the extra
        import rapidocr  # noqa: PLC0415

        cv2.setNumThreads(THREADS)
        models = Path(rapidocr.__file__).parent / "models"
        runtime = "EngineConfig.onnxruntime"
        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
                "Det.use_dilation": False,
                "Global.max_side_len": LONGEST,
                "Global.text_score": 0.0,  # what is faint is told, not dropped in silence
                "Global.log_level": "critical",
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                f"{runtime}.intra_op_num_threads": THREADS,
                f"{runtime}.inter_op_num_threads": THREADS,
            }
        )

    def view(self, gray: Image) -> View:
        """Return the text on a grey picture, unordered."""
        import numpy as np  # noqa: PLC0415

        picture = np.repeat(gray[:, :, np.newaxis], 3, axis=2)
        shrunk, steps = self._engine.preprocess_img(picture)
        found, turned, read, crops = self._engine.run_ocr_steps(shrunk, steps)
        labels = [label for label, _ in turned.cls_res or []]
        result = self._engine.build_final_output(picture, found, turned, read, crops, steps)
        boxes = getattr(result, "boxes", None)
        texts = getattr(result, "txts", None)
        if boxes is None or not texts:
            return View((), 0.0)
        words = result.word_results if len(result.word_results) == len(texts) else [()] * len(texts)
        lines = [
            _seen(text, box, score, word)
            for text, box, score, word in zip(texts, boxes, result.scores, words, strict=True)
        ]
        return View(tuple(lines), labels.count("180") / max(1, len(labels)))


def _seen(text: str, box: Any, score: float, words: Any) -> Seen:
    corners = tuple((float(x), float(y)) for x, y in box)
    middles = [(str(char), float(sum(x for x, _ in place)) / len(place)) for char, _, place in words]
    text, middles = _mended(text, middles)
    return Seen(text, corners, round(float(score), 4), tuple(middles))


def _mended(text: str, middles: list[tuple[str, float]]) -> tuple[str, list[tuple[str, float]]]:
    """Put ‰ for the two characters it is read as, in the text and among the characters.

    >>> _mended("按日万分之五或0.5%o计", [])[0]
    '按日万分之五或0.5‰计'
    """
    mended = PERMILLE.sub("‰", text)
    if mended == text:
        return text, middles
    chars = "".join(char for char, _ in middles)
    if len(chars) == len(middles):
        for match in reversed(list(PERMILLE.finditer(chars))):
            at = match.start()
            middles[at : at + 2] = [("‰", (middles[at][1] + middles[at + 1][1]) / 2)]
    return mended, middles
