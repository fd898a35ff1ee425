"""Columns of numbers: every way of writing them gives the same values, a question, or a refusal."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SheetUnreadable
from engine.sheets.numbers import read_numbers, shortened_codes

KEY = "decimal:sales.csv:Preis"


def read(cells, **more):
    return read_numbers(
        pd.Series(cells, dtype="str"), file="sales.csv", column="Preis", **{"answers": {}, **more}
    )


def values(cells, **more):
    return read(cells, **more).values.tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234,50", "2,50"], [1234.5, 2.5]),
        (["1,234.50", "2.50"], [1234.5, 2.5]),
        (["1,234", "2.5"], [1234.0, 2.5]),  # both signs, never in one cell: only one reading fits both
        (["1.234.567", "1.234"], [1234567.0, 1234.0]),
        (["1'234.50", "1’000.00"], [1234.5, 1000.0]),
        (["1 234,50", "1\u00a0000,00", "1\u202f000"], [1234.5, 1000.0, 1000.0]),
        (["12,34,567.00", "₹ 1,000"], [1234567.0, 1000.0]),
        (["(1,234.50)", "12.50-", "−3.25", "-$4.00", "$-5.00"], [-1234.5, -12.5, -3.25, -4.0, -5.0]),
        (["0.125", "0.250"], [0.125, 0.25]),  # no thousands begin with 0
        ([".5", "5.", "+3"], [0.5, 5.0, 3.0]),
        (["1.5e-05", "2"], [1.5e-05, 2.0]),
        (["5", "n/a", "-", "", "NULL"], [5.0, *[np.nan] * 4]),
    ],
)
def test_written_ways(cells, expected):
    found = read(cells)
    np.testing.assert_array_equal(found.values, expected)
    assert not found.bad.any()
    assert found.question is None


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        *[
            ("€", "EUR"),
            ("EUR", "EUR"),
            ("$", "$"),
            ("US $", "USD"),
            ("£", "GBP"),
            ("GBP", "GBP"),
            ("R$", "BRL"),
        ],
        *[("kr", "kr"), ("zł", "PLN"), ("zl", "PLN"), ("₹", "INR"), ("CHF", "CHF"), ("CA$", "CAD")],
    ],
)
@pytest.mark.parametrize("repeat", [1, 30])
def test_currency_marks_on_either_side(mark, code, repeat):
    for cells in ([f"{mark} 12.50", f"{mark}7.25"], [f"12,50 {mark}", f"7,25{mark}"]):
        found = read(cells * repeat + [""])
        assert found.values[:-1].tolist() == [12.5, 7.25] * repeat
        assert found.currencies.tolist() == [code, code] * repeat + [""]


def test_several_currencies_are_told_by_row():
    assert read(["€ 5.00", "$ 6.00", "7.00"]).currencies.tolist() == ["EUR", "$", ""]


def test_percent():
    found = read(["12.5 %", "0", "100%"])
    assert found.percent
    assert found.values.tolist() == [0.125, 0.0, 1.0]
    mixed = read(["12 %", "13 %", "14 %", "15 %", "16 %", "17"])
    assert mixed.bad.tolist() == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("cells", "point", "comma"),
    [
        (["1.234", "2.500"], [1.234, 2.5], [1234.0, 2500.0]),
        (["1,234", "2,500"], [1234.0, 2500.0], [1.234, 2.5]),
        (["1.234", "1,234"], [1.234, 1234.0], [1234.0, 1.234]),
        (["1.234 €", "950 €"], [1.234, 950.0], [1234.0, 950.0]),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(cells, point, comma):
    found = read(cells)
    assert np.isnan(found.values).all()
    assert found.question is not None
    assert found.question.key == KEY
    assert [choice.key for choice in found.question.choices] == ["point", "comma"]
    assert values(cells, answers={KEY: "point"}) == point
    assert values(cells, answers={KEY: "comma"}) == comma
    with pytest.raises(SheetUnreadable, match=r"is no answer to decimal:sales\.csv:Preis"):
        read(cells, answers={KEY: "dot"})


def test_labels_show_both_readings():
    (point, comma) = read(["1.234"]).question.choices
    assert point.label.startswith("1.234 is 1.234 ")
    assert comma.label.startswith("1.234 is 1234 ")


def test_counts_beside_plain_ones_are_thousands():
    assert values(["1.234", "12"], whole=True) == [1234.0, 12.0]
    assert read(["1.000", "2.000"], whole=True).question is not None  # some programs write 1 piece as 1.000


def test_a_stray_decimal_does_not_turn_thousands_into_decimals():
    thousands = [f"{n}.{n * 37 % 1000:03}" for n in range(1, 60)]
    assert read([*thousands, "2.5"]).question is not None
    assert read([*thousands, "1.234.567"]).values[0] == 1037.0
    assert read([*thousands, "1,5"]).question is not None
    assert read([*thousands, *["1,5"] * 9]).values[0] == 1037.0


def test_two_ways_of_writing_in_one_column():
    with pytest.raises(SheetUnreadable, match=r"in two ways, for example 1.234,5 and 1,234.5"):
        read(["1.234,5", "1,234.5"])
    slip = read(["2.50"] * 9 + ["2,5"])
    assert slip.bad.tolist() == [False] * 9 + [True]


def test_irregular_groups_are_no_numbers():
    cells = ["1.50"] * 20
    for wrong in ("1,23.50", "12 34", "1.2.3", "5 pcs", "1$50", "#DIV/0!", "٣", "1e400", "9e99", "$"):
        assert read([*cells, wrong]).bad.tolist() == [False] * 20 + [True], wrong


def test_mostly_no_numbers_is_refused_with_cells_and_lines():
    with pytest.raises(SheetUnreadable, match=r'2 of 3 cells .*"abc" in line 4 and "x" in line 5'):
        read(["abc", "x", "3"], lines=np.array([4, 5, 6]))


def test_numbers_that_excel_shortened():
    found = read(["1.23E+12", *"123456789"])
    assert found.bad.tolist() == [True] + [False] * 9
    assert "Excel shortened" in found.warnings[0]
    codes = pd.Series(["1.23E+12", "4,00639E+12", "4006381333931", "SKU-E+12"])
    assert shortened_codes(codes).tolist() == [True, True, False, False]


def test_parts_of_units_are_told():
    assert "no whole number: 1" in read(["1", "2.5"], whole=True).warnings[0]


def test_number_cells_of_a_workbook_are_taken_as_they_are():
    found = read(["1.234", "2.5", "abc", ""], typed=np.array([1.234, 2.5, np.nan, np.nan]))
    np.testing.assert_array_equal(found.values, [1.234, 2.5, np.nan, np.nan])
    assert found.question is None
    assert found.bad.tolist() == [False, False, True, False]


def in_style(value, style):
    """The number as a program of some country writes it: Python's own grouping, other signs."""
    thousands, decimal, before, after = style
    text = f"{abs(value):,.2f}"
    swapped = re.sub("[,.]", lambda sign: thousands if sign[0] == "," else decimal, text)
    return ("-" if value < 0 else "") + before + swapped + after


STYLES = [
    *[
        (",", ".", "", ""),
        (".", ",", "", ""),
        ("", ",", "", ""),
        (" ", ",", "", " €"),
        ("\u202f", ",", "", " €"),
    ],
    *[("'", ".", "CHF ", ""), (",", ".", "$", ""), (".", ",", "R$ ", ""), (",", ".", "US $", "")],
]
AMOUNTS = st.lists(st.integers(-(10**9), 10**9).map(lambda cents: cents / 100), min_size=1, max_size=60)


@pytest.mark.parametrize("style", STYLES)
@given(amounts=AMOUNTS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_amounts_in_any_style_come_back(style, amounts):
    found = read([in_style(amount, style) for amount in amounts])
    assert found.question is None
    assert found.values.tolist() == amounts


@given(numbers=st.lists(st.floats(0.001, 1e6).map(lambda x: float(f"{x:.3f}")), min_size=1, max_size=80))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_three_decimals_are_right_or_asked(numbers):
    found = read([f"{number:,.3f}" for number in numbers])
    if found.question is None:
        assert found.values.tolist() == numbers
    else:
        assert values([f"{n:,.3f}" for n in numbers], answers={KEY: "point"}) == numbers
