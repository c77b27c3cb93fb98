"""One command per file: from what was typed to an exit code."""
