"""Text to typed values: numerals, money, durations, dates, percentages, comparisons."""
