"""Tables that set what was agreed beside what is agreed now: 条款 | 变更前 | 变更后. Only the latter is a statement."""

import re

from extractor.document import Table

_BEFORE = re.compile(
    r"(?:变更|调整|修改|修订|补充|更正)(?:之|以)?前(?:的?(?:内容|条款|约定|金额))?|原(?:合同|协议|有|定)?(?:约定|条款|内容|规定|金额|文)?"
)
_AFTER = re.compile(
    r"(?:变更|调整|修改|修订|补充|更正)(?:之|以)?后(?:的?(?:内容|条款|约定|金额))?|(?:现|新|本次)(?:约定|条款|内容|规定|变更|合同|金额|文)?"
)


def replaced_columns(table: Table) -> frozenset[int]:
    """Return the columns of a table, from 1, that hold what was before a change; none where no column holds the after.

    The heads stand in the first row.
    """
    heads = {
        cell.column: re.sub(r"[\s:：]|[(（][^()（）]*[)）]", "", cell.text) for cell in table.cells if cell.row == 1
    }
    if not any(_AFTER.fullmatch(text) for text in heads.values()):
        return frozenset()
    return frozenset(column for column, text in heads.items() if _BEFORE.fullmatch(text))
