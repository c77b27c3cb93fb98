"""Archives of every kind and honesty: what is read, under which path, and what is told of the rest."""

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest

from extractor.archives import ArchiveLimits, Opened, open_archive
from extractor.readers.source import Source, sniff
from tests.extractor.archive_maker import (
    LATER,
    LINK,
    LOCKED,
    PIPE,
    UTF8,
    File,
    RarFile,
    make_overlapping_zip,
    make_rar,
    make_zip,
    packed_as_literals,
)

TEXT = "第八条 质保期为两年。\n".encode()
NOISE = random.Random(7).randbytes(200_000)  # noqa: S311  bytes that do not pack


@pytest.fixture
def opened(tmp_path):
    """Return a function that opens the bytes of an archive and gives what came out, and the bytes of the members."""

    def call(data: bytes, *, wants=lambda _path: True, **limits: int) -> tuple[Opened, dict[str, bytes]]:
        file, store = tmp_path / "package", tmp_path / "store"
        store.mkdir(exist_ok=True)
        file.write_bytes(data)
        outcome = open_archive(file, store, wants, ArchiveLimits(**limits))
        assert not [left for left in store.iterdir() if len(left.name) != 64]
        return outcome, {m.path: (store / m.sha256).read_bytes() for m in outcome.members if m.sha256 is not None}

    return call


@pytest.fixture
def seven(tmp_path):
    """Return a function that makes a 7z of names and bytes."""

    def call(files: dict[str, bytes], **options) -> bytes:
        stream = io.BytesIO()
        with py7zr.SevenZipFile(stream, "w", **options) as archive:
            for name, data in files.items():
                archive.writestr(data, name)
        return stream.getvalue()

    return call


def reasons(outcome: Opened) -> dict[str, str]:
    return {m.path: m.problem.reason for m in outcome.members if m.problem is not None}


def whole(outcome: Opened) -> list[str]:
    return [problem.reason for problem in outcome.problems]


# names


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_names_without_a_flag_are_utf8_or_gb18030(opened, encoding):
    _, read = opened(make_zip(File("附件一/采购合同（终稿）.docx".encode(encoding), TEXT)))
    assert read == {"附件一/采购合同（终稿）.docx": TEXT}


def test_names_of_both_kinds_in_one_archive(opened):
    _, read = opened(make_zip(File("甲方.txt".encode("gbk"), b"1"), File("乙方.txt".encode(), b"2")))
    assert set(read) == {"甲方.txt", "乙方.txt"}


def test_a_gbk_name_that_is_utf8_by_chance_is_read_like_its_neighbours(opened):
    chance = "谋".encode("gbk") + b".txt"
    assert chance.decode("utf-8") == "ı.txt"
    _, read = opened(make_zip(File(chance, b"1"), File("合同.txt".encode("gbk"), b"2")))
    assert set(read) == {"谋.txt", "合同.txt"}


def test_a_latin_name_of_macos_stays_what_it_is(opened):
    _, read = opened(make_zip(File("résumé.txt".encode(), b"1"), File("合同.txt".encode(), b"2")))
    assert set(read) == {"résumé.txt", "合同.txt"}


def test_the_flag_for_utf8_is_believed(opened):
    _, read = opened(make_zip(File("ı.txt".encode(), b"1", flags=UTF8), File("合同.txt".encode("gbk"), b"2")))
    assert set(read) == {"ı.txt", "合同.txt"}


def _unicode_path(raw: bytes, name: str, *, lie: bool = False) -> bytes:
    field = struct.pack("<BI", 1, zlib.crc32(raw) ^ lie) + name.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


def test_a_unicode_path_field_names_the_member_unless_it_belongs_to_another_name(opened):
    files = [
        File(b"__.txt", b"1", extra=_unicode_path(b"__.txt", "合同.txt")),
        File(b"old.txt", b"2", extra=_unicode_path(b"old.txt", "别的.txt", lie=True)),
    ]
    assert set(opened(make_zip(*files))[1]) == {"合同.txt", "old.txt"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/合同.txt", "etc/合同.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\报送\\合同.txt", "报送/合同.txt"),
        ("甲/../../合同.txt", "甲/合同.txt"),
        ("..", "未命名"),
    ],
)
def test_a_name_that_leads_out_is_told_and_read_under_a_clean_path(opened, tmp_path, name, path):
    outcome, read = opened(make_zip(File(name.encode(), TEXT)))
    assert (read, outcome.escaping) == ({path: TEXT}, (name,))
    assert {entry.name for entry in tmp_path.iterdir()} == {"package", "store"}


