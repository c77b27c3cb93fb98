"""What the figures of a table owe each other: totals over columns, products along rows, one scale throughout."""
