"""What a column of a sheet can mean, and the header words that say so in English, German, French, Spanish,
Italian and Portuguese."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, get_args

Role = Literal[
    "product",
    "date",
    "units",
    "revenue",
    "price",
    "image",
    "sku",
    "title",
    "discount",
    "list_price",
    "marketplace",
    "currency",
    "sessions",
    "stock",
    "status",
    "order",
]
ROLES: tuple[Role, ...] = get_args(Role)
NUMERIC: frozenset[Role] = frozenset(
    {"units", "revenue", "price", "discount", "list_price", "sessions", "stock"}
)
LABELS: dict[Role, str] = {
    "product": "the product",
    "date": "the date or period",
    "units": "the units sold",
    "revenue": "the revenue",
    "price": "the price of one unit",
    "image": "the photo",
    "sku": "the SKU",
    "title": "the title",
    "discount": "the discount",
    "list_price": "the list price",
    "marketplace": "the marketplace",
    "currency": "the currency",
    "sessions": "the visits",
    "stock": "the stock",
    "status": "the status of the order",
    "order": "the order number",
}
"""How a question names each role."""

# Plain words, the best first: without accents, case, punctuation and what stands in brackets.
_CLEAR: dict[Role, str] = {
    "product": "product|product name|product id|item|item name|asin|child asin|article|produkt|produktname"
    "|artikel|artikelname|artikelbezeichnung|produit|nom du produit|producto|nombre del producto|articulo"
    "|prodotto|nome prodotto|nome del prodotto|articolo|produto|nome do produto|artigo",
    "date": "date|day|sale date|date of sale|order date|purchase date|week|week starting|week beginning|month"
    "|period|datum|tag|verkaufsdatum|bestelldatum|kaufdatum|woche|kalenderwoche|kw|monat|zeitraum"
    "|jour|date de vente|date de commande|semaine|mois|periode"
    "|fecha|dia|fecha de venta|fecha de pedido|semana|mes|periodo"
    "|data|giorno|data di vendita|data vendita|data ordine|settimana|mese"
    "|data da venda|data do pedido",
    "units": "units|units sold|units ordered|quantity|qty|quantity sold|items sold|pieces|pcs|net items sold"
    "|menge|anzahl|stuck|stuckzahl|verkaufte menge|verkaufte stuck|verkaufte stuckzahl|verkaufte einheiten"
    "|einheiten|absatz|quantite|qte|quantite vendue|unites|unites vendues"
    "|cantidad|unidades|uds|unidades vendidas|cantidad vendida"
    "|quantita|qta|pezzi|pezzi venduti|unita|unita vendute|quantita venduta"
    "|quantidade|qtd|quantidade vendida",
    "revenue": "revenue|net revenue|net sales|sales amount|turnover|sales revenue|line total"
    "|umsatz|nettoumsatz|umsatzerlose|erlos|chiffre d affaires|ca|ca ht|ventes nettes"
    "|ingresos|ingresos netos|ventas netas|facturacion"
    "|fatturato|ricavi|ricavo|vendite nette|receita|receita liquida|faturamento|vendas liquidas",
    "price": "price|unit price|price per unit|price each|selling price|sale price|price paid"
    "|preis|stuckpreis|einzelpreis|verkaufspreis|vk|vk preis|prix|prix unitaire|prix de vente"
    "|precio|precio unitario|precio de venta|prezzo|prezzo unitario|prezzo di vendita"
    "|preco|preco unitario|preco de venda",
    "image": "image|photo|picture|main image|image url|image src|image file|photo file"
    "|bild|foto|hauptbild|bilddatei|bild url|photo principale|image principale"
    "|imagen|imagen principal|immagine|immagine principale|imagem|imagem principal",
    "sku": "sku|seller sku|variant sku|merchant sku|item number|article number|custom label"
    "|artikelnummer|artikel nr|artnr|art nr|ugs|reference|ref|referencia|codice articolo|codigo",
    "title": "title|product title|item title|listing title|titel|produkttitel|titre|titulo|titolo",
    "discount": "discount|discount amount|discounts|rabatt|nachlass|remise|reduction|descuento|sconto"
    "|desconto",
    "list_price": "list price|compare at price|rrp|msrp|regular price|recommended retail price"
    "|uvp|listenpreis|prix conseille|prix barre|pvp|precio de lista|prezzo di listino|preco de tabela",
    "marketplace": "marketplace|sales channel|channel|market|store|marktplatz|verkaufskanal|kanal"
    "|place de marche|canal de vente|canal|mercado|canal de venta|canale|canale di vendita|canal de venda",
    "currency": "currency|currency code|wahrung|devise|monnaie|moneda|divisa|valuta|moeda",
    "sessions": "sessions|sessions total|visits|sitzungen|besuche|visites|visitas|sesiones|sessioni|visite"
    "|sessoes",
    "stock": "stock|inventory|stock level|stock quantity|quantity in stock|bestand|lagerbestand"
    "|existencias|inventario|giacenza|estoque",
    "status": "status|order status|financial status|bestellstatus|statut|statut de la commande|estado"
    "|estado del pedido|stato|stato ordine|estado do pedido",
    "order": "order|order id|order number|order no|bestellnummer|bestell nr|auftragsnummer"
    "|numero de commande|commande|numero de pedido|pedido|numero ordine|ordine|numero do pedido",
}
# Words that say it only nearly: the user is asked.
_VAGUE: dict[Role, str] = {
    "product": "name|handle|id|bezeichnung|nom|nombre|nome|description|beschreibung",
    "date": "time|created at|paid at|shipped|ship date|timestamp|zeit|start|from|von",
    "units": "sold|sales|count|number|verkauft|verkaufe|ventes|ventas|vendite|vendas|nombre|numero|orders",
    "revenue": "sales|total|amount|total sales|gross sales|item total|verkaufe|betrag|summe|gesamt|montant"
    "|ventes|importe|ventas|importo|totale|vendite|valor|vendas|total price",
    "price": "item price|cost|average price|durchschnittspreis|prix moyen|precio medio|prezzo medio|value",
    "image": "file|filename|file name|datei|dateiname|fichier|archivo|arquivo|url",
}
_DASHES = re.compile(r"[\u2010-\u2015\u2212_/.,:;#*'\u2019\u2018\"|-]+")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ACCENT = "Mn"


def exact_header(header: str) -> str:
    """The header in one spelling: NFKC, no case, accents, punctuation or dashes of any kind, single blanks.

    What stands in brackets stays, which keeps "(Parent) ASIN" and "(Child) ASIN" apart.
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", header).casefold())
    plain = "".join(letter for letter in letters if unicodedata.category(letter) != _ACCENT)
    return " ".join(re.sub(r"[()\[\]]", " ", _DASHES.sub(" ", plain)).split())


def plain_header(header: str) -> str:
    """The same without what stands in brackets, such as a currency, unless nothing else is there."""
    return exact_header(_BRACKETED.sub(" ", header)) or exact_header(header)


def _by_word(table: dict[Role, str]) -> dict[str, list[tuple[Role, int]]]:
    found: dict[str, list[tuple[Role, int]]] = {}
    for role, words in table.items():
        for place, word in enumerate(words.split("|")):
            found.setdefault(word, []).append((role, place))
    return found


_CLEAR_WORDS, _VAGUE_WORDS = _by_word(_CLEAR), _by_word(_VAGUE)
CLEAR, VAGUE = 0.95, 0.7


def header_scores(header: str) -> dict[Role, float]:
    """How much the header alone speaks for each role, 0..1: CLEAR for a plain word, VAGUE for one that says
    it only nearly; of several words of a role the earlier one a little more."""
    name = plain_header(header)
    scores = {role: VAGUE - place / 1000 for role, place in _VAGUE_WORDS.get(name, ())}
    scores |= {role: CLEAR - place / 1000 for role, place in _CLEAR_WORDS.get(name, ())}
    return scores
