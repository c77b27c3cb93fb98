"""Archives that swell, nest, overlap, or reach out of where they are opened; and files with odd names."""

import io
import os
from collections.abc import Iterator

import py7zr

from tests.extractor.archive_maker import File, RarFile, make_overlapping_zip, make_rar, make_zip
from tests.hostile.made import ANY, LOST, READ, SHORT, TEXT, Hostile, plain, swollen, zip_of

ONE = plain("合同.txt", TEXT)


def packed() -> Iterator[Hostile]:
    """Yield every hostile archive."""
    bomb = swollen("大.txt", b"", b"a" * 1_000_000, 3000, b"")
    yield Hostile.of("zip-bomb.zip", zip_of([ONE, bomb]), ANY, "limit", entries=None)
    yield Hostile.of(
        "zip-overlapping.zip", make_overlapping_zip(3000, TEXT.encode() * 1000), SHORT, "corrupt", entries=None
    )
    inner = zip_of([ONE])
    for _ in range(12):
        inner = zip_of([plain("内.zip", inner)])
    yield Hostile.of("zip-nested-12.zip", inner, LOST, "limit", entries=None)
    wide = zip_of([plain(f"{at}.zip", zip_of([plain(f"{at}.txt", f"{TEXT}{at}")])) for at in range(12)])
    yield Hostile.of("zip-of-zips.zip", wide, READ, entries=12)
    away = ("../../../tmp/甲.txt", "/etc/乙.txt", "..\\..\\丙.txt", "C:\\丁.txt", "a/../../戊.txt", "己\x00.txt")
    yield Hostile.of(
        "zip-traversal.zip", zip_of([plain(name, f"{TEXT}{at}") for at, name in enumerate(away)]), READ, entries=6
    )
    many = zip_of([plain(f"{at}.txt", "说明") for at in range(21_000)])
    yield Hostile.of("zip-21000-members.zip", many, ANY, "limit", entries=None)
    link = File("链接.txt".encode(), b"/etc/passwd", attributes=0o120777 << 16)
    yield Hostile.of("zip-link.zip", make_zip(link, File("合同.txt".encode(), TEXT.encode())), READ, entries=1)
    lying = make_zip(File("合同.txt".encode(), TEXT.encode() * 500, size=10))
    yield Hostile.of("zip-size-lies.zip", lying, SHORT, "corrupt", "limit", entries=None)
    locked = make_zip(File("合同.txt".encode(), TEXT.encode(), flags=1))
    yield Hostile.of("zip-locked.zip", locked, LOST, "encrypted", entries=1)
    whole = zip_of([plain(f"{at}.txt", f"{TEXT}{at}" * 99) for at in range(9)])
    yield Hostile.of("zip-cut.zip", whole[: len(whole) // 2], ANY, "corrupt", entries=None)
    yield Hostile.of("zip-empty.zip", b"PK\x05\x06" + bytes(18), LOST, "empty", entries=1)
    yield Hostile.of("zip-noise.zip", b"PK\x03\x04" + bytes(range(256)) * 20, LOST, "corrupt", "empty", entries=1)
    yield Hostile.of("7z-bomb.7z", _seven(bytes(300_000_000)), SHORT, "limit", entries=None)
    seven = _seven(TEXT.encode() * 999)
    yield Hostile.of("7z-cut.7z", seven[: len(seven) // 2], LOST, "corrupt", entries=1)
    yield Hostile.of("7z-locked.7z", _seven(TEXT.encode(), "a"), LOST, "encrypted", entries=1)
    yield Hostile.of("rar-locked.rar", make_rar(locked=True), LOST, "encrypted", "needs-tool", entries=1)
    rar = make_rar(RarFile("合同.txt", TEXT.encode()))
    yield Hostile.of("rar-cut.rar", rar[:-20], LOST, "corrupt", "needs-tool", "encrypted", "empty", entries=None)
    yield Hostile.of("tar.tar.gz", b"\x1f\x8b\x08" + bytes(99), LOST, "unsupported-format", entries=1)


def _seven(data: bytes, password: str | None = None) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        archive.writestr(data, "合同.txt")
    return out.getvalue()


def names() -> Iterator[Hostile]:
    """Yield honest files under names that hurt."""
    said = TEXT.encode()
    odd = (
        "换\n行.txt",
        "响\x07铃\x1b[2J.txt",
        "倒\u202etxt.exe.txt",
        "空 \u200b\ufeff格.txt",
        "'引\"号`$(id).txt",
        "-dash.txt",
    )
    for number, name in enumerate((*odd, "[red]色[red].txt", "%s{}{0}.txt", "C:\\路径.txt")):
        yield Hostile.of(name, said + str(number).encode(), READ)
    longest = "长" * 83 + "ab.txt"
    yield Hostile.of(longest, said + b" long", READ)
    yield Hostile.of(b"\xff\xfe\xb0\xa1.txt", said + b" raw", READ)
    yield Hostile.of(os.fsencode("半") + b"\xe5\x90.docx", b"PK\x03\x04", LOST, "corrupt")