def test_a_plain_name_with_back_slashes_or_dots_is_not_flagged(opened):
    outcome, read = opened(make_zip(File("./甲\\合同..txt".encode(), TEXT)))
    assert (set(read), outcome.escaping) == ({"甲/合同..txt"}, ())


def test_control_characters_do_not_reach_a_terminal(opened):
    assert set(opened(make_zip(File(b"a\x1b[31m\n.txt", TEXT)))[1]) == {"a_[31m_.txt"}


def test_equal_names_are_kept_apart(opened):
    outcome, read = opened(
        make_zip(File(b"a/b.txt", b"1"), File(b"a\\b.txt", b"2"), File(b"a/b (2).txt", b"3"), File(b"/a/b.txt", b"4"))
    )
    assert read == {"a/b.txt": b"1", "a/b (2).txt": b"2", "a/b (2) (2).txt": b"3", "a/b (3).txt": b"4"}
    assert len(outcome.renamed) == 3


# what a member is


def test_folders_are_no_members_and_links_are_counted(opened):
    outcome, read = opened(
        make_zip(
            File("材料/".encode()), File(b"l.txt", b"/etc/passwd", attributes=LINK), File(b"p", attributes=PIPE),
            File(b"a.txt", TEXT),
        )
    )  # fmt: skip
    assert (set(read), outcome.links) == ({"a.txt"}, 2)


def test_members_that_are_not_wanted_are_not_unpacked(opened):
    data = make_zip(File(b"big.mp4", bytes(3_000_000)), File(b"a.txt", TEXT))
    outcome, read = opened(data, wants=lambda path: not path.endswith(".mp4"), total_bytes=1_000)
    assert (outcome.unwanted, set(read), outcome.problems) == (("big.mp4",), {"a.txt"}, ())


def test_a_locked_member_is_told_and_the_others_read(opened):
    outcome, read = opened(make_zip(File("密.docx".encode(), NOISE, flags=LOCKED), File(b"a.txt", TEXT)))
    assert (reasons(outcome), set(read)) == ({"密.docx": "encrypted"}, {"a.txt"})


def test_an_unknown_method_is_told(opened):
    outcome, read = opened(make_zip(File(b"old.doc", TEXT, method=97), File(b"a.txt", TEXT)))
    assert (reasons(outcome), set(read)) == ({"old.doc": "unsupported-format"}, {"a.txt"})


def test_ten_thousand_empty_members(opened):
    outcome, read = opened(make_zip(*(File(f"{number}.txt".encode(), stored=True) for number in range(10_000))))
    assert (len(read), outcome.problems) == (10_000, ())


# limits and lies


def test_a_bomb_is_stopped_by_its_ratio_and_its_neighbours_read(opened):
    outcome, read = opened(make_zip(File(b"bomb.txt", bytes(3_000_000)), File(b"a.txt", TEXT)), free_bytes=1_000_000)
    assert (reasons(outcome), set(read)) == ({"bomb.txt": "limit"}, {"a.txt"})


def test_text_that_packs_well_is_no_bomb_below_the_free_bytes(opened):
    text = TEXT * 100_000
    assert len(zlib.compress(text)) * 200 < len(text) < ArchiveLimits().free_bytes
    assert opened(make_zip(File(b"a.txt", text)))[1] == {"a.txt": text}


def test_a_member_over_its_limit_is_told(opened):
    outcome, read = opened(make_zip(File(b"big.txt", NOISE), File(b"a.txt", TEXT)), member_bytes=100_000)
    assert (reasons(outcome), set(read)) == ({"big.txt": "limit"}, {"a.txt"})


def test_the_total_stops_the_archive_and_counts_what_is_left_out(opened):
    files = [File(f"{number}.bin".encode(), NOISE[:50_000] + bytes([number])) for number in range(6)]
    outcome, read = opened(make_zip(*files), total_bytes=210_000)
    assert (len(read), whole(outcome)) == (4, ["limit"])
    assert "2个" in outcome.problems[0].message


