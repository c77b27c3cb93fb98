"""Make a folder of submissions to screen: ``python -m benchmarks.folder FOLDER --files 10000 --seed 1``.

Contracts, plans, forms, estimates, minutes and acceptance papers of made-up projects as Word, PDF, Excel, plain text
and OFD, fifty files a submission. Each file of a pool is printed once; its copies tell of other projects, so no two
files are equal. One file in twenty is damaged. The same seed gives the same bytes.
"""

import argparse
import io
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pypdfium2
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from benchmarks.papers import cases, to_reportlab, to_word
from benchmarks.papers.copies import Base, PdfBase, TextBase, ZipBase, ofd
from benchmarks.papers.words import Writer
from extractor.values.capitals import to_capitals

PER_SUBMISSION = 50
DAMAGED = 0.05
TEXTS = 6  # papers of each kind that are really written
OFD_LINES = 30  # a page
SHEETS = ("投资估算明细", "分项报价表")
# one submission's files by ending; the first of each kind are what a submission needs
ROSTER: tuple[tuple[str, str], ...] = (
    ("contract", "docx"), ("plan", "docx"), ("feasibility", "pdf"), ("form", "docx"), ("estimate", "pdf"),
    ("estimate", "xlsx"), ("procurement", "pdf"), ("award", "pdf"), ("acceptance", "docx"), ("trial", "pdf"),
    ("minutes", "txt"), ("contract", "pdf"), ("plan", "pdf"), ("acceptance", "ofd"), ("minutes", "docx"),
    ("feasibility", "docx"), ("procurement", "docx"), ("trial", "docx"), ("award", "docx"), ("minutes", "pdf"),
    ("acceptance", "pdf"), ("estimate", "docx"), ("form", "pdf"), ("minutes", "ofd"), ("trial", "txt"),
)  # fmt: skip
DAMAGES = ("truncated", "empty", "wrong-ending", "encrypted", "garbage")
CITIES = ("云溪市", "青屿市", "澜山市", "禾川市", "望桥市", "松泽市", "白澜市", "岚口市", "沙湾市", "泉浦市")
FIELDS = ("协同办公", "城市运行", "数据共享", "综合执法", "应急指挥", "公共信用", "档案管理", "智慧水务", "政务服务",
          "医保结算", "基层治理", "交通疏导", "教育资源", "养老服务", "能耗监测", "视频汇聚", "不动产登", "电子证照",
          "网格管理", "环保监管")  # fmt: skip
FIRMS = ("北岸", "远汀", "澄湖", "云栈", "青禾", "长庚", "石渡", "南浦")
HAN_YEARS = ("一", "两", "三", "两", "三")
HAN_MONTHS = ("六", "八", "十", "十二", "十八", "四十")
RULEBOOKS = ("qufu", "wuhan", "jiangsu138", "")


class Made(msgspec.Struct, frozen=True):
    """What a folder holds: files by ending and by damage, pages as printed (of the ``paged`` files)."""

    seed: int
    files: int
    submissions: int
    bytes: int
    pages: int
    paged: int
    endings: dict[str, int]
    damaged: dict[str, int]


