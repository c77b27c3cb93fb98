"""Data only: terms, chapters, regulations, calendars."""
