"""The tool: every contact with people, processes and disk."""