def test_members_beyond_the_count_are_told(opened):
    outcome, read = opened(make_zip(*(File(f"{n}.txt".encode(), TEXT) for n in range(7))), members=5)
    assert (len(read), whole(outcome)) == (5, ["limit"])
    assert "2个" in outcome.problems[0].message


def test_a_header_that_says_too_little_does_not_let_a_member_through(opened):
    outcome, read = opened(make_zip(File(b"liar.txt", bytes(3_000_000), size=10), File(b"a.txt", TEXT)))
    assert (reasons(outcome), set(read)) == ({"liar.txt": "corrupt"}, {"a.txt"})


def test_two_names_for_one_member_are_told(opened):
    outcome, read = opened(make_zip(File(b"a.txt", TEXT, local_name=b"b.txt"), File(b"c.txt", TEXT)))
    assert (reasons(outcome), set(read)) == ({"a.txt": "corrupt"}, {"c.txt"})


def test_overlapping_members_are_not_unpacked(opened):
    outcome, read = opened(make_overlapping_zip(300, bytes(100_000)))
    assert (read, whole(outcome)) == ({}, ["corrupt"])
    assert "300个" in outcome.problems[0].message


def test_a_damaged_member_costs_itself(opened):
    data = bytearray(make_zip(File(b"a.txt", NOISE), File(b"b.txt", TEXT)))
    data[5_000] ^= 0xFF
    outcome, read = opened(bytes(data))
    assert (reasons(outcome), set(read)) == ({"a.txt": "corrupt"}, {"b.txt"})


# cut off


@pytest.mark.parametrize("flags", [0, LATER])
def test_a_zip_that_was_cut_off_gives_what_stands_whole_and_tells_the_rest(opened, flags):
    files = [File(f"合同{n}.txt".encode("gbk"), TEXT * n, flags=flags) for n in (1, 2)]
    data = make_zip(*files, File(b"last.txt", NOISE, flags=flags))
    outcome, read = opened(data[:100_000])
    assert read == {"合同1.txt": TEXT, "合同2.txt": TEXT * 2}
    assert (reasons(outcome), whole(outcome)) == ({"last.txt": "corrupt"}, ["corrupt"])
    assert "2个" in outcome.problems[0].message


def test_a_zip_without_its_directory_is_read_by_its_headers(opened):
    files = (File(b"a.txt", TEXT, stored=True), File(b"x.mp4", NOISE, flags=LATER), File(b"b.txt", b"", flags=LATER))
    outcome, read = opened(make_zip(*files, directory=False), wants=lambda path: not path.endswith("mp4"))
    assert (read, outcome.unwanted, whole(outcome)) == ({"a.txt": TEXT, "b.txt": b""}, ("x.mp4",), ["corrupt"])


@pytest.mark.parametrize("flags", [0, LATER])
def test_a_salvaged_member_with_a_wrong_checksum_is_told(opened, flags):
    sums = struct.pack("<I", zlib.crc32(TEXT))
    data = make_zip(File(b"a.txt", TEXT, flags=flags), File(b"b.txt", b"1"), directory=False)
    assert data.count(sums) == 1
    outcome, read = opened(data.replace(sums, bytes(4)))
    assert (reasons(outcome), set(read)) == ({"a.txt": "corrupt"}, {"b.txt"})


def test_a_salvaged_bomb_is_stopped(opened):
    data = make_zip(File(b"bomb.txt", bytes(3_000_000), flags=LATER), directory=False)
    outcome, read = opened(data, free_bytes=1_000_000, member_bytes=2_000_000)
    assert (reasons(outcome), read) == ({"bomb.txt": "limit"}, {})


def test_every_cut_of_a_zip_and_a_7z_ends_without_an_exception(opened, seven):
    for data in (make_zip(File(b"a.txt", TEXT), File(b"b.txt", TEXT, flags=LATER)), seven({"a.txt": TEXT})):
        for end in range(8, len(data), 3):
            outcome, _ = opened(data[:end])
            assert outcome.problems or not outcome.is_archive


