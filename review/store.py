"""What was read and judged before, kept for the next run: one SQLite file in ``$SHENYUE_HOME/store``.

Entries are bytes under a key that names all they depend on (``review.keys``), so an entry never goes stale: what
changed has another key. Two runs may use it at once. Every value carries a digest of itself; one that is damaged is as
good as none. A file that SQLite cannot work with is set aside under another name, said so, and begun anew.
"""

import contextlib
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from extractor.home import private_folder
from review.errors import CannotRun, why

Result = TypeVar("Result")

FILE = "store.sqlite3"
PASSING = Path("临时缓存")  # what a person is told of a store without a name
SCHEMA = 1
WAIT_SECONDS = 60.0  # for another run that is writing
DIGEST = 16  # bytes
LAYERS = ("document", "facts", "submission")
_SELECT = "SELECT value FROM entry WHERE key = ?"
_CREATE = (
    "CREATE TABLE IF NOT EXISTS entry (key BLOB PRIMARY KEY, layer TEXT NOT NULL, value BLOB NOT NULL)",
    f"PRAGMA user_version = {SCHEMA}",
)
# in the way of the disk or of another run, not a sign of damage
_IN_THE_WAY = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED,
            sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM)  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """How many entries of one kind there are, and their bytes."""

    name: str
    entries: int
    bytes: int


