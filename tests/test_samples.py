"""The samples, end to end: what is expected of them, and that every quote stands where the report says.

Quotes are looked up with python-docx and pdfplumber, which share no code with the readers.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
import yaml
from docx.oxml.ns import qn

from review.schema import schema

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/expected.yaml"))
DAY = "2026-11-21"


def run(*arguments: str, seed: str = "0") -> bytes:
    command = [
        sys.executable,
        "-c",
        "from review.cli import main; main()",
        "check",
        "samples",
        "--on",
        DAY,
        "--format",
        "json",
        *arguments,
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=False
    )
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout


@cache
def report() -> bytes:
    return run()


def submissions() -> dict[str, Any]:
    return {Path(s["path"]).name: s for s in json.loads(report())["submissions"]}


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_there_are_four_samples() -> None:
    assert len(NAMES) == 4
    assert sorted(submissions()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_expected_findings(name: str) -> None:
    expected = yaml.safe_load((SAMPLES / name / "expected.yaml").read_text(encoding="utf-8"))["findings"]
    found = {f["rule"]: f"{f['kind']} {f['reason']}" for f in submissions()[name]["findings"]}
    assert found == expected


def test_all_five_kinds_are_shown() -> None:
    kinds = {f["kind"] for s in submissions().values() for f in s["findings"]}
    assert kinds == {"pass", "fail", "review", "open", "notApplicable"}


def test_report_fits_its_schema() -> None:
    import jsonschema  # noqa: PLC0415

    jsonschema.validate(json.loads(report()), schema("check"))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_bytes_again(seed: str) -> None:
    assert run(seed=seed) == report()


def evidence(name: str) -> Iterator[dict[str, Any]]:
    submission = submissions()[name]
    for document in submission["documents"]:
        for fact in document["facts"]:
            yield from fact["evidence"]
            yield from fact["related"]
    for finding in submission["findings"]:
        yield from finding["evidence"]
        if finding["searched"]:
            yield from finding["searched"]["nearest"]


@cache
def word_paragraphs(path: Path) -> dict[str, list[str]]:
    document = docx.Document(str(path))
    body, boxes = [], []
    for paragraph in document.element.body.iter(qn("w:p")):
        if any(
            True
            for _ in paragraph.iterancestors("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
        ):
            continue
        inside = any(True for _ in paragraph.iterancestors(qn("w:txbxContent")))
        own = [
            node.text or ""
            for node in paragraph.iter(qn("w:t"))
            if not any(True for _ in node.iterancestors(qn("w:del")))
            and next(node.iterancestors(qn("w:p"))) is paragraph
        ]
        (boxes if inside else body).append("".join(own))
    notes = []
    for part in document.part.package.parts:
        if str(part.partname).endswith("footnotes.xml"):
            from lxml import etree  # noqa: PLC0415

            notes = ["".join(p.itertext()) for p in etree.fromstring(part.blob).iter(qn("w:p"))]
    return {"body": body, "textbox": boxes, "footnote": notes}


@cache
def open_pdf(path: Path) -> "pdfplumber.PDF":
    return pdfplumber.open(path)


def stands(path: Path, item: dict[str, Any]) -> bool:
    place, quote = item["location"], bare(item["quote"])
    if path.suffix == ".docx":
        paragraphs = word_paragraphs(path)[place["part"]]
        at = place["paragraph"] - 1
        # a cell of several paragraphs is quoted as one
        return any(quote in bare("".join(paragraphs[at : at + size])) for size in (1, 2, 4, 8))
    page = open_pdf(path).pages[place["page"] - 1]
    left, top, right, bottom = place["bbox"]
    box = (max(0, left - 2), max(0, top - 2), min(page.width, right + 2), min(page.height, bottom + 2))
    return quote in bare(page.crop(box).extract_text(use_text_flow=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_at_its_place(name: str) -> None:
    items = list(evidence(name))
    assert len(items) > 10
    lost = [(i["document"], i["label"], i["quote"]) for i in items if not stands(SAMPLES / name / i["document"], i)]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_facts_and_findings_have_places(name: str) -> None:
    submission = submissions()[name]
    assert all(fact["evidence"] for d in submission["documents"] for fact in d["facts"])
    for finding in submission["findings"]:
        if finding["kind"] == "fail":
            assert finding["citation"]
            assert finding["evidence"] or finding["searched"]