def test_damage_anywhere_ends_without_an_exception(opened, seven):
    chance = random.Random(11)  # noqa: S311  which bytes are damaged
    made = [
        make_zip(File(b"a.txt", TEXT), File(b"b.txt", TEXT)),
        seven({"a.txt": TEXT, "b.txt": NOISE[:3000]}),
        make_rar(RarFile("a.txt", TEXT), RarFile("b.txt", TEXT)),
    ]
    for data in made:
        for _ in range(60):
            broken = bytearray(data)
            for _ in range(3):
                broken[chance.randrange(8, len(broken))] = chance.randrange(256)
            opened(bytes(broken), member_bytes=1_000_000, total_bytes=2_000_000)


# 7z


def test_a_7z_with_chinese_names(opened, seven):
    files = {"项目材料/采购合同.txt": TEXT, "项目材料/空.txt": b"", "方案.txt": NOISE}
    outcome, read = opened(seven(files))
    assert (read, outcome.problems) == (files, ())


def test_a_7z_whose_members_are_locked(opened, seven):
    outcome, read = opened(seven({"合同.txt": TEXT}, password="secret"))  # noqa: S106
    assert (reasons(outcome), read) == ({"合同.txt": "encrypted"}, {})


def test_a_7z_whose_names_are_locked_too(opened, seven):
    outcome, _ = opened(seven({"合同.txt": TEXT}, password="secret", header_encryption=True))  # noqa: S106
    assert (whole(outcome), outcome.members) == (["encrypted"], ())


def test_a_7z_bomb_is_seen_before_it_is_unpacked(opened, seven):
    outcome, read = opened(seven({"a.txt": bytes(4_000_000), "b.txt": TEXT}), free_bytes=1_000_000)
    assert (whole(outcome), read) == (["limit"], {})


def test_the_limits_hold_for_7z(opened, seven):
    files = {f"{n}.bin": NOISE[: 40_000 + n] for n in range(5)} | {"big.bin": NOISE}
    outcome, read = opened(seven(files), member_bytes=100_000, total_bytes=130_000)
    assert (len(read), reasons(outcome), whole(outcome)) == (3, {"big.bin": "limit"}, ["limit"])


def test_a_name_that_leads_out_of_a_7z_is_read_under_a_clean_path(opened):
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as archive:
        archive.set_encoded_header_mode(False)  # so that the names stand there to be changed
        archive.writestr(TEXT, "aa/bb/x.txt")
        archive.writestr(TEXT, "aa/bb/y.txt")
    data = _renamed(stream.getvalue(), "aa/bb/x.txt", "../../x.txt")
    outcome, read = opened(data)
    assert (read, outcome.escaping) == ({"x.txt": TEXT, "aa/bb/y.txt": TEXT}, ("../../x.txt",))


def _renamed(data: bytes, old: str, new: str) -> bytes:
    """Return a 7z with a name in its header replaced and the checksums made right again."""
    made = data.replace(old.encode("utf-16-le"), new.encode("utf-16-le"))
    assert made != data
    offset, size = struct.unpack_from("<QQ", made, 12)
    tail = struct.pack("<QQI", offset, size, zlib.crc32(made[32 + offset : 32 + offset + size]))
    return made[:8] + struct.pack("<I", zlib.crc32(tail)) + tail + made[32:]


def test_a_wrong_checksum_in_a_7z_costs_one_member(opened):
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w", filters=[{"id": py7zr.FILTER_COPY}]) as archive:
        for name in ("a.txt", "b.txt", "c.txt"):
            archive.writestr(name.encode() * 500, name)
    data = bytearray(stream.getvalue())
    data[32 + 500 * 5 + 100] ^= 0xFF
    outcome, read = opened(bytes(data))
    assert (reasons(outcome), set(read)) == ({"b.txt": "corrupt"}, {"a.txt", "c.txt"})


def test_a_broken_block_of_a_7z_costs_what_stands_behind_the_break(opened, seven):
    files = {f"{n}.bin": NOISE[n * 20_000 : (n + 1) * 20_000] for n in range(5)}
    data = bytearray(seven(files))
    data[32 + 50_000 : 32 + 50_400] = bytes(400)
    outcome, read = opened(bytes(data))
    assert {"0.bin", "1.bin"} <= set(read) < set(files)
    assert set(reasons(outcome)) == set(files) - set(read)


