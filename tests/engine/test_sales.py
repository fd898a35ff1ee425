"""Sales sheets as sellers save them: nothing guessed, nothing lost."""

import datetime as dt
from pathlib import Path

import pytest

from engine.errors import AnswersNeeded, SheetUnreadable
from engine.sheets.sales import read_sales

HEADER = "product,date,units,price,image\n"


def sheet(folder: Path, text: str, *, name: str = "sales.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_text_stays_text(tmp_path):
    path = sheet(tmp_path, HEADER + "NA,2026-01-05,1,2.5,a.jpg\n00123,2026-01-05,2,2.5,b.jpg\n")
    rows = read_sales([path]).decided().rows
    assert rows["product"].tolist() == ["NA", "00123"]
    assert rows["revenue"].tolist() == [2.5, 5.0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path, encoding, delimiter):
    table = [
        ["Product", "DATE", "Units ", " price", "Image"],
        ['"Größe ""M"", lang; weit"', "2026-01-05", "3", "19.90", "a.jpg"],
        ["€ 5", "2026-01-12", "1", "5.00", "a.jpg"],
    ]
    text = "\n".join(delimiter.join(cells) for cells in table) + "\n"
    rows = read_sales([sheet(tmp_path, text, encoding=encoding)]).decided().rows
    assert rows["product"].tolist() == ['Größe "M", lang; weit', "€ 5"]
    assert rows["price"].tolist() == [19.9, 5.0]


def test_decimal_comma_where_it_is_plain(tmp_path):
    text = "product;date;units;price\na;05.01.2026;3;19,90\na;12.01.2026;1;20\n"
    rows = read_sales([sheet(tmp_path, text)]).decided().rows
    assert rows["price"].tolist() == [19.9, 20.0]
    assert rows["date"].dt.day.tolist() == [5, 12]


@pytest.mark.parametrize("prices", [("1.234", "2.500"), ("1,234", "2,500")])
def test_ambiguous_numbers_are_asked_about(tmp_path, prices):
    lines = "".join(f"a;2026-01-05;1;{price}\n" for price in prices)
    path = sheet(tmp_path, "product;date;units;price\n" + lines)
    (question,) = read_sales([path]).questions
    with pytest.raises(AnswersNeeded, match=r"--answer 'decimal:sales\.csv:price=comma'"):
        read_sales([path]).decided()
    read = {
        choice.key: read_sales([path], answers={question.key: choice.key}).decided().rows["price"].tolist()
        for choice in question.choices
    }
    assert sorted(read.values()) == [[1.234, 2.5], [1234.0, 2500.0]]


@pytest.mark.parametrize(
    ("days", "months"),
    [(("13/02/2026", "01/03/2026"), [2, 3]), (("02/13/2026", "03/01/2026"), [2, 3])],
)
def test_date_order_is_taken_from_the_column(tmp_path, days, months):
    lines = "".join(f"a,{day},1,2.5,x\n" for day in days)
    assert read_sales([sheet(tmp_path, HEADER + lines)]).decided().rows["date"].dt.month.tolist() == months


def test_ambiguous_dates_are_asked_about_and_mixed_ones_refused(tmp_path):
    mixed, open_ = (
        sheet(tmp_path, HEADER + "".join(f"a,{day},1,2.5,x\n" for day in days), name=name)
        for name, days in {
            "mixed.csv": ("13/02/2026", "02/13/2026"),
            "open.csv": ("01/02/2026", "03/04/2026"),
        }.items()
    )
    with pytest.raises(SheetUnreadable, match="2026-03-31"):
        read_sales([mixed])
    (question,) = read_sales([open_]).questions
    found = read_sales([open_], answers={question.key: "dmy"}).decided().rows
    assert found["date"].dt.month.tolist() == [2, 4]


def test_bad_rows_are_set_aside_with_line_and_reason(tmp_path):
    good = "".join(f"a,2026-01-{day:02d},1,2.5,x\n" for day in range(1, 21))
    wrong = [",2026-01-05,1,2.5,x", "a,soon,1,2.5,x", "a,2026-01-05,two,2.5,x"]
    bad = "\n".join([*wrong, "a,2026-01-05,1,0,x", "a,2026-01-05,1,2.5,x,y", ""])
    sales = read_sales([sheet(tmp_path, HEADER + good + "\n" + bad)]).decided()
    found = sales.set_aside[["line", "code", "reason"]].to_numpy().tolist()
    assert found == [
        [23, "W10", "no product"],
        [24, "W10", "the date cannot be read"],
        [25, "W10", "the units cannot be read"],
        [26, "W11", "units without a price above 0"],
        [27, "W10", "more cells than the header"],
    ]
    assert sales.rows_read == 25 == len(sales.rows) + len(sales.set_aside)


def test_missing_columns_name_the_headers_found(tmp_path):
    path = sheet(tmp_path, "colour,date\n12,2026-01-05\n")
    with pytest.raises(
        SheetUnreadable,
        match=r"no column product or price \(or revenue\)\. Headers found: colour, date\.",
    ):
        read_sales([path])
    path = sheet(tmp_path, "product,date,units\na,2026-01-05,1\n")
    with pytest.raises(SheetUnreadable, match=r"no column price \(or revenue\)"):
        read_sales([path])


def test_price_comes_from_revenue_where_it_is_not_given(tmp_path):
    path = sheet(tmp_path, "product,date,units,revenue\na,2026-01-05,4,10.00\na,2026-01-12,0,0\n")
    rows = read_sales([path]).decided().rows
    assert rows["price"].iloc[0] == 2.5
    assert rows["price"].isna().iloc[1]


def test_workbook(tmp_path):
    import xlsxwriter

    path = tmp_path / "sales.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("simulated")
        page.write_row(0, 0, ["Product", "Date", "Units", "Price"])
        for row, price in enumerate((19.125, 20.5, 21), start=1):
            page.write_row(row, 0, [123, None, 2, price])
            page.write_datetime(
                row, 1, dt.datetime(2026, 1, row), book.add_format({"num_format": "yyyy-mm-dd"})
            )
    rows = read_sales([path]).decided().rows
    assert rows["product"].tolist() == ["123"] * 3
    assert rows["price"].tolist() == [19.125, 20.5, 21.0]
    assert rows["date"].dt.day.tolist() == [1, 2, 3]


def test_several_sheets_are_one_table_and_a_copy_counts_once(tmp_path):
    one = sheet(tmp_path, HEADER + "a,2026-01-05,1,2.5,x\n", name="one.csv")
    two = sheet(tmp_path, HEADER + "b,2026-01-05,1,2.5,x\n", name="two.csv")
    copy = sheet(tmp_path, HEADER + "a,2026-01-05,1,2.5,x\n", name="copy.csv")
    sales = read_sales([one, two, copy]).decided()
    assert sales.rows["product"].tolist() == ["a", "b"]
    assert sales.warnings == ("copy.csv has the same content as one.csv; it was read once.",)


def test_copies_of_a_row_are_asked_about(tmp_path):
    path = sheet(tmp_path, HEADER + "a,2026-01-05,1,2.5,x\n" * 3)
    (question,) = read_sales([path]).questions
    assert question.key == "copies:sales.csv"
    assert "another row: 2, for example in line 3" in question.text
    kept = read_sales([path], answers={"copies:sales.csv": "sales"}).decided()
    assert (kept.rows["units"].sum(), len(kept.set_aside)) == (3, 0)
    dropped = read_sales([path], answers={"copies:sales.csv": "copies"}).decided()
    assert (dropped.rows["units"].sum(), dropped.set_aside["line"].tolist()) == (1, [3, 4])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"product,date,units,price\n", "no rows"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        ("a.xlsx", b"PK\x03\x04 broken", "cannot be read"),
        ("a.pdf", b"%PDF", "not a sheet"),
        ("a.csv", b'product,date,units,price\n"a,2026-01-05,1,2\n', "near line"),
        ("a.csv", b"product,date,units,price\n" + b"a" * 200_000 + b",2026-01-05,1,2\n", "near line 2"),
    ],
)
def test_hopeless_files_are_told_in_a_sentence(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SheetUnreadable, match=words):
        read_sales([path]).decided()


