"""Which column is what: headers of six languages, values where they say nothing, questions where unsure."""

import pytest

from engine.errors import SheetUnreadable
from engine.sheets.mapping import SURE, guess_mapping, header_hash, load_mappings, save_mapping
from engine.sheets.platforms import PLATFORMS, recognise
from engine.sheets.read_table import read_table
from engine.sheets.roles import exact_header, plain_header
from engine.sheets.sales import read_sales

WEEKS = ("2026-01-05", "2026-01-12", "2026-01-19")


def sheet(folder, header, rows, *, name="sales.csv"):
    path = folder / name
    path.write_text("\n".join(";".join(row) for row in [header, *rows]) + "\n", encoding="utf-8")
    return path


def three_rows(*, price="19.90"):
    return [("boot", week, str(units), price) for units, week in enumerate(WEEKS, start=3)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sessions – Total", "sessions - total"),
        ("(Child) ASIN", "child asin"),
        ("Verkaufte Stück", "VERKAUFTE STÜCK"),
        ("N. Revenue", "n revenue"),
        ("Chiffre d’affaires", "chiffre d'affaires"),
        ("Ｐｒｉｃｅ", "price"),
    ],
)
def test_headers_in_one_spelling(one, other):
    assert exact_header(one) == exact_header(other)


def test_brackets_count_only_where_they_are_all_there_is():
    assert plain_header("Price (EUR)") == "price"
    assert plain_header("(units)") == "units"
    assert exact_header("(Parent) ASIN") != exact_header("(Child) ASIN")


@pytest.mark.parametrize(
    "header",
    [
        ("Product", "Date", "Units sold", "Unit price"),
        ("Artikel", "Datum", "Menge", "Einzelpreis (EUR)"),
        ("Produit", "Semaine", "Quantité", "Prix unitaire"),
        ("Producto", "Fecha", "Unidades vendidas", "Precio"),
        ("Prodotto", "Settimana", "Pezzi venduti", "Prezzo unitario"),
        ("Produto", "Data da venda", "Quantidade", "Preço"),
    ],
)
def test_headers_of_six_languages_need_no_question(tmp_path, header):
    rows = read_sales([sheet(tmp_path, header, three_rows())]).decided().rows
    assert rows["units"].tolist() == [3, 4, 5]
    assert rows["price"].tolist() == [19.9] * 3
    assert rows["date"].dt.strftime("%Y-%m-%d").tolist() == list(WEEKS)


def test_a_sku_names_the_product_where_nothing_else_does(tmp_path):
    path = sheet(tmp_path, ("SKU", "Date", "Qty", "Price"), three_rows())
    assert set(read_sales([path]).decided().rows["product"]) == {"boot"}
    named = sheet(
        tmp_path, ("SKU", "Date", "Qty", "Price", "Product"), [(*row, "Boot 7") for row in three_rows()]
    )
    rows = read_sales([named]).decided().rows
    assert set(rows["product"]) == {"Boot 7"}
    assert set(rows["sku"]) == {"boot"}


def test_headers_of_no_known_language_are_asked_about(tmp_path):
    path = sheet(tmp_path, ("termek", "nap", "db", "price"), three_rows())
    asked = {question.key: question for question in read_sales([path]).questions}
    assert set(asked) == {"column:sales.csv:product", "column:sales.csv:date", "column:sales.csv:units"}
    guesses = {key.rpartition(":")[2]: question.choices[0].key for key, question in asked.items()}
    assert guesses == {"product": "termek", "date": "nap", "units": "db"}
    assert "such as boot" in asked["column:sales.csv:product"].choices[0].label
    answers = {key: question.choices[0].key for key, question in asked.items()}
    assert read_sales([path], answers=answers).decided().rows["units"].tolist() == [3, 4, 5]


def test_two_columns_for_one_number_are_asked_about(tmp_path):
    rows = [(*row, "9") for row in three_rows()]
    path = sheet(tmp_path, ("product", "date", "units", "unit price", "quantity"), rows)
    (question,) = read_sales([path]).questions
    assert question.key == "column:sales.csv:units"
    other = read_sales([path], answers={question.key: "quantity"}).decided()
    assert other.rows["units"].tolist() == [9, 9, 9]


def test_rows_that_are_one_unit_each(tmp_path):
    rows = [(*row[:2], row[3]) for row in three_rows()]
    path = sheet(tmp_path, ("product", "date", "price"), rows)
    (question,) = read_sales([path]).questions
    assert question.choices[-1].key == "none"
    assert read_sales([path], answers={question.key: "none"}).decided().rows["units"].tolist() == [1, 1, 1]


def test_a_column_that_holds_something_else_is_asked_about(tmp_path):
    """Called date, holding words: the header alone is not believed."""
    rows = [("boot", "spring", str(units), "19.90") for units in (3, 4, 5)]
    (question,) = read_sales([sheet(tmp_path, ("product", "date", "units", "price"), rows)]).questions
    assert question.key == "column:sales.csv:date"


def test_the_answer_must_be_a_column(tmp_path):
    path = sheet(tmp_path, ("termek", "date", "units", "price"), three_rows())
    with pytest.raises(SheetUnreadable, match="The answers are: termek"):
        read_sales([path], answers={"column:sales.csv:product": "x"})


@pytest.mark.parametrize("missing", ["date", "units"])
def test_a_missing_column_is_named_with_the_headers_found(tmp_path, missing):
    header = [name for name in ("product", "date", "units") if name != missing]
    rows = [("boot", "boots")[: len(header)]] * 2
    with pytest.raises(SheetUnreadable, match=rf"no column .*{missing}.* Headers found: product, "):
        read_sales([sheet(tmp_path, tuple(header), rows)])


def test_mappings_are_kept_by_headers(tmp_path):
    table = read_table(sheet(tmp_path, ("product", "date", "units", "price"), three_rows()))
    other = read_table(sheet(tmp_path, ("Artikel", "Datum", "Menge", "Preis"), three_rows(), name="b.csv"))
    kept = tmp_path / "columns.json"
    assert load_mappings(kept) == {}
    for one in (table, other):
        save_mapping(guess_mapping(one), kept)
    assert load_mappings(kept) == {header_hash(one.header): guess_mapping(one) for one in (table, other)}
    kept.write_text("{broken", encoding="utf-8")
    assert load_mappings(kept) == {}


def test_a_mapping_given_back_wins(tmp_path):
    rows = [(*row, "9") for row in three_rows()]
    path = sheet(tmp_path, ("product", "date", "units", "price", "pieces in box"), rows)
    guess = guess_mapping(read_table(path))
    mine = {
        guess.header_hash: type(guess)({**guess.columns, "units": 4}, guess.confidence, "", guess.header_hash)
    }
    assert read_sales([path], mappings=mine).decided().rows["units"].tolist() == [9, 9, 9]


def test_every_plain_word_is_sure(tmp_path):
    path = sheet(
        tmp_path, ("product", "date", "units", "price", "image"), [(*r, "a.jpg") for r in three_rows()]
    )
    guess = guess_mapping(read_table(path))
    assert set(guess.columns) == {"product", "date", "units", "price", "image"}
    assert min(guess.confidence.values()) >= SURE


def test_platforms_are_told_apart_by_their_own_headers():
    for platform in PLATFORMS:
        assert recognise(sorted(platform.signature)) is platform
    assert recognise(["product", "date", "units", "price"]) is None
