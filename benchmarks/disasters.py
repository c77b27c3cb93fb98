"""Let runs come to harm and tell what is left: nothing that was finished may be lost or done twice.

``python -m benchmarks.disasters [--files N] [--kills N] [--seed N]`` kills the parent at random moments, then workers,
with a stub of the pipeline and with the real one, which log what they read, and prints what it did. Linux only.
"""

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.disaster_stage import LOOK_SECONDS, REAL, STUB, Run, Stage

JITTER = 0.1  # seconds after the moment that was drawn


@dataclass(frozen=True)
class Harm:
    """What runs that were harmed came to.

    ``kills`` that met a running process; ``gone`` seconds until the last process of a killed run had ended, at most;
    ``again`` files that were read though the store had them; ``wasted`` readings beyond one a file; ``partial`` times
    that a report stood there after a kill; ``equal`` whether the report is that of an undisturbed run; ``litter`` what
    lay beside it.
    """

    kills: int
    gone: float
    again: int
    wasted: int
    partial: int
    equal: bool
    litter: tuple[str, ...]
    last: Run


def parent_killed(undisturbed: bytes, stage: Stage, files: int, kills: int, seed: int) -> Harm:
    """Kill the parent of one run after the other, each after some more files, then let one run to its end."""
    draw = random.Random(seed)  # noqa: S311  not for secrets
    met = again = partial = 0
    gone = 0.0
    for _ in range(kills):
        before, logged = stage.finished(), len(stage.read())
        process = stage.start()
        target = len(before) + draw.randint(0, 2 * files // (kills + 1))
        while process.poll() is None and stage.finished_count() < target:
            time.sleep(LOOK_SECONDS)
        time.sleep(draw.uniform(0, JITTER))
        if process.poll() is None:
            met += 1
            os.kill(process.pid, signal.SIGKILL)
            gone = max(gone, stage.deserted())
        stage.ended(process)
        if process.returncode == -signal.SIGKILL:
            partial += stage.report.exists()
        again += len(before & set(stage.read()[logged:]))
        stage.report.unlink(missing_ok=True)
    before, logged = stage.finished(), len(stage.read())
    last = stage.run()
    again += len(before & set(stage.read()[logged:]))
    wasted = max(0, len(stage.read()) - files)
    equal = stage.report.exists() and stage.report.read_bytes() == undisturbed
    return Harm(met, gone, again, wasted, partial, equal, tuple(stage.litter()), last)


def workers_killed(undisturbed: bytes, stage: Stage, files: int, kills: int, seed: int) -> Harm:
    """Kill workers of one run, one after the other, each after some more files."""
    draw = random.Random(seed)  # noqa: S311  not for secrets
    process = stage.start()
    met, target = 0, 0
    for _ in range(kills):
        target += draw.randint(1, 2 * files // (kills + 1))
        while process.poll() is None and stage.finished_count() < target:
            time.sleep(LOOK_SECONDS)
        time.sleep(draw.uniform(0, JITTER / 10))
        workers = stage.workers(process)
        if workers and process.poll() is None:
            met += 1
            os.kill(draw.choice(sorted(workers)), signal.SIGKILL)
    last = stage.ended(process)
    wasted = max(0, len(stage.read()) - files)
    equal = stage.report.exists() and stage.report.read_bytes() == undisturbed
    return Harm(met, stage.deserted(), 0, wasted, 0, equal, tuple(stage.litter()), last)


def main() -> None:
    """Do it and tell."""
    parser = argparse.ArgumentParser(description="反复中断检查，看是否丢失、重复")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, extractor in (("stub", STUB), ("real", REAL)):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            stage = Stage(folder, extractor)
            stage.fill(options.files)
            stage.environment["SHENYUE_HOME"] = str(folder / "undisturbed")
            whole = stage.run()
            undisturbed = stage.report.read_bytes()
            stage.log.unlink(missing_ok=True)
            stage.report.unlink()
            stage.environment.clear()
            shutil.rmtree(folder / "undisturbed")
            print(f"{name}: undisturbed run of {options.files} files: {whole.seconds:.1f} s, exit {whole.code}")
            for what, harm in (("parent", parent_killed), ("worker", workers_killed)):
                done = harm(undisturbed, stage, options.files, options.kills, options.seed)
                print(
                    f"{name}: {what} killed {done.kills} times; finished files read again: {done.again}; files read "
                    f"more than once: {done.wasted}; reports left half done: {done.partial}; processes gone within "
                    f"{done.gone:.2f} s; last run {done.last.seconds:.1f} s, exit {done.last.code}; "
                    f"report equal: {done.equal}; litter: {list(done.litter)}"
                )
                for file in (stage.home, stage.log, stage.report):
                    _gone(file)


def _gone(file: Path) -> None:
    if file.is_dir():
        shutil.rmtree(file)
    else:
        file.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
