"""The command line with the pipeline of ``$SHENYUE_STAGE_EXTRACTOR`` and ``$SHENYUE_STAGE_WALL`` seconds a file."""

import functools
import os

from review import batch, pool, screening
from review.cli import main

if __name__ == "__main__":
    extractor = os.environ.get("SHENYUE_STAGE_EXTRACTOR")
    if extractor:
        screening.read_packed = functools.partial(screening.read_packed, extractor=extractor)
    batch.WALL_SECONDS = float(os.environ.get("SHENYUE_STAGE_WALL", batch.WALL_SECONDS))
    pool.STUCK_SECONDS = min(pool.STUCK_SECONDS, batch.WALL_SECONDS)
    main()
