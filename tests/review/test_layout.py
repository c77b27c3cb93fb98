"""Widths, folding and harmless characters of what a terminal gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.layout import NO_LINE_START, Paper, cut, fold, one_line, shown, width


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("质保期", 6), ("１２", 4), ("é", 1), ("e\u0301", 1), ("", 0)])
def test_width_counts_terminal_cells(text, cells):
    assert width(text) == cells


@given(st.text(alphabet="质保期不少于两年，。（）abc 123", max_size=80), st.integers(min_value=12, max_value=60))
def test_folding_keeps_the_text_and_the_margin(text, cells):
    lines = fold(text, cells)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= cells for line in lines)


def test_no_line_starts_with_closing_punctuation():
    lines = fold("质保期为一年，低于两年的下限。请写明不少于两年，自验收合格之日起计算。", 20)
    assert not any(line[0] in NO_LINE_START for line in lines)


@pytest.mark.parametrize("evil", ["\x1b[31m红", "\x1b]0;标题\x07", "\u202e倒", "\u200b", "\r", "\x9b2J", "\udcff"])
def test_nothing_in_a_document_steers_the_terminal(evil):
    assert shown(evil).isprintable()
    assert one_line(f"合同{evil}").isprintable()


def test_markup_of_a_document_stays_text():
    paper = Paper(80, colour=True)
    paper.line("[bold red]合同[/] <b>")
    assert "[bold red]合同[/] <b>" in paper.text()


def test_colour_only_where_there_is_colour():
    plain, coloured = Paper(80), Paper(80, colour=True)
    for paper in (plain, coloured):
        paper.line("不符合", "red")
    assert "\x1b" not in plain.text()
    assert "\x1b[31m" in coloured.text()


def test_no_color_is_honoured(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Paper.of_stdout().colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Paper.of_stdout().colour


def test_cut_marks_what_it_left_out():
    assert cut("质量保证", 8) == "质量保证"
    assert width(cut("质量保证期限", 8)) <= 8
    assert cut("质量保证期限", 8).endswith("…")
