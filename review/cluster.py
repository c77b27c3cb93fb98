"""``--cluster``: the same turns read by a Dask cluster, each at a desk on one of its machines (``review.desk``).

The scheduler at the address given is all that is connected to. The engine does the turns of a lost worker again, and
gives one up that has taken several workers with it. Files go by shared path, checked by their hash, or are sent along;
what cannot go is read on this machine.
"""

import logging
import os
import pickle
import queue
import re
import socket
import time
import uuid
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import msgspec

from review import far
from review.batch import Outcome, Turn, digest_of, seconds_of, size_of
from review.cluster_words import (
    ADDRESS_FORM,
    NO_EXTRA,
    broken_off,
    deserted,
    differing,
    empty,
    failed_there,
    no_room,
    not_installed,
    not_ours,
    too_large,
    unreachable,
    unseen,
)
from review.errand import ANSWER, GREETING, Answer, Errand, Greeting, NoRoom, Sent, Unseen
from review.errors import CannotRun
from review.keys import differences, versions
from review.pool import DIED, LOST, Loss
from review.worker import Task

PACKAGE = "shenyue"
SHIP_BYTES = 64_000_000  # of a file that is sent along
SHIPPED_AT_ONCE = 256_000_000  # bytes on their way at a time, beside the first; the scheduler holds them
CONNECT_SECONDS = 10.0
GREET_SECONDS = 120.0  # for a machine to load the readers
PATIENCE_SECONDS = 60.0  # without any worker
TICK_SECONDS = 2.0
CHANGED = Loss("crashed", "读取途中文件被移走或改动，未读取；请重新检查。")
_LOGGERS = ("distributed", "distributed.client", "bokeh", "tornado", "tornado.application", "asyncio")


def connected(address: str, *, ship: bool, tell: Callable[[str], None]) -> "Cluster":
    """Return the cluster whose scheduler is at ``address``, once every worker has shown that it reads as we do.

    ``ship`` sends all files along; ``tell`` is called with sentences for a person. Raises CannotRun.
    """
    if re.fullmatch(r"tcp://([\w.-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}", address, re.ASCII) is None:
        raise CannotRun(f"--cluster {address}：{ADDRESS_FORM}")
    try:
        import dask  # noqa: PLC0415  only when asked for
        import distributed  # noqa: PLC0415
    except ImportError:
        raise CannotRun(*NO_EXTRA) from None
    if not _answers(address):  # the engine would try for long, and for ever where something else answers
        raise unreachable(address)
    for name in _LOGGERS:  # what there is to say of the connection is said as a sentence
        logger = logging.getLogger(name)
        logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = False
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on versions, which are compared here
            client = distributed.Client(
                address, timeout=CONNECT_SECONDS, set_as_default=False, direct_to_workers=False, name="shenyue"
            )
    except Exception as error:
        raise unreachable(address) from error
    cluster = Cluster(client, address, ship=ship, tell=tell)
    try:
        cluster.greet(wait=CONNECT_SECONDS)
    except BaseException:
        cluster.close()
        raise
    return cluster


@dataclass(frozen=True)
class _Flying:
    """A turn on its way: what was sent, how many bytes that was, what will come of it."""

    turn: Turn
    errand: Errand
    bytes: int
    future: Any


