"""Facts against requirements to findings; knows no file format."""