def test_links_in_a_7z_are_counted(opened, tmp_path):
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "l.txt").symlink_to("a.txt")
    with py7zr.SevenZipFile(tmp_path / "x.7z", "w") as archive:
        archive.write(tmp_path / "a.txt", "a.txt")
        archive.write(tmp_path / "l.txt", "l.txt")
    data = (tmp_path / "x.7z").read_bytes()
    outcome, read = opened(data)
    assert (set(read), outcome.links) == ({"a.txt"}, 1)


# rar


def test_stored_members_of_a_rar_need_no_program(opened, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    outcome, read = opened(make_rar(RarFile("材料/合同.txt", TEXT), RarFile("链接.txt", b"", link_to="/etc/passwd")))
    assert (read, outcome.links, outcome.problems) == ({"材料/合同.txt": TEXT}, 1, ())


def test_a_packed_rar_without_the_program_says_what_to_install(opened, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("rarfile.CURRENT_SETUP", None)
    outcome, read = opened(make_rar(RarFile("合同.txt", TEXT, packed_as_literals(TEXT)), RarFile("a.txt", TEXT)))
    assert (reasons(outcome), set(read)) == ({"合同.txt": "needs-tool"}, {"a.txt"})
    assert "unar" in outcome.members[0].problem.message


@pytest.mark.system
def test_a_packed_rar_is_read_with_unar(opened, monkeypatch):
    monkeypatch.setattr("rarfile.CURRENT_SETUP", None)
    files = (
        RarFile("材料/合同.txt", TEXT, packed_as_literals(TEXT)),
        RarFile("a [1].txt", b"1", packed_as_literals(b"1")),
    )
    outcome, read = opened(make_rar(*files))
    assert (read, outcome.problems) == ({"材料/合同.txt": TEXT, "a [1].txt": b"1"}, ())


@pytest.mark.system
def test_damage_in_a_packed_rar_is_told(opened, monkeypatch):
    monkeypatch.setattr("rarfile.CURRENT_SETUP", None)
    outcome, read = opened(make_rar(RarFile("合同.txt", TEXT, packed_as_literals(TEXT[::-1])), RarFile("a.txt", TEXT)))
    assert (reasons(outcome), set(read)) == ({"合同.txt": "corrupt"}, {"a.txt"})


def test_a_rar_whose_names_are_locked(opened):
    assert whole(opened(make_rar(locked=True))[0]) == ["encrypted"]


def test_a_member_that_runs_over_volumes_is_told(opened):
    outcome, read = opened(make_rar(RarFile("a.txt", TEXT), RarFile("b.txt", TEXT, split=True)))
    assert (set(read), whole(outcome)) == ({"a.txt"}, ["unsupported-format"])


# what is no archive, or none that is opened


@pytest.mark.parametrize("head", [b"\x1f\x8b\x08\x00", b"\xfd7zXZ\x00", bytes(257) + b"ustar\x0000"])
def test_other_archives_are_told_as_not_supported(opened, head):
    outcome, _ = opened(head + bytes(600))
    assert whole(outcome) == ["unsupported-format"]
    assert sniff(Source("x", head + bytes(600))).problem == "unsupported-format"


def test_a_word_file_called_zip_is_no_archive(opened):
    data = make_zip(File(b"[Content_Types].xml", b"<Types/>"), File(b"word/document.xml", b"<w/>"))
    assert not opened(data)[0].is_archive


def test_a_zip_with_a_folder_called_word_is_an_archive(opened):
    assert set(opened(make_zip(File("word/合同.docx".encode(), TEXT)))[1]) == {"word/合同.docx"}


def test_a_zip_that_starts_with_an_unpacked_pdf_is_an_archive():
    data = make_zip(File(b"a.pdf", b"%PDF-1.7 ...", stored=True))
    assert sniff(Source("x.zip", data)).format == "archive"


def test_what_the_standard_library_writes_comes_back(opened, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("合同.txt", TEXT)
    assert opened(Path(tmp_path / "x.zip").read_bytes())[1] == {"合同.txt": TEXT}
