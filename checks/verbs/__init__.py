"""The closed list of verbs a rule can use, one file each."""
