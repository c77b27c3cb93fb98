"""Terms, values and structure to facts, one file per family."""