@pytest.mark.parametrize(
    ("units", "price", "reason"),
    [
        ("1e400", "2.5", "the units cannot be read"),
        ("1e300", "2.5", "the units cannot be read"),
        ("1", "1e400", "the price cannot be read"),
        ("1e-320", "", "units without a price above 0"),
    ],
)
def test_numbers_beyond_counting_are_set_aside(tmp_path, units, price, reason):
    good = "".join(f"a,2026-01-{day:02d},1,2.5,,x\n" for day in range(1, 21))
    text = "product,date,units,price,revenue,image\n" + good + f"a,2026-01-25,{units},{price},5,x\n"
    sales = read_sales([sheet(tmp_path, text)]).decided()
    assert sales.set_aside[["line", "reason"]].to_numpy().tolist() == [[22, reason]]
    assert sales.rows[["units", "price", "revenue"]].abs().max().max() < 100


def test_a_folder_called_like_a_sheet_is_told(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SheetUnreadable, match="cannot be opened"):
        read_sales([tmp_path / "folder.csv"]).decided()


def test_a_sheet_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    path = sheet(tmp_path, HEADER + "a,2026-01-05,1,2.5,x\n")

    def barred(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", barred)
    with pytest.raises(SheetUnreadable, match=r"sales\.csv cannot be opened: Permission denied"):
        read_sales([path]).decided()


def test_an_absent_file_is_told(tmp_path):
    with pytest.raises(SheetUnreadable, match="cannot be opened"):
        read_sales([tmp_path / "absent.csv"]).decided()


def test_ragged_rows_do_not_hide_the_delimiter(tmp_path):
    """Decimal commas in every row, a trailing cell in some: still a sheet of semicolons."""
    rows = [f"a;2026-01-{day:02};1;2,55;x.jpg" + (";x" if day % 7 == 5 else "") for day in range(5, 26)]
    sales = read_sales(
        [sheet(tmp_path, "product;date;units;price;image\n" + "\n".join(rows) + "\n")]
    ).decided()
    assert (len(sales.rows), len(sales.set_aside)) == (18, 3)
    assert set(sales.set_aside["reason"]) == {"more cells than the header"}
    assert set(sales.rows["price"]) == {2.55}


def test_products_that_differ_in_capitals_are_told(tmp_path):
    lines = "tee-coral,2026-01-05,1,2.5,x\nTEE-CORAL,2026-01-12,1,2.5,x\n"
    (warning,) = read_sales([sheet(tmp_path, HEADER + lines)]).decided().warnings
    assert "TEE-CORAL and tee-coral" in warning


def test_a_row_saved_without_its_last_blank_cells_is_whole(tmp_path):
    sales = read_sales(
        [sheet(tmp_path, HEADER + "a,2026-01-05,1,2.5\na,2026-01-12,1\nb,2026-01-05,1,2.5,x\n")]
    )
    assert sales.decided().rows["image"].tolist() == ["", "x"]
    assert sales.decided().set_aside["reason"].tolist() == ["units without a price above 0"]
