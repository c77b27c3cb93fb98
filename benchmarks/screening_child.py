"""What screening is compared with, in a process of its own: ``python -m benchmarks.screening_child TASK [FILE…]``."""

# ruff: noqa: PLC0415  a process loads only what it runs

import json
import sys
import time
from pathlib import Path


def first_token() -> dict[str, float]:
    """Load a blank Chinese pipeline of spaCy with jieba and cut one sentence."""
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    return {"tokens": len(nlp("质保期自竣工验收合格之日起不少于两年。"))}


def plumber(files: list[str]) -> dict[str, float]:
    """Return the CPU seconds that pdfplumber needs for the text of these files, its own loading left out."""
    import pdfplumber  # noqa: F401  loaded before the clock starts

    from benchmarks.reading_tools import plumber_text

    start = time.process_time()
    characters = sum(len(plumber_text(Path(file))) for file in files)
    return {"cpu": time.process_time() - start, "characters": characters}


if __name__ == "__main__":
    print(json.dumps(first_token() if sys.argv[1] == "first-token" else plumber(sys.argv[2:])))
