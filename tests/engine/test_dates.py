"""Columns of dates: every way of writing them gives the same days, a question, or a refusal."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SheetUnreadable
from engine.sheets.dates import read_dates

TODAY = dt.date(2026, 11, 24)
KEY = "dates:sales.csv:Datum"


def read(cells, **more):
    texts = pd.Series(cells, dtype="str")
    return read_dates(texts, file="sales.csv", column="Datum", **{"answers": {}, "today": TODAY, **more})


def days(found):
    return [str(day)[:10] for day in found.days]


def typed(*cells):
    return np.array(cells, dtype="datetime64[s]")


@pytest.mark.parametrize(
    "text",
    [
        *[
            "2024-01-05",
            "2024/1/5",
            "2024.01.05",
            "20240105",
            "2024-01-05T23:59:59Z",
            "2024-01-05 00:10:00 +0500",
        ],
        *[
            "05.01.2024",
            "5.1.24",
            "05.01.2024 13:45",
            "Jan-05-24",
            "5-Jan-24",
            "5 Jan 2024",
            "January 5, 2024",
        ],
        *[
            "Friday, January 5, 2024",
            "5. Januar 2024",
            "5. Jän. 2024",
            "Fr, 5. Jan. 2024",
            "vendredi 5 janvier 2024",
        ],
        *[
            "5 janv. 2024",
            "5 de enero de 2024",
            "5 ene 2024",
            "5 gennaio 2024",
            "5 gen 2024",
            "5 de janeiro de 2024",
        ],
        *["5th January 2024", "45296", "45296.75", "Jan 5, 2024 1:45 PM"],
    ],
)
def test_a_day_in_words_and_numbers(text):
    found = read([text])
    assert days(found) == ["2024-01-05"]
    assert found.period == "day"
    assert found.ends.tolist() == found.days.tolist()


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *[("März", 3), ("Mrz", 3), ("Mai", 5), ("Okt.", 10), ("Dezember", 12)],
        *[("février", 2), ("févr.", 2), ("août", 8), ("déc.", 12), ("juillet", 7), ("juin", 6)],
        *[("abril", 4), ("agosto", 8), ("septiembre", 9), ("dic", 12)],
        *[("maggio", 5), ("giugno", 6), ("luglio", 7), ("settembre", 9), ("ottobre", 10)],
        *[("março", 3), ("maio", 5), ("setembro", 9), ("outubro", 10), ("dez", 12)],
    ],
)
def test_months_of_six_languages(name, month):
    found = read([f"{name} 2024"])
    assert days(found) == [f"2024-{month:02}-01"]
    assert found.period == "month"
    assert found.ends[0] == pd.Period(f"2024-{month:02}").end_time.floor("D").to_datetime64()


@pytest.mark.parametrize(
    "text",
    [
        "2024-W07",
        "2024W07",
        "W7 2024",
        "KW 7/2024",
        "KW07 2024",
        "Week 7, 2024",
        "Semaine 7 2024",
        "Semana 7 2024",
    ],
)
def test_iso_weeks(text):
    found = read([text])
    assert found.days[0].astype(dt.datetime).isocalendar()[:2] == (2024, 7)
    assert days(found) == ["2024-02-12"]
    assert str(found.ends[0])[:10] == "2024-02-18"
    assert found.period == "week"


@pytest.mark.parametrize(
    "text",
    [
        *["01.02.-07.02.2024", "01.02.2024 - 07.02.2024", "01.02.–07.02.2024", "1.-7.2.2024"],
        *[
            "2024-02-01 - 2024-02-07",
            "2024-02-01/2024-02-07",
            "1-7 Feb 2024",
            "Feb 1-7, 2024",
            "Feb 1 - Feb 7, 2024",
        ],
        "01.02.2024 bis 07.02.2024",
    ],
)
def test_ranges_of_days(text):
    found = read([text])
    assert (days(found), str(found.ends[0])[:10], found.period) == (["2024-02-01"], "2024-02-07", "week")


def test_a_range_over_the_turn_of_the_year():
    found = read(["28.12.-03.01.2026"])
    assert (days(found), str(found.ends[0])[:10]) == (["2025-12-28"], "2026-01-03")


@pytest.mark.parametrize("cells", [["13/04/2026", "05/06/2026"], ["13-04-2026 10:15", "05-06-2026 23:59"]])
def test_the_column_proves_day_first(cells):
    assert days(read(cells)) == ["2026-04-13", "2026-06-05"]


def test_the_column_proves_month_first():
    assert days(read(["04/13/2026", "05/06/2026, 1:45 PM", "5/6/26"])) == [
        "2026-04-13",
        "2026-05-06",
        "2026-05-06",
    ]


def test_an_order_that_nothing_proves_is_asked():
    cells = ["05/05/2026", "03/04/2026"]
    found = read(cells)
    assert np.isnat(found.days).all()
    assert found.question.key == KEY
    assert [(choice.key, choice.label.split(" (")[0]) for choice in found.question.choices] == [
        ("dmy", "03/04/2026 is 3 April 2026"),
        ("mdy", "03/04/2026 is 4 March 2026"),
    ]
    assert days(read(cells, answers={KEY: "dmy"})) == ["2026-05-05", "2026-04-03"]
    assert days(read(cells, answers={KEY: "mdy"})) == ["2026-05-05", "2026-03-04"]
    with pytest.raises(SheetUnreadable, match="is no answer"):
        read(cells, answers={KEY: "us"})


def test_no_question_where_both_orders_give_the_same_day():
    assert days(read(["05/05/2026"])) == ["2026-05-05"]


def test_mixed_orders_are_refused_with_the_cells():
    with pytest.raises(SheetUnreadable, match=r'"13/04/2026 10:00" in line 3 and "04/13/2026" in line 2'):
        read(["04/13/2026", "13/04/2026 10:00", "01/02/2026"], lines=np.array([2, 3, 4]))


def test_a_year_of_two_digits_may_stand_in_front():
    found = read(["26-01-05", "26-02-28"])
    assert [choice.key for choice in found.question.choices] == ["dmy", "ymd"]
    assert days(read(["26-01-05", "26-02-28"], answers={KEY: "ymd"})) == ["2026-01-05", "2026-02-28"]
    assert days(read(["05/01/24", "06/28/24"])) == ["2024-05-01", "2024-06-28"]


def test_a_month_and_two_digits_are_asked():
    cells, key = ["Jan-24", "Feb-24"], "month:sales.csv:Datum"
    assert read(cells).question.key == key
    assert days(read(cells, answers={key: "month"})) == ["2024-01-01", "2024-02-01"]
    with pytest.raises(SheetUnreadable, match="names no year"):
        read(cells, answers={key: "day"})


@pytest.mark.parametrize(
    ("cells", "monday"), [(["Week 7", "KW 8"], "2025-02-10"), (["February", "März"], "2025-02-01")]
)
def test_the_year_is_asked_where_none_is_named(cells, monday):
    found = read(cells)
    assert found.question.key == "year:sales.csv:Datum"
    assert found.question.choices[0].key == "2026"
    assert days(read(cells, answers={"year:sales.csv:Datum": "2025"}))[0] == monday


def test_bad_days_are_named_and_late_ones_told():
    cells = ["2026-01-05"] * 20 + ["2026-02-30", "soon", "1999-12-31", "31.04.2026", ""]
    found = read(cells)
    assert found.bad.tolist() == [False] * 20 + [True] * 4 + [False]
    assert np.isnat(found.days[20:]).all()
    assert "future: 1, up to 2031-01-01" in read(["2026-01-05", "2031-01-01"]).warnings[0]
    with pytest.raises(
        SheetUnreadable, match=r'2 of 3 cells that are no date .*"soon" in line 8 and "later" in line 9'
    ):
        read(["2026-01-05", "soon", "later"], lines=np.array([7, 8, 9]))


def test_days_and_months_in_one_column_have_no_period():
    assert read(["2026-01-05", "2026-02"]).period is None


def test_times_in_utc_are_told():
    assert "UTC" in read(["2026-01-05T10:00:00Z"]).warnings[0]
    assert read(["2026-01-05T10:00:00+05:00"]).warnings == ()


def test_date_cells_that_excel_may_have_turned_are_asked():
    """Excel with US settings opened 13/04/2026, 03/04/2026, 06/05/2026: the first stayed text."""
    cells, dates = ["13/04/2026", "", ""], typed("NaT", "2026-03-04", "2026-06-05")
    key = "turned:sales.csv:Datum"
    assert read(cells, typed=dates).question.key == key
    assert days(read(cells, typed=dates, answers={key: "yes"})) == ["2026-04-13", "2026-04-03", "2026-05-06"]
    assert days(read(cells, typed=dates, answers={key: "no"})) == ["2026-04-13", "2026-03-04", "2026-06-05"]
    sure = typed("NaT", "2026-03-04", "2026-06-25")
    assert read(cells, typed=sure).question is None


FORMATS = [
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%Y%m%d",
    "%d %b %Y",
    "%b-%d-%y",
]
DAYS = st.lists(st.dates(dt.date(2001, 1, 1), TODAY), min_size=1, max_size=40)


@pytest.mark.parametrize("form", FORMATS)
@given(dates=DAYS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_days_in_any_format_come_back_or_are_asked(form, dates):
    texts = [date.strftime(form) for date in dates]
    found = read(texts)
    if found.question is not None:
        assert "/" in form
        order = "dmy" if form.startswith("%d") else "mdy"
        assert order in {choice.key for choice in found.question.choices}
        found = read(texts, answers={KEY: order})
    assert days(found) == [date.isoformat() for date in dates]
    assert not found.bad.any()
