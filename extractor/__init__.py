"""Files to documents to facts; knows no law."""
