"""The measures are no part of the installed package: they are found beside it."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)  # last, so that what is installed is what is tested
