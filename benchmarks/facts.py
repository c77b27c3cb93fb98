"""What reading facts costs beside reading the file: ``python -m benchmarks.facts [--keep]``.

A construction plan of some 300 pages is written as a Word file and printed by LibreOffice; both are read, then their
facts are. CPU time of this process, the segmenter started before; medians of several rounds, each of which times all
four. Long tables and long paragraphs are timed at two sizes, so that a cost that grows with the square shows. Starting
up is timed in processes of their own: a small contract from nothing, and the share of loading the lexicons in it.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from benchmarks.inputs import TIMEOUT
from benchmarks.papers import compose, to_word
from extractor.document import Document
from extractor.fact import DocumentKind
from extractor.outline import outline
from extractor.pipeline import extract_text, from_document
from extractor.readers import read
from extractor.readers.source import Source

RESULTS = Path(__file__).parent / "results" / "facts.json"
ROUNDS = 5
ROWS = (4_000, 8_000)
KINDS: tuple[DocumentKind, ...] = ("construction_plan", "contract", "procurement_document", "budget_estimate")


def plan(folder: Path) -> tuple[Path, Path]:
    """Write the plan and print it; return both files. Raises CalledProcessError where LibreOffice fails."""
    word = folder / "plan.docx"
    to_word.write(compose.plan(), word)
    where = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", where, "--convert-to", "pdf", "--outdir", str(folder), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    return word, word.with_suffix(".pdf")


def opened(source: Source) -> Document:
    """Return a file as read and outlined."""
    document = read(source)
    return replace(document, blocks=outline(document.blocks))


def table(rows: int) -> Document:
    """Return a price table of so many rows with a sum row, as text."""
    lines = ["序号 | 名称 | 数量 | 单价（元） | 合价（元）"]
    lines += [f"{n} | 设备{n} | 2 | 1,200.00 | 2,400.00" for n in range(1, rows + 1)]
    return opened(Source("表.txt", "\n".join([*lines, f"合计 | | | | {rows * 2400}"]).encode()))


def paragraph(sentences: int) -> Document:
    """Return one paragraph of so many sentences with terms in it."""
    text = "乙方应于合同签订后30日内交付，质保期三年，支付合同总价的30%。" * sentences
    return opened(Source("段.txt", text.encode()))


def cpu(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least CPU seconds of a task over the rounds."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        task()
        least = min(least, time.process_time() - start)
    return round(least, 4)


_CONTRACT = "from extractor.pipeline import extract_text; extract_text('质保期三年，甲方有权解除合同。', 'contract')"
_LEXICONS = (
    "from extractor.facts.chapters import chapters; from extractor.facts.clauses import clauses; "
    "from extractor.facts.statement_data import index; from extractor.terms import lexicon; "
    "chapters(), clauses(), index(), lexicon()"
)


def started(script: str) -> float:
    """Return the median CPU seconds of a process that does this and nothing else, the interpreter's own left out."""
    times = []
    for _ in range(ROUNDS):
        whole = f"import time; start = time.process_time()\n{script}\nprint(time.process_time() - start)"
        done = subprocess.run([sys.executable, "-c", whole], check=True, capture_output=True, text=True)
        times.append(float(done.stdout))
    return round(statistics.median(times), 3)


def main() -> None:
    """Measure, print, and write the results where asked to."""
    parser = argparse.ArgumentParser(description="测量读取事实的开销")
    parser.add_argument("--keep", action="store_true", help="写入results/facts.json")
    options = parser.parse_args()
    extract_text("承担环保修复义务，工期三个月。", "contract")  # starts the segmenter
    with tempfile.TemporaryDirectory() as folder:
        sources = [Source(file.name, file.read_bytes()) for file in plan(Path(folder))]
    documents = [opened(source) for source in sources]
    times: dict[str, list[float]] = {"word_read": [], "word_facts": [], "pdf_read": [], "pdf_facts": []}
    for _ in range(ROUNDS):
        for name, source, document in zip(("word", "pdf"), sources, documents, strict=True):
            times[f"{name}_read"].append(cpu(partial(opened, source), 1))
            times[f"{name}_facts"].append(cpu(partial(from_document, document, kind="construction_plan"), 1))
    medians = {name: statistics.median(found) for name, found in times.items()}
    tables = {kind: {rows: cpu(partial(from_document, table(rows), kind=kind), 1) for rows in ROWS} for kind in KINDS}
    paragraphs = {
        count: cpu(partial(from_document, paragraph(count), kind="contract"), 1) for count in (500, 1_000, 2_000)
    }
    result = {
        "pages": documents[1].pages,
        "facts_found": len(from_document(documents[1], kind="construction_plan").facts),
        "read_cpu_s": medians["pdf_read"],
        "facts_cpu_s": medians["pdf_facts"],
        "facts_to_reading": round(medians["pdf_facts"] / medians["pdf_read"], 3),
        "word_read_cpu_s": medians["word_read"],
        "word_facts_cpu_s": medians["word_facts"],
        "word_facts_to_reading": round(medians["word_facts"] / medians["word_read"], 3),
        "small_contract_cpu_s": started(_CONTRACT),
        "lexicons_cpu_s": started(_LEXICONS),
        "table_rows_cpu_s": tables,
        "paragraph_sentences_cpu_s": paragraphs,
    }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if options.keep:
        RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
