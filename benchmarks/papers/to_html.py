"""A paper as a web page set for printing, for Chromium: running header and footer, a slanted watermark if wanted."""

from html import escape
from pathlib import Path

from benchmarks.papers.model import Grid, GridCell, Heading, Item, Paper

STYLE = """
@page {{ size: A4; margin: 2.5cm 2.5cm; @top-center {{ content: "{header}"; font: 9pt "Noto Serif CJK SC"; }}
  @bottom-center {{ content: {footer}; font: 9pt "Noto Serif CJK SC"; }} }}
body {{ font: 12pt/1.6 "Noto Serif CJK SC", serif; margin: 0; }}
h1, h2, h3, h4 {{ font-family: "Noto Sans CJK SC", sans-serif; margin: 8pt 0 4pt; break-after: avoid; }}
h1 {{ font-size: 16pt; text-align: center; }} h2 {{ font-size: 14pt; }} h3, h4 {{ font-size: 12pt; }}
p {{ margin: 0; text-indent: 2em; text-align: justify; }}
.title {{ font-size: 26pt; font-weight: bold; text-align: center; text-indent: 0; padding-top: 200pt; }}
.contents {{ break-before: page; break-after: page; }} .contents h6 {{ font-size: 16pt; text-align: center; }}
.entry {{ display: flex; text-indent: 0; }} .entry i {{ flex: 1; border-bottom: 1px dotted #333; margin: 0 4pt 5pt; }}
.caption {{ text-align: center; font-weight: bold; font-size: 10.5pt; text-indent: 0; break-after: avoid; }}
.unit {{ text-align: right; font-size: 10.5pt; break-after: avoid; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 10pt; line-height: 1.35; }}
td, th {{ border: 0.75pt solid #000; padding: 2pt 4pt; overflow-wrap: anywhere; }} th {{ background: #e8e8e8; }}
.mark {{ position: fixed; top: 45%; left: 10%; font-size: 54pt; color: rgba(160, 160, 160, 0.4); white-space: nowrap;
  transform: rotate(-45deg); z-index: -1; }}
"""


def write(paper: Paper, path: Path) -> None:
    """Write the page as UTF-8."""
    counters = {"{page}": '" counter(page) "', "{pages}": '" counter(pages) "'}
    footer = f'"{paper.footer}"'
    for name, counter in counters.items():
        footer = footer.replace(name, counter)
    parts = [
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(paper.title)}</title><style>',
        STYLE.format(header=paper.header, footer=footer),
        f'</style><body><p class="title">{escape(paper.title)}</p>',
    ]
    if paper.watermark:
        parts.append(f'<div class="mark">{escape(paper.watermark)}</div>')
    parts.append('<div class="contents"><h6>目　录</h6>')
    entries = [item for item in paper.items if isinstance(item, Heading) and item.level <= 2]
    for at, entry in enumerate(entries):
        parts.append(
            f'<p class="entry"><span>{entry.number} {escape(entry.title)}</span><i></i><span>{at + 1}</span></p>'
        )
    parts.append("</div>")
    parts += map(_item, paper.items)
    parts.append("</body></html>")
    path.write_text("\n".join(parts), encoding="utf-8")


def _item(item: Item) -> str:
    if isinstance(item, Heading):
        return f"<h{item.level}>{item.number} {escape(item.title)}</h{item.level}>"
    if isinstance(item, Grid):
        return _grid(item)
    kind = f' class="{item.role}"' if item.role in ("caption", "unit") else ""
    return f"<p{kind}>{item.number}{' ' if item.number else ''}{escape(item.text)}</p>"


def _grid(grid: Grid) -> str:
    def row(number: int, name: str) -> str:
        return "<tr>" + "".join(_cell(cell, name) for cell in grid.cells if cell.row == number) + "</tr>"

    columns = "".join(f'<col style="width:{width * 100:.1f}%">' for width in grid.widths)
    head = "".join(row(number, "th") for number in range(grid.heads))
    body = "".join(row(number, "td") for number in range(grid.heads, grid.rows))
    return f"<table><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


def _cell(cell: GridCell, name: str) -> str:
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    across = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return f"<{name}{down}{across}>{escape(cell.text)}</{name}>"
