"""What a person should know of an Excel file beyond its cells, as notices."""

from extractor.document import Notice, Place
from extractor.readers.excel_package import Package
from extractor.readers.excel_scan import SheetScan
from extractor.readers.excel_values import cell_name, column_name

_NAMED = 5


def hidden_sheet(name: str) -> Notice:
    """Return the notice of a hidden sheet."""
    message = f"工作表“{name}”是隐藏的，打开文件时看不到；已读出但未计入检查，请删除或取消隐藏。"
    return Notice("hidden-text", message, Place(sheet=name))


def said_of_sheet(name: str, covered: int, scan: SheetScan | None) -> list[Notice]:
    """Return the notices of a visible sheet: what it hides, shows as something else, or could not compute.

    ``covered`` is how many texts stand under merged cells. Without ``scan`` (binary files) the rest is not known.
    """
    place = Place(sheet=name)
    told: list[Notice] = []
    if covered:
        message = f"工作表“{name}”有{covered}个单元格被合并单元格遮住，其中的文字看不到，未计入检查。"
        told.append(Notice("hidden-text", message, place))
    if scan is None:
        return told
    hidden = []
    if scan.hidden_rows:
        rows = sorted(scan.hidden_rows)
        hidden.append(f"第{_some([str(row) for row in rows])}行")
    if scan.hidden_columns:
        hidden.append(f"{_some([column_name(column) for column in sorted(scan.hidden_columns)])}列")
    if hidden:
        message = f"工作表“{name}”的{'、'.join(hidden)}是隐藏的，打开文件时看不到；其中的内容已计入检查，请核对。"
        told.append(Notice("hidden-text", message, place))
    if scan.dressed:
        message = (
            f"工作表“{name}”有{len(scan.dressed)}个数字按格式显示成百分数或带单位（{_some(scan.dressed)}），"
            "读到的是单元格中存储的数值（如显示30%，读作0.3）。"
        )
        told.append(Notice("other", message, Place(sheet=name, cell=scan.dressed[0])))
    if scan.errors:
        cells = [cell_name(*at) for at in sorted(scan.errors)]
        message = f"工作表“{name}”有{len(cells)}个公式出错（{_some(cells)}），请更正后提交。"
        told.append(Notice("other", message, Place(sheet=name, cell=cells[0])))
    return told


def said_of_file(package: Package) -> list[Notice]:
    """Return the notices of the whole package: comments, pictures, shapes, charts, embedded files."""
    told: list[Notice] = []
    comments = package.comments()
    if comments:
        told.append(Notice("comments", f"文件含有批注{comments}条，批注不作为正文检查。"))
    pictures = package.count("xl/media/")
    if pictures:
        told.append(Notice("image", f"文件含有图片{pictures}张，图片中的文字没有检查。"))
    shapes = package.shapes_with_text()
    if shapes:
        told.append(Notice("other", f"文件含有带文字的形状或文本框{shapes}个，其中的文字没有检查。"))
    charts = package.count("xl/charts/chart", ".xml")
    if charts:
        told.append(Notice("other", f"文件含有图表{charts}个，其中的文字没有检查。"))
    embedded = package.count("xl/embeddings/")
    if embedded:
        told.append(Notice("other", f"文件含有嵌入的文件{embedded}个，其中的内容没有检查。"))
    return told


def _some(words: list[str]) -> str:
    return "、".join(words[:_NAMED]) + ("等" if len(words) > _NAMED else "")
