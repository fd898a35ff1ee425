"""Files as sellers save them to tables: encodings, delimiters, headers, workbooks, and what is no sheet."""

import csv
import datetime as dt
import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import SheetUnreadable
from engine.sheets.dates import read_dates
from engine.sheets.numbers import read_numbers
from engine.sheets.read_table import read_table

ROWS = [
    ["Product", "Date", "Units", "Price"],
    ["Größe M", "2026-01-05", "3", "19.90"],
    ["€ 5 token", "2026-01-12", "1", "5.00"],
]


def save(folder, content, *, name="sales.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def delimited(rows, delimiter=",", line_end="\n"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def contents(table):
    return [list(table.header), *table.cells.to_numpy().tolist()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(tmp_path, encoding, delimiter, line_end):
    table = read_table(save(tmp_path, delimited(ROWS, delimiter, line_end), encoding=encoding))
    assert contents(table) == ROWS
    assert table.lines.tolist() == [2, 3]
    assert table.questions == ()
    assert ("cp1252" in " ".join(table.notes)) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("encoding", "word"),
    [("cp1251", "Привет"), ("cp1250", "Łódź"), ("cp437", "Größe"), ("mac_roman", "Größe")],
)
def test_an_encoding_that_is_not_certain_is_asked(tmp_path, encoding, word):
    path = save(tmp_path, delimited([["product", "units"], [word, "3"], ["plain", "4"]]), encoding=encoding)
    (question,) = read_table(path).questions
    assert question.key == "encoding:sales.csv"
    assert f'"{word}"' in {choice.key: choice.label for choice in question.choices}[encoding]
    table = read_table(path, answers={question.key: encoding})
    assert table.cells[0].tolist() == [word, "plain"]
    assert table.questions == ()
    with pytest.raises(SheetUnreadable, match="is no answer to encoding"):
        read_table(path, answers={question.key: "utf-16"})


def test_damaged_utf8_is_asked(tmp_path):
    path = save(tmp_path, "product,units\nGröße,3\nMütze,3\n".encode() + b"Stra\xffe,4\n")
    (question,) = read_table(path).questions
    assert question.choices[0].key == "utf-8"
    assert read_table(path, answers={question.key: "utf-8"}).cells[0].tolist() == [
        "Größe",
        "Mütze",
        "Stra\ufffde",
    ]


def test_the_delimiter_that_excel_is_told(tmp_path):
    table = read_table(save(tmp_path, "sep=;\nproduct;units\na,b;3\n"))
    assert contents(table) == [["product", "units"], ["a,b", "3"]]
    assert table.lines.tolist() == [3]


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path):
    table = read_table(save(tmp_path, "product;price\nA, B, C;2,5\nD, E, F;3,5\n"))
    assert table.cells[1].tolist() == ["2,5", "3,5"]


def test_text_stays_text(tmp_path):
    rows = [["product", "units"], ["NA", "1"], ["00123", "2"], ["null", "3"], ["1e5", "4"]]
    assert contents(read_table(save(tmp_path, delimited(rows)))) == rows


def test_quoted_cells_over_several_lines(tmp_path):
    text = 'product,units\n"one ""1""\ntwo, three",3\nplain,4\n'
    table = read_table(save(tmp_path, text))
    assert table.cells[0].tolist() == ['one "1"\ntwo, three', "plain"]
    assert table.lines.tolist() == [2, 4]
    assert table.original_line(0) == '"one ""1""\ntwo, three",3'
    assert table.original_line(1) == "plain,4"


def test_an_inch_mark_inside_a_cell(tmp_path):
    table = read_table(save(tmp_path, 'product,units\nframe 5" x 7",3\nframe 5",4\npole 6", long,5\n'))
    assert table.cells[0].tolist() == ['frame 5" x 7"', 'frame 5"', 'pole 6"']
    assert table.ragged == {2: "3 cells where the header has 2"}


def test_rows_that_do_not_fit_are_told_with_their_line(tmp_path):
    text = "product,date,units,price\na,2026-01-05,3,19,90\nb,2026-01-05,3,2.5\n\nc,3,2.5\n"
    text += "2 record(s) downloaded\n"
    table = read_table(save(tmp_path, text))
    assert dict(zip(table.lines[list(table.ragged)].tolist(), table.ragged.values(), strict=True)) == {
        2: "5 cells where the header has 4",
        5: "3 cells where the header has 4",
        6: "1 cells where the header has 4",
    }
    assert table.original_line(2) == "c,3,2.5"
    assert len(table.cells) == 4


def test_unquoted_decimal_commas_are_no_prices(tmp_path):
    """Every row has a cell too many: none of them may pass for a price of 19."""
    rows = "".join(f"a,2026-01-{day:02},3,19,{day}\n" for day in range(1, 20))
    assert len(read_table(save(tmp_path, "product,date,units,price\n" + rows)).ragged) == 19


@pytest.mark.parametrize("header", ["product,date,units,price,", "product,date,units,price"])
def test_trailing_delimiters_move_nothing(tmp_path, header):
    table = read_table(save(tmp_path, header + "\na,2026-01-05,3,2.5,\nb,2026-01-06,4,2.5,\n"))
    assert table.header == ("product", "date", "units", "price")
    assert table.cells[0].tolist() == ["a", "b"]
    assert table.ragged == {}


def test_title_rows_blank_lines_and_footers(tmp_path):
    text = "\nSales report 2026;;;\nShop;Stylelift;;\n\nProduct;Date;Units;Price\n\n"
    text += "a;05.01.2026;3;2,5\nb;06.01.2026;4;2,5\n"
    table = read_table(save(tmp_path, text))
    assert table.header == ("Product", "Date", "Units", "Price")
    assert table.lines.tolist() == [7, 8]
    assert table.notes == ('2 lines above the header of sales.csv skipped: "Sales report 2026".',)