class Cluster:
    """A connected cluster as a place to read (``review.batch.Away``); to be closed, or used in a ``with`` block."""

    def __init__(self, client: Any, address: str, *, ship: bool, tell: Callable[[str], None]) -> None:
        self._client = client
        self._address = address
        self._ship = ship
        self._tell = tell
        self._key = versions().key()
        self._known: dict[str, Greeting] = {}
        self._threads: dict[str, int] = {}
        self._deserted: float | None = None
        self._told_large = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the cluster; what is still on its way there is not waited for."""
        with suppress(Exception):
            self._client.close(timeout=TICK_SECONDS)

    @property
    def places(self) -> int:
        """How many turns the workers read at once."""
        return max(1, sum(self._threads.values()))

    def takes(self, task: Task) -> bool:
        """Tell whether the file of a task can be read there: what is to be sent must not be too large."""
        size = size_of(Path(task.file))
        if size is None:
            return False
        if not self._sends(task) or size <= SHIP_BYTES:
            return True
        if not self._told_large:
            self._told_large = True
            self._tell(too_large(SHIP_BYTES))
        return False

    def run(
        self, tasks: Sequence[Turn], again: Callable[[Turn], bool] = lambda _turn: True
    ) -> Iterator[tuple[int, tuple[Outcome, ...] | Loss]]:
        """Yield the position of each turn as it comes back, and what became of it.

        Raises CannotRun where the cluster is lost, or cannot read as this machine would.
        """
        if not tasks:
            return
        self.greet(wait=PATIENCE_SECONDS)
        # no more on their way than are read at once: a worker that dies casts suspicion on all that it holds
        most = self._recognising() if any(task.scans for turn in tasks for task in turn) else self.places
        waiting = deque(enumerate(tasks))
        flying: dict[int, _Flying] = {}
        back: queue.SimpleQueue[int] = queue.SimpleQueue()
        try:
            while waiting or flying:
                while waiting and len(flying) < most and sum(one.bytes for one in flying.values()) <= SHIPPED_AT_ONCE:
                    position, turn = waiting.popleft()
                    errand = self._errand(turn, again=again(turn))
                    if errand is None:
                        yield position, CHANGED
                        continue
                    flying[position] = self._sent_off(turn, errand)
                    flying[position].future.add_done_callback(partial(_note, back, position))
                if not flying:
                    continue
                try:
                    position = back.get(timeout=TICK_SECONDS)
                except queue.Empty:
                    self._look()
                    continue
                self._deserted = None
                done = flying.pop(position)
                outcome = self._outcome(done)
                done.future.release()
                yield position, outcome
        finally:
            if flying:
                with suppress(Exception):
                    self._client.cancel([one.future for one in flying.values()], force=True)

    def greet(self, wait: float) -> None:
        """Ask every worker that is new what it reads with. Raises CannotRun where one differs or there is none."""
        self._threads = self._workers()
        end = time.monotonic() + wait
        while not self._threads:
            if time.monotonic() > end:
                raise empty(self._address)
            time.sleep(0.2)
            self._threads = self._workers()
        new = [worker for worker in self._threads if worker not in self._known]
        if not new:
            return
        self._require_ours(new)
        asked = {
            worker: self._client.submit(
                far.ask, self._key, GREET_SECONDS, key=_name(), pure=False, workers=[worker], retries=1
            )
            for worker in new
        }
        refused = []
        for worker, future in asked.items():
            answer = self._result(future, gone=partial(self._gone, worker))
            future.release()
            if answer is None:
                continue
            greeting = _greeting(cast("bytes", answer))
            if greeting is None:
                raise not_ours(worker)
            if unlike := differences(versions(), greeting.versions):
                refused.append((f"{greeting.host}（{worker}）", unlike))
            self._known[worker] = greeting
        if refused:
            raise differing(refused)

    def _require_ours(self, workers: Sequence[str]) -> None:
        """Raise CannotRun where the program is not installed: a task that cannot be loaded would end the worker."""
        try:
            found: dict[str, object] = {"": self._client.run_on_scheduler(metadata.version, PACKAGE)}
        except metadata.PackageNotFoundError as error:
            found = {self._address: error}
        try:
            found.update(self._client.run(metadata.version, PACKAGE, workers=list(workers), on_error="return"))
        except Exception as error:
            raise broken_off(self._address) from error
        lacking = [name for name, answer in found.items() if isinstance(answer, metadata.PackageNotFoundError)]
        if lacking:
            raise not_installed(lacking)

    def _workers(self) -> dict[str, int]:
        """Return the threads of each worker that is connected to the scheduler."""
        try:
            return dict(self._client.nthreads())
        except Exception as error:
            raise broken_off(self._address) from error

    def _gone(self, worker: str) -> bool:
        return worker not in self._workers()

    def _look(self) -> None:
        """Raise CannotRun where there is nothing left to wait for."""
        if self._client.status != "running":
            raise broken_off(self._address)
        if self._workers():
            self._deserted = None
        elif self._deserted is None:
            self._deserted = time.monotonic()
            self._tell(deserted(self._address, PATIENCE_SECONDS))
        elif time.monotonic() - self._deserted > PATIENCE_SECONDS:
            raise empty(self._address)

    def _recognising(self) -> int:
        """Return how many turns with scans the machines can hold at once."""
        hosts: dict[str, tuple[int, int]] = {}
        for worker, threads in self._threads.items():
            if (greeting := self._known.get(worker)) is not None:
                most, before = hosts.get(greeting.host, (greeting.recognisers, 0))
                hosts[greeting.host] = (most, before + threads)
        return max(1, sum(min(most, threads) for most, threads in hosts.values()))

    def _sends(self, task: Task) -> bool:
        return self._ship or task.private

    def _errand(self, turn: Turn, *, again: bool) -> Errand | None:
        """Return what goes there for a turn; None where one of its files is gone."""
        sent = []
        for task in turn:
            file = Path(task.file)
            if task.stored is not None:
                sent.append(Sent(b"", None))  # what is found again is found in what was read before
                continue
            try:
                one = Sent(file.read_bytes(), None) if self._sends(task) else Sent(None, digest_of(file))
            except OSError:
                return None
            if one.data is None and one.digest is None:
                return None
            sent.append(one)
        there = tuple(replace(task, file=os.path.abspath(task.file)) for task in turn)  # noqa: PTH100  any bytes may be in it
        return Errand(there, tuple(sent), seconds_of(turn), again)

    def _sent_off(self, turn: Turn, errand: Errand) -> _Flying:
        request = self._key + pickle.dumps(errand)
        try:
            future = self._client.submit(far.ask, request, errand.seconds, key=_name(), pure=False, retries=2)
        except Exception as error:
            raise broken_off(self._address) from error
        return _Flying(turn, errand, len(request), future)

    def _outcome(self, done: _Flying) -> tuple[Outcome, ...] | Loss:
        """Return what became of a turn that is back."""
        answer = self._result(done.future)
        if not isinstance(answer, bytes):
            return DIED
        if answer == far.TOO_LATE:
            return LOST[TimedOut]
        if answer == far.NO_DESK:
            return LOST[BrokenProcessPool]
        if answer[:1] != ANSWER:
            greeting = _greeting(answer)
            if greeting is None:
                raise not_ours(self._address)
            raise differing([(greeting.host, differences(versions(), greeting.versions))])
        came = cast("Answer", pickle.loads(answer[1:]))  # noqa: S301  from a desk with our own code
        if isinstance(came, NoRoom):
            raise no_room(came.host, came.why)
        if isinstance(came, Unseen):
            file = done.turn[came.position].file
            if digest_of(Path(file)) != done.errand.sent[came.position].digest:
                return CHANGED
            raise unseen(came.host, file)
        return came

    def _result(self, future: Any, gone: Callable[[], bool] | None = None) -> object:
        """Return what a task gave; None where it took several workers with it, or where ``gone`` says to stop."""
        while True:
            try:
                return cast("object", future.result(timeout=TICK_SECONDS))
            except TimeoutError as error:
                if future.status == "error":  # its own
                    raise failed_there(self._address, error) from error
                self._look()
                if gone is not None and gone():
                    return None
            except Exception as error:
                if type(error).__name__ == "KilledWorker":
                    return None
                if self._client.status != "running" or future.cancelled():
                    raise broken_off(self._address) from error
                raise failed_there(self._address, error) from error


def _answers(address: str) -> bool:
    """Tell whether a scheduler is at the address: it speaks first, and begins with the number of what follows."""
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS) as connection:
            head = connection.recv(8, socket.MSG_WAITALL)
    except (OSError, OverflowError, UnicodeError):
        return False
    return len(head) == 8 and int.from_bytes(head, "little") < 1 << 20


def _note(back: "queue.SimpleQueue[int]", position: int, _: object) -> None:
    back.put(position)


def _name() -> str:
    """Return a name for a task that no other task of the cluster has."""
    return f"shenyue-{uuid.uuid4().hex}"


def _greeting(answer: bytes) -> Greeting | None:
    """Return the greeting of a desk, None where there is none that we understand."""
    if answer[:1] != GREETING:
        return None
    with suppress(msgspec.MsgspecError):
        return msgspec.json.decode(answer[1:], type=Greeting)
    return None
