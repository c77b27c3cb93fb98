"""The folder of this user for what may be kept from one run to the next: ``$SHENYUE_HOME``, else ``~/.cache/shenyue``.

The one place below the tool that reads the environment.
"""

import os
from pathlib import Path

VARIABLE = "SHENYUE_HOME"


def private_folder(name: str) -> Path | None:
    """Return the folder ``name`` inside the home, made where it is missing; None where nothing can be written there.

    Only this user may read and write it: what lies there is taken for our own, so a shared one is no place for it.
    """
    home = os.environ.get(VARIABLE)
    folder = (Path(home) if home else Path.home() / ".cache" / "shenyue") / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except (OSError, RuntimeError):  # RuntimeError: a user without a home
        return None
    return folder if os.access(folder, os.W_OK) else None
