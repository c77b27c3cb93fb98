import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.interval import add_months, first_day, last_day, order, parse_length, side, span_side


@pytest.mark.parametrize(
    ("op", "value", "value_max", "want", "expected"),
    [
        ("==", "P2Y", None, ">=", "inside"),
        ("==", "P24M", None, ">=", "inside"),
        ("==", "P730D", None, ">=", "inside"),
        ("==", "P729D", None, ">=", "outside"),
        ("==", "P23M", None, ">=", "outside"),
        ("==", "P1Y11M", None, ">=", "outside"),
        ("==", "P1Y12M", None, ">=", "inside"),
        ("==", "P104W", None, ">=", "outside"),
        ("==", "P105W", None, ">=", "inside"),
        (">=", "P2Y", None, ">=", "inside"),
        (">", "P2Y", None, ">=", "inside"),
        (">=", "P1Y", None, ">=", "across"),
        ("<=", "P2Y", None, ">=", "across"),
        ("<", "P2Y", None, ">=", "outside"),
        ("<=", "P1Y", None, ">=", "outside"),
        ("range", "P1Y", "P3Y", ">=", "across"),
        ("range", "P2Y", "P3Y", ">=", "inside"),
        ("range", "P6M", "P12M", ">=", "outside"),
        ("==", "P2Y", None, "<=", "inside"),
        ("==", "P25M", None, "<=", "outside"),
        ("<=", "P2Y", None, "<=", "inside"),
        ("<=", "P3Y", None, "<=", "across"),
        (">=", "P2Y", None, "<=", "across"),
        (">", "P2Y", None, "<=", "outside"),
        (">=", "P3Y", None, "<=", "outside"),
        ("range", "P1Y", "P2Y", "<=", "inside"),
        ("range", "P1Y", "P3Y", "<=", "across"),
    ],
)
def test_a_statement_against_two_years(op: str, value: str, value_max: str | None, want: str, expected: str) -> None:
    assert side(op, value, value_max, "P2Y", want) == expected  # type: ignore[arg-type]


def test_there_are_no_30_day_months() -> None:
    assert order(parse_length("P180D"), parse_length("P6M")) == -1  # half a year has 181 days at least
    assert order(parse_length("P184D"), parse_length("P6M")) is None
    assert order(parse_length("P185D"), parse_length("P6M")) == 1
    assert side("==", "P182D", None, "P6M", ">=") == "across"


def test_working_days_are_ordered_only_where_it_is_sure() -> None:
    assert side("==", "P120D", None, "P3Y", "<=", working=True) == "inside"
    assert side("==", "P900D", None, "P3Y", "<=", working=True) == "outside"
    assert side("==", "P750D", None, "P3Y", "<=", working=True) == "across"


def test_what_is_no_duration_lies_across() -> None:
    assert side("==", "两年", None, "P2Y", ">=") == "across"
    assert parse_length("P") is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-07", "2027-06", "inside"),
        ("2024-07", "2027-07", "outside"),
        ("2024-07-01", "2027-06-30", "inside"),
        ("2024-07-01", "2027-07-01", "inside"),  # the day after the first is day one
        ("2024-07-01", "2027-07-02", "outside"),
        ("2024-02-29", "2027-02-28", "inside"),
        ("2024", "2026", "inside"),
        ("2024", "2027", "across"),
        ("2024", "2028", "outside"),
        ("2027-01", "2024-01", "across"),
        ("", "2027-01", "across"),
        ("2024-13", "2027-01", "across"),
    ],
)
def test_dates_against_three_years(first: str, last: str, expected: str) -> None:
    assert span_side(first, last, "P3Y", "<=") == expected


def test_days_of_dates() -> None:
    assert str(first_day("2024-02")) == "2024-02-01"
    assert str(last_day("2024")) == "2024-12-31"
    assert first_day("--12-30") is None
    assert last_day("2023-02-30") is None
    assert add_months(first_day("9999-12-31"), 12).year == 9999  # type: ignore[arg-type]


lengths = st.builds(
    lambda unit, number: f"P{number}{unit}", st.sampled_from("YMD"), st.integers(1, 2000)
).map(parse_length)  # fmt: skip


@given(lengths, lengths)
def test_order_is_antisymmetric(a: object, b: object) -> None:
    forth, back = order(a, b), order(b, a)  # type: ignore[arg-type]
    assert (forth is None) == (back is None)
    assert forth is None or forth == -(back or 0)


@given(st.integers(1, 60), st.sampled_from(["==", ">=", "<=", ">", "<"]), st.integers(1, 60))
def test_a_statement_is_never_inside_both_a_floor_and_a_lower_ceiling(months: int, op: str, limit: int) -> None:
    floor = side(op, f"P{months}M", None, f"P{limit + 1}M", ">=")  # type: ignore[arg-type]
    ceiling = side(op, f"P{months}M", None, f"P{limit}M", "<=")  # type: ignore[arg-type]
    assert not (floor == ceiling == "inside")