class Store:
    """An open store; all methods may be called from any thread and raise nothing for a full or damaged disk.

    Without a ``folder`` it lasts as long as it is open, in a file without a name in the system's temporary folder.
    ``tell`` is called with a sentence for a person where the store had to be set aside or given up.
    """

    def __init__(self, folder: Path | None, tell: Callable[[str], None]) -> None:
        self._passing = folder is None
        self._file = PASSING if folder is None else folder / FILE
        self._tell = tell
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._full = False
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError as error:
            self._failed(error)

    @property
    def lasting(self) -> bool:
        """Tell whether other processes can read it, too."""
        return not self._passing

    @property
    def file(self) -> Path:
        """Return the path of the SQLite file."""
        return self._file

    def get(self, key: bytes) -> bytes | None:
        """Return the value under ``key``, None where there is none or it is damaged."""
        content = self.raw(key)
        if content is None:
            return None
        with contextlib.suppress(zlib.error):
            return zlib.decompress(content)
        return None

    def raw(self, key: bytes) -> bytes | None:
        """Return what stands under ``key`` as it lies there, None where there is none or it is damaged."""
        return _content(key, self._done(lambda db: db.execute(_SELECT, (key,)).fetchone()))

    def has(self, keys: Collection[bytes]) -> bool:
        """Tell whether something is under each of the keys, be it damaged."""
        marks = ",".join("?" * len(keys))
        asked = f"SELECT COUNT(*) FROM entry WHERE key IN ({marks})"  # noqa: S608  question marks only
        row = self._done(lambda db: db.execute(asked, tuple(keys)).fetchone())
        return row is not None and row[0] == len(set(keys))

    def put(self, layer: str, entries: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values under their keys, together or not at all. A disk that is full keeps nothing more.

        A store that does not last keeps no judged submission: none is asked for twice.
        """
        if not self._full and not (self._passing and layer == "submission"):
            self.put_raw(layer, [(key, zlib.compress(value, 1)) for key, value in entries])

    def put_raw(self, layer: str, entries: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values as they are; see ``put``."""
        if self._full or (self._passing and layer == "submission"):
            return
        rows = [(key, layer, _digest(key, content) + content) for key, content in entries]

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.executemany("INSERT OR REPLACE INTO entry (key, layer, value) VALUES (?, ?, ?)", rows)

        if rows:
            self._done(write)

    def layers(self) -> tuple[Layer, ...]:
        """Return what the store holds, one Layer each of ``LAYERS``."""
        rows = self._done(
            lambda db: db.execute("SELECT layer, COUNT(*), SUM(LENGTH(value)) FROM entry GROUP BY layer").fetchall()
        )
        found = {str(name): (int(count), int(size)) for name, count, size in rows or ()}
        return tuple(Layer(name, *found.get(name, (0, 0))) for name in LAYERS)

    def clear(self) -> None:
        """Remove every entry and give the room back to the disk."""

        def empty(db: sqlite3.Connection) -> None:
            with db:
                db.execute("DELETE FROM entry")
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        self._done(empty)

    def close(self) -> None:
        """Close the file; what was put is kept."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _done(self, work: Callable[[sqlite3.Connection], Result]) -> Result | None:
        with self._lock:
            if self._connection is None:
                return None
            try:
                return work(self._connection)
            except sqlite3.DatabaseError as error:
                self._failed(error)
                return None

    def _opened(self) -> sqlite3.Connection:
        """Open the file. Two runs that begin it at one moment wait for one another, as SQLite itself does not there."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return self._open()
            except sqlite3.OperationalError as error:
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF
                if code not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _open(self) -> sqlite3.Connection:
        # a name of no length is a temporary database to SQLite
        connection = sqlite3.connect("" if self._passing else self._file, timeout=WAIT_SECONDS, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != SCHEMA:
                if version:
                    connection.execute("DROP TABLE IF EXISTS entry")
                for statement in _CREATE:
                    connection.execute(statement)
            connection.execute("SELECT key, layer, value FROM entry LIMIT 1").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def _failed(self, error: sqlite3.DatabaseError) -> None:
        """Go on without the store where the disk is in the way; set a damaged file aside and begin a new one."""
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF == sqlite3.SQLITE_FULL:
            if not self._full:
                self._full = True
                self._tell(f"磁盘空间不足，缓存（{self._file}）不再写入；检查继续进行，结果不受影响。")
            return
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
        if self._passing or code is None or code & 0xFF in _IN_THE_WAY:
            self._tell(f"缓存（{self._file}）无法使用（{error}），本次不用缓存；结果不受影响。")
            return
        try:
            aside = self._set_aside()
            self._connection = self._opened()
        except (OSError, sqlite3.DatabaseError):
            self._tell(f"缓存（{self._file}）已经损坏，又无法移开，本次不用缓存；结果不受影响。")
            return
        self._tell(f"缓存已经损坏，已移到 {aside} 并重新建立；结果不受影响。")

    def _set_aside(self) -> Path:
        number = 1
        while (aside := self._file.with_name(f"{FILE}.damaged-{number}")).exists():
            number += 1
        self._file.replace(aside)
        for ending in ("-wal", "-shm"):
            self._file.with_name(FILE + ending).unlink(missing_ok=True)
        return aside


def open_store(tell: Callable[[str], None]) -> Store | None:
    """Return the user's store, None where there is no place for one (told)."""
    folder = private_folder("store")
    if folder is None:
        tell("没有可以写入的缓存文件夹（SHENYUE_HOME），本次不用缓存；结果不受影响。")
        return None
    return Store(folder, tell)


def passing_store(tell: Callable[[str], None]) -> Store:
    """Return a store for one run that leaves nothing behind, so that equal files are read once in it, too."""
    return Store(None, tell)


def store_folder() -> Path:
    """Return the folder of the store. Raises CannotRun where there is none."""
    folder = private_folder("store")
    if folder is None:
        raise CannotRun("没有可以写入的缓存文件夹，请检查环境变量 SHENYUE_HOME。")
    return folder


def size_on_disk(folder: Path) -> int:
    """Return the bytes of all files of the store, those set aside too."""
    try:
        return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    except OSError as error:
        raise CannotRun(f"无法读取缓存文件夹 {folder}（{why(error)}）。") from error


class Reading:
    """A store that another process of the run has open, read here; nothing is made, moved or told."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        with contextlib.suppress(sqlite3.Error):
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS, check_same_thread=False
            )

    def get(self, key: bytes) -> bytes | None:
        """Return the value under ``key``, None where there is none, or none that can be read."""
        with self._lock, contextlib.suppress(sqlite3.Error, zlib.error):
            if self._connection is not None:
                content = _content(key, self._connection.execute(_SELECT, (key,)).fetchone())
                return None if content is None else zlib.decompress(content)
        return None


def _content(key: bytes, row: tuple[bytes] | None) -> bytes | None:
    """Return what stands in a row, None where there is none or it is damaged."""
    if row is None:
        return None
    value = bytes(row[0])
    content = value[DIGEST:]
    return content if value[:DIGEST] == _digest(key, content) else None


def _digest(key: bytes, content: bytes) -> bytes:
    return blake2b(key + content, digest_size=DIGEST).digest()
