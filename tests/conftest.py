"""A home of the tests' own: nothing is taken from the user's caches, nothing is left in them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# how long one example takes says more of the machine than of the code; speed is measured by the benchmarks
settings.register_profile("shenyue", deadline=None)
settings.load_profile("shenyue")

collect_ignore_glob = ["submissions/*"]  # scripts that build papers; they stand for themselves


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder that ``SHENYUE_HOME`` names, for this process and those it starts."""
    folder = tmp_path_factory.mktemp("home")
    before = os.environ.get("SHENYUE_HOME")
    os.environ["SHENYUE_HOME"] = str(folder)
    yield folder
    if before is None:
        del os.environ["SHENYUE_HOME"]
    else:
        os.environ["SHENYUE_HOME"] = before


@pytest.fixture(autouse=True)
def empty_store(home: Path) -> None:
    """Let no test be answered from what another one read."""
    shutil.rmtree(home / "store", ignore_errors=True)
