"""Loads the segmenter, the lexicon, the word patterns and the readers when it is imported.

The server that workers are forked from imports it, so that they need not load them each, and again after one is lost.
"""

import contextlib
import gc
import importlib

from extractor.pipeline import extract_text
from review.garbage import spare

# of the formats that most files have; a worker that meets another loads its reader then
READERS = ("pdf", "docx", "excel", "ofd", "plain")

# one clause for each family that loads something of its own
CLAUSES = (
    "第一条 项目名称：示例项目，实施周期为十个月，质保期为两年，试运行三个月。\n"
    "第二条 合同价款为人民币壹佰万元整（￥1000000.00元），签订后支付30%。\n"
    "第三条 项目成果的知识产权和数据归甲方所有，违反的承担赔偿责任。\n"
    "第四条 乙方应当保守秘密。验收由甲方组织。一方违约的，另一方可以解除合同。\n"
)

# a defect of the pipeline is told by the file that meets it; here it would take the server and every file with it
with contextlib.suppress(Exception):
    extract_text(CLAUSES, "contract")
    for name in READERS:
        importlib.import_module(f"extractor.readers.{name}")

# what is loaded stays: to look through it for garbage again and again, in each worker, would also copy its memory;
# what a worker reads is let go by itself
gc.collect()
spare()
