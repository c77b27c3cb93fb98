"""The server that workers are forked from hands on what it loaded, and how seldom garbage is looked for."""

import subprocess
import sys

from review import garbage

ASKED = """
import gc
import review.warm
import sys
print(gc.get_threshold(), gc.get_freeze_count() > 100_000, "extractor.readers.pdf" in sys.modules)
"""


def test_workers_start_with_all_loaded_and_search_seldom():
    done = subprocess.run([sys.executable, "-c", ASKED], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == f"{(garbage.YOUNG, garbage.OLDER, garbage.OLDEST)} True True"
