"""One report format per file, one registry."""