def test_equal_and_absent_names_are_told_apart(tmp_path):
    table = read_table(save(tmp_path, "product,price,,price\na,1.5,x,2.5\nb,1.5,,2.5\n"))
    assert table.header == ("product", "price", "column 3", "price (2)")


WIDE = (
    "Product;Week 1;;Week 2;;Week 3;\n;Units;Revenue;Units;Revenue;Units;Revenue\n"
    "a;1;10;2;20;3;30\nb;4;40;;;6;60\n"
)


def test_two_line_headers_are_joined_and_turned_when_answered(tmp_path):
    path = save(tmp_path, WIDE)
    table = read_table(path)
    assert table.header[:3] == ("Product", "Week 1 / Units", "Week 1 / Revenue")
    (question,) = table.questions
    assert [choice.key for choice in question.choices] == ["rows", "keep"]
    turned = read_table(path, answers={question.key: "rows"})
    assert contents(turned) == [
        ["Product", "period", "Units", "Revenue"],
        ["a", "Week 1", "1", "10"],
        ["a", "Week 2", "2", "20"],
        ["a", "Week 3", "3", "30"],
        ["b", "Week 1", "4", "40"],
        ["b", "Week 3", "6", "60"],
    ]
    assert turned.lines.tolist() == [3, 3, 3, 4, 4]
    assert turned.original_line(4) == "b;4;40;;;6;60"
    assert "1 blank cells" in turned.notes[-1]
    assert read_table(path, answers={question.key: "keep"}).header == table.header


def test_periods_without_a_measure_are_asked_for_it(tmp_path):
    path = save(tmp_path, "product,sku,2026-01,2026-02,2026-03\na,x,1,2,3\nb,y,4,5,6\n")
    (question,) = read_table(path).questions
    assert [choice.key for choice in question.choices] == ["units", "revenue", "price", "keep"]
    turned = read_table(path, answers={question.key: "units"})
    assert turned.header == ("product", "sku", "period", "units")
    assert turned.cells[3].tolist() == list("123456")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n\n", "is empty"),
        ("a.csv", b"product,date,units\n", "no rows"),
        ("a.csv", b"1,2\n3,4\n", "no row that names its columns"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x01\x00\x02", "not a text file"),
        ("a.csv", b'product,units\n"a,1\nb,2\n', "near line 2.*quotation mark"),
        ("a.xls", b"<html><table><tr><td>product</td></tr></table>", "web page.*save it as XLSX or CSV"),
        ("a.xls", b"\xef\xbb\xbf  <!DOCTYPE html><html>", "web page"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "XML file"),
        ("a.xlsx", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("a.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        ("a.ods", b"\x00\x01\x02\x03", "damaged"),
        ("a.pdf", b"%PDF", "not a sheet"),
    ],
)
def test_what_is_no_sheet_is_told_in_a_sentence(tmp_path, name, data, words):
    with pytest.raises(SheetUnreadable, match=words):
        read_table(save(tmp_path, data, name=name))


def test_folders_and_absent_files(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SheetUnreadable, match="it is a folder"):
        read_table(tmp_path / "folder.csv")
    with pytest.raises(SheetUnreadable, match="cannot be opened: No such file"):
        read_table(tmp_path / "absent.csv")


CENTS = st.integers(0, 10**8).map(lambda cents: cents / 100)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).map(
    lambda name: "p" + name
)
SALES = st.lists(
    st.tuples(NAMES, st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)), CENTS), min_size=1, max_size=30
)


@given(
    sales=SALES,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    top=st.sampled_from(["", "\n", "Report\n\n"]),
    comma=st.booleans(),
)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_table_comes_back_from_any_text_file(tmp_path, sales, delimiter, encoding, line_end, top, comma):
    def price(value):
        return f"{value:.2f}".replace(".", "," if comma else ".")

    rows = [
        ["product", "date", "price"],
        *([name, day.isoformat(), price(value)] for name, day, value in sales),
    ]
    path = save(tmp_path, top + delimited(rows, delimiter, line_end), encoding=encoding)
    table = read_table(path)
    assert table.questions == ()
    assert table.ragged == {}
    assert table.cells[0].tolist() == [name for name, _, _ in sales]
    days = read_dates(table.cells[1], file="", column="", answers={}).days
    assert days.astype("datetime64[D]").tolist() == [day for _, day, _ in sales]
    prices = read_numbers(table.cells[2], file="", column="", answers={}).values
    assert prices.tolist() == [value for _, _, value in sales]


def test_irregular_rows_read_as_the_csv_module_does(tmp_path):
    """The fast way and the csv module agree on quotes, blank lines and rows of any length."""
    rng = np.random.default_rng(7)
    signs = np.array(["a", "b", ",", '"', "\n", " ", "1"])
    compared = 0
    for _ in range(300):
        body = "".join(rng.choice(signs, 40, p=[0.3, 0.15, 0.2, 0.1, 0.1, 0.05, 0.1]))
        text = "product,units\n" + "row,3\n" * 8 + body + "\n"
        try:
            expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
        except csv.Error:
            continue
        expected = [[*row, "", ""][:2] for row in expected if any(map(str.strip, row))]
        table = read_table(save(tmp_path, text))
        assert table.cells.to_numpy().tolist() == [[cell.strip() for cell in row] for row in expected], body
        compared += 1
    assert compared > 50
