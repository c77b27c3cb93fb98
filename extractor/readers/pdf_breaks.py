"""Where a line of Chinese text may break, and so how much of the next line would have had to fit on it."""

import re

WORD = re.compile(r"[!-~\u00a1-\u024f\u2070-\u209f]+")
NO_LINE_START = "，。、；：！？）》”’」』】〉％‰℃,.;:!?)%"
QUOTES = "“”‘’"  # many programs break neither before nor after them
NO_LINE_END = "（《“‘「『【〈("
LETTER = 0.6  # em: the width of a letter or figure
LONGEST = 40  # letters; a longer word is broken anywhere


def beginning(text: str, letter: float = LETTER) -> float:
    """Return the width in em of what cannot be parted at the beginning of a line: a word, a character and its signs.

    LibreOffice does not part a sign and the word of letters after it either.

    >>> beginning("数据"), beginning("据，"), beginning("现“一网”"), beginning("99%。"), beginning("据，API上")
    (1.0, 2.0, 3.0, 2.8, 3.8)
    """
    word = WORD.match(text)
    if word is not None:
        at, width = word.end(), letter * min(word.end(), LONGEST)
    else:
        at, width = 1, 1.0
        while at < len(text) and text[at - 1] in NO_LINE_END:
            at, width = at + 1, width + 1
    while at < len(text) and at < LONGEST:
        if text[at] in QUOTES:
            width += 1 if at + 1 == len(text) or text[at + 1] in NO_LINE_START else 2
            at += 2
        elif text[at] in NO_LINE_START:
            at, width = at + 1, width + 1
            word = WORD.match(text, at)
            if word is not None:
                at, width = word.end(), width + letter * min(len(word.group()), LONGEST)
        else:
            break
    return round(width, 2)
