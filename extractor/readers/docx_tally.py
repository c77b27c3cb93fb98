"""What the Word reader counts while it walks, and tells afterwards as notices and unread parts."""

from extractor.document import Notice, Place, Unread, UnreadReason

_NAMED_PLACES = 5  # how many places a notice spells out
_SHOWN = 40  # characters of each


class Tally:
    """Counts over one file.

    ``scans`` are pictures as large as a page, ``scanned`` the relationships and places of those in the body;
    ``page_area`` is the area of the page in square points, to tell a scan
    from a figure.
    """

    def __init__(self) -> None:
        self.insertions = 0
        self.deletions = 0
        self.first_change: Place | None = None
        self.hidden: dict[Place, int] = {}
        self.struck: dict[Place, str] = {}
        self.pictures = 0
        self.scans = 0
        self.scanned: list[tuple[str, Place]] = []
        self.drawings = 0
        self.numbered = 0
        self.comments = 0
        self.page_area = 595.3 * 841.9
        self.watermarks: list[str] = []
        self.unread: list[Unread] = []

    def inserted(self, place: Place) -> None:
        """Count one tracked insertion."""
        self.insertions += 1
        self.first_change = self.first_change or place

    def deleted(self, place: Place) -> None:
        """Count one tracked deletion."""
        self.deletions += 1
        self.first_change = self.first_change or place

    def hide(self, place: Place, characters: int) -> None:
        """Count characters that were left out because the file hides them."""
        if characters:
            self.hidden[place] = self.hidden.get(place, 0) + characters

    def strike(self, place: Place, text: str) -> None:
        """Record words that are set with a line through them."""
        self.struck[place] = self.struck.get(place, "") + text

    def lose(self, place: Place, reason: UnreadReason, message: str) -> None:
        """Record a part that was not read; the same words at the same place once."""
        unread = Unread(place, reason, message)
        if unread not in self.unread:
            self.unread.append(unread)

    def notices(self) -> list[Notice]:
        """Return what a person should know of the file, in a fixed order."""
        told: list[Notice] = []
        if self.insertions or self.deletions:
            told.append(
                Notice(
                    "tracked-changes",
                    f"文件含有未接受的修订：插入{self.insertions}处、删除{self.deletions}处；"
                    "按全部接受后的内容检查，请确认修订后提交定稿。",
                    self.first_change or Place(),
                )
            )
        if self.struck:
            shown = "、".join(f"“{text.strip()[:_SHOWN]}”" for text in list(self.struck.values())[:_NAMED_PLACES])
            message = (
                f"文件有{len(self.struck)}处用删除线划掉、但没有删除的文字（{shown}），"
                "仍按正文检查；请确认是否作废并提交定稿。"
            )
            told.append(Notice("tracked-changes", message, next(iter(self.struck))))
        if self.hidden:
            told.append(self._hidden_notice())
        if self.numbered:
            told.append(
                Notice("numbering-rebuilt", f"Word自动编号{self.numbered}处已还原；编号不是文件中的文字，不列入引文。")
            )
        if self.comments:
            told.append(Notice("comments", f"文件含有批注{self.comments}条，批注不作为正文检查。"))
        if self.pictures:
            told.append(Notice("image", f"文件含有图片{self.pictures}张，图片中的文字没有检查。"))
        if self.drawings:
            told.append(Notice("other", f"文件含有图表或SmartArt图示{self.drawings}个，其中的文字没有检查。"))
        told.extend(Notice("watermark", f"页面带有水印“{text}”。") for text in dict.fromkeys(self.watermarks))
        return told

    def _hidden_notice(self) -> Notice:
        places = list(self.hidden)
        named = "、".join(place.label() or "正文" for place in places[:_NAMED_PLACES])
        more = f"等{len(places)}处" if len(places) > _NAMED_PLACES else ""
        characters = sum(self.hidden.values())
        return Notice(
            "hidden-text",
            f"文件含有隐藏文字共{characters}个字符（{named}{more}），打开文件时看不到，未计入检查；请删除或取消隐藏。",
            places[0],
        )
