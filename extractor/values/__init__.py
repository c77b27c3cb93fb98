"""Text to typed values: numerals, money, durations, dates, percentages, comparisons."""

from extractor.values.bound import Op, op_around
from extractor.values.capitals import to_capitals, to_chinese
from extractor.values.comparison import Comparison, find_comparisons
from extractor.values.date import Date, find_dates
from extractor.values.date_range import DateRange, find_date_ranges
from extractor.values.duration import Duration, find_durations
from extractor.values.length import compare, days, months
from extractor.values.money import Money, distinct, find_money, pairs
from extractor.values.number import Number, find_numbers
from extractor.values.percent import Percent, find_percents

__all__ = [
    "Comparison",
    "Date",
    "DateRange",
    "Duration",
    "Money",
    "Number",
    "Op",
    "Percent",
    "compare",
    "days",
    "distinct",
    "find_comparisons",
    "find_date_ranges",
    "find_dates",
    "find_durations",
    "find_money",
    "find_numbers",
    "find_percents",
    "months",
    "op_around",
    "pairs",
    "to_capitals",
    "to_chinese",
]
