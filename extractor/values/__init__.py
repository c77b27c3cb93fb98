"""Text to typed values: numerals, money, durations, dates, percentages, comparisons."""

from extractor.values.date import Date, find_dates
from extractor.values.date_range import DateRange, find_date_ranges
from extractor.values.money import Money, distinct, find_money, pairs

__all__ = ["Date", "DateRange", "Money", "distinct", "find_date_ranges", "find_dates", "find_money", "pairs"]
