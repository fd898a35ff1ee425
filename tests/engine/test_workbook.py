"""Workbooks to tables: which sheet, typed cells, and what only the file's inside says."""

import datetime as dt
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from engine.errors import SheetUnreadable
from engine.sheets.dates import read_dates
from engine.sheets.numbers import read_numbers
from engine.sheets.read_table import read_table

ODF = ("office", "table", "text", "manifest")
HEADER = ["Product", "Date", "Units", "Price"]
DAYS = [dt.date(2026, 1, day) for day in (5, 6, 7)]
PRICES = [19.125, 2.5, 21.0]


def fill(page, book, *, rows=3):
    page.write_row(0, 0, HEADER)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for row in range(rows):
        page.write_row(row + 1, 0, [f"{123 + row:05}", None, row + 1, PRICES[row % 3]])
        page.write_datetime(row + 1, 1, dt.datetime.combine(DAYS[row % 3], dt.time()), day)


def xlsx(path, *, options=None, **pages):
    with xlsxwriter.Workbook(path, options or {}) as book:
        for name, write in pages.items():
            write(book.add_worksheet(name), book)
    return path


def as_ods(path):
    """An ODS file as the standard has it (OASIS OpenDocument 1.2, part 1, sections 9.1 and 19.385)."""
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ODF)

    def cell(kind, value, text=""):
        given = "" if kind == "string" else f' office:{"date-" if kind == "date" else ""}value="{value}"'
        return (
            f'<table:table-cell office:value-type="{kind}"{given}><text:p>{text}</text:p></table:table-cell>'
        )

    rows = ["".join(cell("string", "", name) for name in HEADER)]
    for row in range(3):
        numbers = cell("float", row + 1) + cell("float", PRICES[row])
        rows.append(cell("string", "", f"{123 + row:05}") + cell("date", DAYS[row].isoformat()) + numbers)
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    sheet = f'<table:table table:name="sales">{body}</table:table>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>{sheet}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest{spaces}>{entry}</manifest:manifest>")


def as_xlsx(path):
    xlsx(path, sales=fill)


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.xlsx", as_xlsx), ("a.xlsm", as_xlsx), ("a.csv", as_xlsx), ("a.ods", as_ods)],
)
def test_cells_keep_their_values(tmp_path, name, write):
    """a.csv: a workbook under another name."""
    write(tmp_path / name)
    table = read_table(tmp_path / name)
    assert table.header == tuple(HEADER)
    assert table.cells[0].tolist() == ["00123", "00124", "00125"]
    assert table.cells[1].tolist() == [day.isoformat() for day in DAYS]
    assert table.typed_numbers[3].tolist() == PRICES
    assert table.typed_days[1].astype("datetime64[D]").tolist() == DAYS
    assert table.lines.tolist() == [2, 3, 4]
    assert table.original_line(0).startswith("00123\t2026-01-05\t1\t19.125")
    price = {"file": "", "column": "", "answers": {}}
    assert read_numbers(table.cells[3], typed=table.typed_numbers[3], **price).values.tolist() == PRICES
    assert read_numbers(table.cells[3], **price).values.tolist() == PRICES  # from the texts alone too


def test_typed_cells_among_texts(tmp_path):
    def write(page, book):
        fill(page, book)
        page.write_row(4, 0, ["a", "08.01.2026", "4", "1.234,50"])

    table = read_table(xlsx(tmp_path / "a.xlsx", sales=write))
    about = {"file": "", "column": "", "answers": {}}
    prices = read_numbers(table.cells[3], typed=table.typed_numbers[3], **about)
    assert prices.values.tolist() == [*PRICES, 1234.5]
    days = read_dates(table.cells[1], typed=table.typed_days[1], **about)
    assert days.days.astype("datetime64[D]").tolist() == [*DAYS, dt.date(2026, 1, 8)]


def test_days_that_count_from_1904(tmp_path):
    def write(page, book):
        fill(page, book)
        page.write_row(4, 0, ["a", 44568 - 1462 + 1461, 4, 2.5])  # a day without a date format

    table = read_table(xlsx(tmp_path / "a.xlsx", options={"date_1904": True}, sales=write))
    found = read_dates(table.cells[1], typed=table.typed_days[1], file="", column="", answers={})
    expected = dt.date(1904, 1, 1) + dt.timedelta(days=44568 - 1462 + 1461)
    assert found.days.astype("datetime64[D]").tolist() == [*DAYS, expected]


def info(page, book):
    page.write_row(0, 0, ["Sales of 2026"])
    page.write_row(1, 0, ["made by", "someone"])


def test_the_best_sheet_is_taken_and_the_others_are_named(tmp_path):
    def hidden(page, book):
        fill(page, book, rows=9)
        page.hide()

    table = read_table(xlsx(tmp_path / "a.xlsx", info=info, sales=fill, old=hidden))
    assert len(table.cells) == 3
    assert table.questions == ()
    assert table.notes == (
        'The sheet "sales" of a.xlsx was read; not read: "info" (2 rows), "old" (hidden, 10 rows).',
    )


