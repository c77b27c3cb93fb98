"""The opinion on each submission (审查意见书) as a Word file, from a template that an office may replace.

A file is made for each submission as it comes, and none is held: how many there will be only the end of the run tells.
"""

from review.entries import tool
from review.layout import name_shown
from review.reporters import Checked, Ending, Files, Look
from review.reporters.docx_blocks import (
    checklist,
    counts_words,
    day_words,
    fact_words,
    hashes,
    project,
    project_name,
    signature,
    unread,
)
from review.reporters.docx_opinions import accepted, opinions
from review.reporters.docx_template import Template, opened
from review.reporters.docx_xml import inline, paragraph
from review.reporters.words import waived_words


class Docx:
    """Makes the opinion on each submission and puts it on the shelf."""

    def __init__(self, files: Files, look: Look) -> None:
        self._files = files
        self._template = opened(look.template)

    def add(self, checked: Checked) -> None:
        """Make the opinion on one submission."""
        self._files.put(checked.entry.path, opinion(checked, self._template))

    def close(self, ending: Ending) -> None:
        """Do nothing: every opinion is whole by itself."""


def opinion(checked: Checked, template: Template) -> bytes:
    """Return the opinion on one submission as a Word file; the same submission gives the same bytes."""
    entry, styles, width = checked.entry, template.styles, template.width
    own = tool()
    texts = {
        "项目名称": project_name(entry),
        "报送材料": name_shown(entry.path),
        "建设单位": fact_words(entry, "project.owner", "party.buyer"),
        "承建单位": fact_words(entry, "project.contractor", "party.supplier"),
        "金额": fact_words(entry, "contract.price", "budget.total"),
        "审查日期": day_words(entry),
        "日期依据": entry.on_reason,
        "依据": checked.chosen,
        "结论": counts_words(entry),
        "程序": f"{own.name} {own.version}",
    }
    told, waived = opinions(entry, styles), accepted(entry, styles)
    if "已认可" not in template.holes and any(map(waived_words, entry.findings)):
        # what a person has accepted is never hidden
        told += paragraph(styles["group"], ["已认可的问题"], keep=True, heading=True) + waived
    blocks = {
        "项目": project(checked, styles["table"], width),
        "意见": told,
        "已认可": waived,
        "检查表": checklist(entry.findings, styles["table"], width),
        "未读": unread(entry, styles["text"], styles["table"], width),
        "签字": signature(styles["text"], styles["sign"], width),
        "校验": hashes(checked, styles["text"], styles["table"], width),
    }
    return template.fill({**{name: inline(text) for name, text in texts.items()}, **blocks})
