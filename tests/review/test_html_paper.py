"""The HTML report on paper: what a browser prints of it."""

import shutil

import pypdfium2
import pytest

from tests.review.browser import chromium

pytestmark = pytest.mark.system


def test_the_head_of_the_overview_is_repeated_with_its_words(shenyue, contract, tmp_path):
    for number in range(60):
        shutil.copytree(contract, tmp_path / "收件" / f"{number:02}")
    assert shenyue("check", tmp_path / "收件", "--fail-on", "never", "-o", tmp_path / "r.html").code == 0
    with chromium(tmp_path / "browser") as page:
        page.open((tmp_path / "r.html").as_uri())
        page.paper(tmp_path / "r.pdf")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "r.pdf")]
    with_rows = [text for text in pages if "/收件/" in text.replace("\r\n", "")]
    assert len(with_rows) > 1
    for text in with_rows:
        assert {"报送材料", "不符合", "需人工判断", "未能判断"} <= set(text.split())