def test_sheets_that_look_alike_are_asked(tmp_path):
    def longer(page, book):
        fill(page, book, rows=5)

    path = xlsx(tmp_path / "a.xlsx", info=info, Q1=fill, Q2=longer)
    (question,) = read_table(path).questions
    assert (question.key, [choice.key for choice in question.choices]) == ("sheet:a.xlsx", ["Q1", "Q2"])
    assert len(read_table(path).cells) == 5
    assert len(read_table(path, answers={question.key: "Q1"}).cells) == 3
    with pytest.raises(SheetUnreadable, match="is no answer"):
        read_table(path, answers={question.key: "info"})


def test_merged_headers(tmp_path):
    def write(page, book):
        page.write(0, 0, "Sales report")
        page.merge_range(2, 0, 3, 0, "Product")
        for week in range(3):
            page.merge_range(2, 1 + 2 * week, 2, 2 + 2 * week, f"Week {week + 1}")
            page.write_row(3, 1 + 2 * week, ["Units", "Revenue"])
        for row in (4, 5):
            page.write_row(row, 0, [f"p{row}", 1, 10.5, 2, 20.5, 3, 30.5])

    table = read_table(xlsx(tmp_path / "a.xlsx", sales=write), answers={"layout:a.xlsx": "rows"})
    assert table.header == ("Product", "period", "Units", "Revenue")
    assert table.typed_numbers[3].tolist() == [10.5, 20.5, 30.5] * 2
    assert table.lines.tolist() == [5, 5, 5, 6, 6, 6]


def test_formulas_without_a_value_are_told(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADER, ["a", "2026-01-05", 1, "=1+1"], ["b", "2026-01-06", 1, "=A1"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert table.cells[3].tolist() == ["", ""]
    assert "2 formulas of a.xlsx have no stored value (such as D2, D3)" in table.notes[0]


def test_a_sheet_that_is_full_was_probably_truncated(tmp_path):
    """65,536 rows, as many as XLS holds; an XLSX file of 1,048,576 takes too long for a test."""

    def write(page, book):
        fill(page, book)
        page.write_row(65_535, 0, ["last", None, 1, 2.5])

    table = read_table(xlsx(tmp_path / "a.xlsx", sales=write))
    assert "probably truncated" in table.notes[0]
    assert table.lines[-1] == 65_536


def test_a_zip_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.csv", "w") as package:
        package.writestr("sales.csv", "product,units\n")
    with pytest.raises(SheetUnreadable, match="damaged or of another kind"):
        read_table(tmp_path / "a.csv")


def test_a_book_without_a_table(tmp_path):
    with pytest.raises(SheetUnreadable, match="no sheet with rows"):
        read_table(xlsx(tmp_path / "a.xlsx", empty=lambda page, book: None))


def test_random_floats_survive(tmp_path):
    numbers = np.random.default_rng(3).lognormal(3, 2, 500)

    def write(page, book):
        page.write_row(0, 0, ["product", "price"])
        for row, number in enumerate(numbers, start=1):
            page.write_row(row, 0, [f"p{row}", number])

    table = read_table(xlsx(tmp_path / "a.xlsx", sales=write))
    found = read_numbers(table.cells[1], file="", column="", answers={})
    np.testing.assert_allclose(found.values, numbers, rtol=1e-15)


def test_a_workbook_of_excel_97():
    """A file of the Federal Reserve's data that statsmodels ships, and the values that statsmodels gives."""
    from statsmodels.datasets import macrodata

    path = Path(macrodata.__file__).parent / "src" / "macrodata.xls" / "macrodata.xls"
    (question,) = read_table(path).questions
    assert [choice.key for choice in question.choices] == ["Monthly", "Quarterly"]
    table = read_table(path, answers={question.key: "Quarterly"})
    published = macrodata.load_pandas().data
    first = int(np.flatnonzero(table.typed_days[0] == np.datetime64("1959-01-01"))[0])
    for header, name in (("GDPC96", "realgdp"), ("PCECC96", "realcons")):
        values = table.typed_numbers[table.header.index(header)]
        np.testing.assert_array_equal(values[first : first + len(published)], published[name])


def test_a_stray_cell_far_out_is_told(tmp_path):
    def write(page, book):
        fill(page, book)
        page.write(1_048_575, 16_383, "stray")

    with pytest.raises(SheetUnreadable, match="reaches to XFD1048576"):
        read_table(xlsx(tmp_path / "a.xlsx", sales=write))


def test_a_damaged_workbook_that_would_end_the_process_is_told(tmp_path):
    """One cell of a real file moved to row and column 65,536: its reader asks for 100 GB and aborts."""
    from statsmodels.datasets import macrodata

    path = Path(macrodata.__file__).parent / "src" / "macrodata.xls" / "macrodata.xls"
    data = bytearray(path.read_bytes())
    number = data.find(bytes.fromhex("03020e00"))  # NUMBER, 14 bytes: row, column, format, value
    data[number + 4 : number + 8] = b"\xff" * 4
    (tmp_path / "a.xls").write_bytes(data)
    with pytest.raises(SheetUnreadable, match=r"a\.xls cannot be read: it is damaged"):
        read_table(tmp_path / "a.xls")
