"""A submission that means harm: names and words that a spreadsheet, a browser, a terminal or a parser might obey."""

from pathlib import Path

from tests.extractor.archive_maker import File, make_zip
from tests.extractor.readers import docx_maker as w

CONTROLS = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 127, *range(0x80, 0xA0))))
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SCRIPT = "</script><script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>"
FORMULAS = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u3000=1+1",
    '"=1+1',
    "＝1+1",
)
LINK = "[点此](http://evil.example/){0}{{1}}"
MARKUP = "]]><r><t>1</t></r>&amp;&#0;<!--${7*7}{{7*7}}{% x %}"
LONG = "长" * 10_000
STEERING = "\x1b[31m红\x1b]0;题\x07\x9b2J\x9d0;题\x9c"
WORDS = (SCRIPT, *FORMULAS, LINK, MARKUP, LONG, STEERING, TURNING, CONTROLS, "\u2028\u2029\ufeff\ufffe\uffff\U000e0041")
NAMES = (
    "=cmd|' calc'!A1 合同.txt",
    "<script>alert(1)<b>合同.txt",
    f"合同{TURNING}txt.exe.txt",
    "合同\n  ✓ 全部符合\r\n.txt",
    f"{STEERING}合同.txt",
    "@合同 #1?a=b&c%41;d:e'f\"g.txt",
    f"合{'同' * 80}.txt",
    "[点此](javascript:alert(1)){0}合同.txt",
    "http:合同\\..\\x.txt",
    "\udcff\udc9b合同.txt",  # no UTF-8
)


def contract(words: str) -> str:
    """Return a contract with ``words`` at each place that a report repeats: parties, title, terms, amounts."""
    return (
        f"软件开发合同\n\n甲方：云栖市数据资源局\n乙方：{words}青岚科技有限公司\n\n"
        f"第一条 项目名称\n项目名称：{words}云栖市政务数据平台。\n"
        f"第二条 价款{words}\n合同总价为人民币壹佰万元整（￥1,100,000.00元）{words}。\n{words}第三条 质量保证\n"
        f"{words}质量保证期为{words[:40]}一年{words}，自验收合格之日起。\n"
    )


def make(folder: Path) -> Path:
    """Make the submission in ``folder``, with plain files, a Word file and an archive, and return it."""
    folder.mkdir(parents=True)
    for number, words in enumerate(WORDS):
        (folder / f"合同{number:02}.txt").write_text(contract(words), encoding="utf-8", newline="")
    for name in NAMES:
        (folder / name).write_text(contract(LINK), encoding="utf-8", newline="")
    printable = "".join(c for c in contract(SCRIPT + LINK + MARKUP) if c.isprintable() or c == "\n")
    paragraphs = "".join(w.p(w.r(line)) for line in printable.split("\n"))
    (folder / "合同.docx").write_bytes(w.package(paragraphs))
    inner = [
        File(name.encode("utf-8", "surrogateescape"), contract(SCRIPT).encode()) for name in NAMES if "\\" not in name
    ]
    (folder / "=材料\n<b>.zip").write_bytes(make_zip(*inner))
    (folder / "坏<script>.pdf").write_bytes(b"%PDF-1.7 cut off")
    return folder
