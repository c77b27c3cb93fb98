"""What all kinds of archive share: which members are wanted, under which path, and what is told of the rest."""

from collections.abc import Callable, Iterable

from extractor.archives.contents import Member, Opened, Problem
from extractor.archives.names import Names, clean_path
from extractor.archives.store import Refused, Store

LOCKED = Problem("encrypted", "压缩包内的文件已加密（需要密码），未读取；请提交未加密的版本。")
BROKEN = Problem("corrupt", "压缩包内的数据已损坏，无法解压；请重新压缩后提交。")


class Gathering:
    """The members of one archive as they come. ``wants`` tells by its path whether a member is to be unpacked."""

    def __init__(self, store: Store, wants: Callable[[str], bool]) -> None:
        self.store = store
        self._wants = wants
        self._names = Names()
        self._members: list[Member] = []
        self._unwanted: list[str] = []
        self._escaping: list[str] = []
        self._renamed: list[str] = []
        self._problems: list[Problem] = []
        self._links = 0
        self._met = 0
        self._beyond = 0
        self._left_out: dict[Problem, int] = {}

    def admit(self, name: str) -> str | None:
        """Return the path under which a member is to be read, None where it is not wanted or one too many."""
        if self._met >= self.store.limits.members:
            self._beyond += 1
            return None
        self._met += 1
        clean, escapes = clean_path(name)
        if not self._wants(clean):
            self._unwanted.append(clean)
            return None
        path = self._names.take(clean)
        if escapes:
            self._escaping.append(name)
        if path != clean:
            self._renamed.append(path)
        return path

    def link(self) -> None:
        """Count a symbolic link or a device; it is never followed."""
        self._links += 1

    def tell(self, path: str, size: int, problem: Problem) -> None:
        """Say of one member that it was not read."""
        self._members.append(Member(path, size, problem=problem))

    def leave_out(self, problem: Problem) -> None:
        """Count one member for which a limit or a defect of the whole archive left no room."""
        self._left_out[problem] = self._left_out.get(problem, 0) + 1

    def refuse(self, path: str, size: int, refused: Refused) -> None:
        """Say of a member what the store said."""
        if refused.whole:
            self.leave_out(refused.problem)
        else:
            self.tell(path, size, refused.problem)

    def kept(self, path: str, size: int, sha256: str) -> None:
        """Take in a member whose bytes are in the store."""
        self._members.append(Member(path, size, sha256))

    def keep(
        self,
        path: str,
        size: int,
        packed: int | None,
        chunks: Iterable[bytes],
        broken: Callable[[Exception], Problem],
    ) -> None:
        """Unpack one member from its ``chunks``; ``size`` is what the archive says.

        What ``chunks`` raises costs the member, told as ``broken`` says: a hostile archive makes a library raise
        anything. Memory running out passes through.
        """
        try:
            self.store.check(size, packed)
            writer = self.store.writer(packed)
        except Refused as refused:
            self.refuse(path, size, refused)
            return
        try:
            for chunk in chunks:
                writer.write(chunk)
            self.kept(path, writer.size, writer.finish())
        except Refused as refused:
            writer.drop()
            self.refuse(path, size, refused)
        except MemoryError:
            writer.drop()
            raise
        except Exception as error:  # noqa: BLE001  see above
            writer.drop()
            self.tell(path, size, broken(error))

    def fail(self, problem: Problem) -> None:
        """Say of the archive as a whole what was not read."""
        self._problems.append(problem)

    @property
    def read(self) -> int:
        """Return how many members were read so far."""
        return sum(member.sha256 is not None for member in self._members)

    def opened(self) -> Opened:
        """Return what was gathered."""
        problems = list(self._problems)
        if self._beyond:
            most = self.store.limits.members
            problems.append(Problem("limit", f"压缩包内的文件超过{most}个，其余{self._beyond}个未读取；请拆分后提交。"))
        problems += [
            Problem(problem.reason, f"压缩包内有{count}个文件未读取：{problem.message}")
            for problem, count in self._left_out.items()
        ]
        return Opened(
            members=tuple(self._members),
            unwanted=tuple(self._unwanted),
            links=self._links,
            escaping=tuple(self._escaping),
            renamed=tuple(self._renamed),
            problems=tuple(problems),
            bytes_kept=self.store.kept,
        )
