"""How a fact was read, in words: what ``facts --explain`` says of the name of a pattern."""

_WORDS = {
    "label_before_figure": "名称在前、数值在后",
    "figure_before_label": "数值在前、名称在后",
    "listed_before_label": "几项并列，名称在最后",
    "either_before_label": "两个期限择一，名称在最后",
    "listed_item": "并列的各项",
    "later_of_two": "两个期限，以其一为准",
    "unit_in_label": "名称里写明单位，后面只有数字",
    "changed_to": "变更后的数值",
    "table_key": "表格左格为名称、右格为值",
    "table_head": "表头为名称、下方为值",
    "value_after_label": "名称之后的值",
    "label_line_above": "上一行为名称",
    "label_lines_above": "上面几行为名称",
    "list_under_label": "名称之下逐项列出",
    "interval_over_cells": "起止日期分在两格",
    "label_alone": "只有名称，值未填",
    "label_blank": "名称之后留空",
    "label_referred": "名称之后指向其他文件",
    "label_unstated": "名称之后留待约定",
    "open_label_under_heading": "标题之下的时间或期限",
    "delivery_verb": "以交付、完成一类动词表述",
    "delivery_verb_as_label": "以交付、上线一类动词作名称",
    "free_and_maintenance_apart": "一句里分别写明维护和免费",
    "label_in_text": "句中名称及其金额",
    "amount_before_label": "金额在前、名称在后",
    "amount_below_label": "名称的下一行为金额",
    "amount_by_lot": "按标段分别写明金额",
    "label_cell": "表格左格为名称、右格为金额",
    "column_head": "表头为名称、下方为金额",
    "head_and_row_in_one_line": "表头和数据连成一行",
    "sum_row": "表格的合计行",
    "table_line": "费用表的一行",
    "pay_share": "支付一类动词及比例",
    "instalment_share": "款项名称及比例",
    "ratio_list": "付款比例的列举",
    "share_in_list": "列举的比例",
    "share_paid_after": "比例在前、支付在后",
    "share_in_table": "付款表里的比例",
    "proportion": "按几比几支付",
    "whole_price": "一次付清",
    "ratio_blank": "付款比例留空",
    "ratio_referred": "付款比例见其他文件",
    "labelled_date": "名称之后的日期",
    "signed_on": "于某日签订",
    "date_in_signature_block": "签字处的日期",
    "date_cell": "表格里的日期",
    "date_at_the_foot": "文末的日期",
    "blank": "留空待填",
}


def pattern_words(pattern: str) -> str:
    """Return the words for the name of a pattern, the name itself where there are none.

    >>> pattern_words("budget.total:label_in_text")
    '句中名称及其金额（label_in_text）'
    """
    name = pattern.rpartition(":")[2]
    words = _WORDS.get(name)
    return f"{words}（{name}）" if words else name