def made(folder: Path, files: int, seed: int = 1, *, per_submission: int = PER_SUBMISSION) -> Made:
    """Write ``files`` files into ``folder``, which must not hold any, and say what it holds."""
    pool = dict(_pool())
    draw = random.Random(seed)  # noqa: S311  nothing here is secret
    endings: Counter[str] = Counter()
    damaged: Counter[str] = Counter()
    size = pages = paged = 0
    submissions = -(-files // per_submission)
    for number in range(submissions):
        words = _words(draw, number)
        place = folder / f"{number // 100:02}" / f"{number:05}{words[cases.PROJECT]}"
        place.mkdir(parents=True)
        book = RULEBOOKS[number % len(RULEBOOKS)]
        profile = f"jurisdiction: {book}\n" if book else ""
        (place / "submission.yaml").write_text(f"{profile}classified: false\n", encoding="utf-8")
        for at in range(min(per_submission, files - number * per_submission)):
            kind, ending = ROSTER[at % len(ROSTER)]
            base, count = pool[ending, kind, draw.randrange(TEXTS)]
            serial = f"YX-{draw.randrange(2030, 2040)}-{number:05}{at:02}"
            data = base.copy({**words, cases.NUMBER: serial})
            damage = draw.choice(DAMAGES) if draw.random() < DAMAGED else ""
            name = f"{at:02}{_NAMES[kind]}.{ending}"
            if damage:
                name, data = _damaged(damage, name, data, draw, pool["pdf", "encrypted", 0][0], serial)
                damaged[damage] += 1
            elif count:
                pages, paged = pages + count, paged + 1
            (place / name).write_bytes(data)
            endings[name.rpartition(".")[2]] += 1
            size += len(data)
    return Made(
        seed, files, submissions, size, pages, paged, dict(sorted(endings.items())), dict(sorted(damaged.items()))
    )


_NAMES = {
    "contract": "采购合同", "plan": "建设方案", "feasibility": "可行性研究报告", "procurement": "采购文件",
    "award": "成交通知书", "minutes": "会议纪要", "acceptance": "验收报告", "trial": "试运行报告", "form": "申报表",
    "estimate": "投资概算",
}  # fmt: skip


def _words(draw: random.Random, number: int) -> dict[str, str]:
    """Return what tells the project of a submission; its values differ from one to the next."""
    city, field = CITIES[number % len(CITIES)], FIELDS[number // len(CITIES) % len(FIELDS)]
    price = draw.randrange(60, 900) * 10_000
    return {
        cases.PROJECT: f"{city}{field}平台",
        cases.OWNER: f"{city}数据事务中心",
        cases.SUPPLIER: f"{draw.choice(FIRMS)}数智工程有限公司",
        cases.PRICE: f"￥{price}.00元",
        cases.CAPITALS: to_capitals(Decimal(price)),
        cases.WARRANTY: f"质保期为{draw.choice(HAN_YEARS)}年",
        cases.PERIOD: f"建设周期为{draw.choice(HAN_MONTHS)}个月",
        cases.SIGNED: f"2025年{draw.randrange(1, 13)}月{draw.randrange(1, 29)}日",
    }


def _damaged(damage: str, name: str, data: bytes, draw: random.Random, locked: Base, serial: str) -> tuple[str, bytes]:
    stem = name.rpartition(".")[0]
    if damage == "truncated":
        return name, data[: len(data) * draw.randrange(20, 80) // 100]
    if damage == "empty":
        return name, b""
    if damage == "wrong-ending":
        return f"{stem}.{draw.choice(('pdf', 'docx', 'xls'))}", data
    if damage == "encrypted":
        return f"{stem}.pdf", locked.copy({}) + f"% {serial}\n".encode()
    return f"{stem}.{draw.choice(('pdf', 'docx'))}", draw.randbytes(draw.randrange(500, 60_000))


def _pool() -> Iterator[tuple[tuple[str, str, int], tuple[Base, int]]]:
    """Yield what copies are made from: by ending, kind and number of the text, with its pages."""
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "base"
        for kind, number in ((kind, number) for kind in cases.KINDS for number in range(TEXTS)):
            paper = cases.paper(kind, number)
            to_reportlab.write(paper, file)
            with pypdfium2.PdfDocument(file) as document:
                pages = len(document)
            yield ("pdf", kind, number), (PdfBase.of(file.read_bytes()), pages)
            to_word.write(paper, file)
            yield ("docx", kind, number), (ZipBase.of(file.read_bytes()), pages)
            lines = [line[at : at + 38] for line in cases.lines(paper) for at in range(0, len(line), 38)]
            sheets = [lines[at : at + OFD_LINES] for at in range(0, len(lines), OFD_LINES)]
            yield ("ofd", kind, number), (ZipBase.of(ofd(sheets)), len(sheets))
            text = "\n".join(cases.lines(paper))
            yield ("txt", kind, number), (TextBase(text, "gb18030" if number % 2 else "utf-8"), 0)
            yield ("xlsx", kind, number), (ZipBase.of(_sheet(kind, number)), 0)
        yield ("pdf", "encrypted", 0), (_Whole(_locked(file)), 0)


class _Whole(TextBase):
    """Bytes that no word can be replaced in."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data.decode("latin-1"), "latin-1")


def _locked(file: Path) -> bytes:
    canvas = Canvas(str(file), invariant=1, encrypt=StandardEncryption("k7-river", canPrint=0))
    canvas.drawString(100, 700, "locked")
    canvas.save()
    return file.read_bytes()


def _sheet(kind: str, number: int) -> bytes:
    """Return an Excel file: two sheets of goods with their sums."""
    writer = Writer(hash_of(kind) + number)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in SHEETS:
        sheet = book.create_sheet(title)
        sheet.append([f"{cases.PROJECT}{title}"])
        sheet.append([f"建设单位：{cases.OWNER}", "", f"编号：{cases.NUMBER}", "", "单位：元"])
        sheet.append(["序号", "名称", "数量", "单价", "金额"])
        total = 0
        for serial, name, count, price in cases.goods(writer, 25):
            total += count * int(price)
            sheet.append([serial, name, count, int(price), count * int(price)])
        sheet.append(["合计", "", "", "", total])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hash_of(word: str) -> int:
    """Return a small number that a word always has."""
    return sum(ord(char) for char in word)


def main() -> None:
    """Make the folder and print what it holds."""
    parser = argparse.ArgumentParser(description="生成用于测速的报送材料文件夹")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(msgspec.json.format(msgspec.json.encode(made(options.folder, options.files, options.seed))).decode())


if __name__ == "__main__":
    main()
