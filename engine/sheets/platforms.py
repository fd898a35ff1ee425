"""The exports of shop platforms: the headers that tell each of them, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.sheets.roles import Role, exact_header

Amount = Literal[
    "line_amount",  # of the whole line, before its discount
    "line_discount",
    "order_discount",  # of the whole order, to be spread over its lines by value
    "order_subtotal",  # of the whole order after all discounts
    "paid_total",  # of the line with shipping and taxes
    "shipping",
]
_LEAST_HEADERS = 4


@dataclass(frozen=True, slots=True)
class Platform:
    """One kind of export. Headers are in the spelling of `exact_header`; of several the first that is there
    counts."""

    name: str
    """As a user knows it: "Shopify orders"."""
    signature: frozenset[str]
    """Headers of which at least four, and all of `telling`, must be there."""
    telling: frozenset[str]
    roles: Mapping[Role, tuple[str, ...]]
    amounts: Mapping[Amount, tuple[str, ...]] = field(default_factory=dict)
    cancelled_at: str = ""
    """A column that is filled where the order was cancelled."""
    variants_in_product: bool = False
    """Whether the product is "Title - Variant"."""
    catalogue: bool = False
    """Whether it lists products and photos, and no sales."""


def _platform(name: str, *, headers: str, telling: str, **rest: object) -> Platform:
    return Platform(name, frozenset(headers.split("|")), frozenset(telling.split("|")), **rest)  # type: ignore[arg-type]


PLATFORMS: tuple[Platform, ...] = (
    _platform(
        "Shopify orders",
        headers="name|email|financial status|paid at|fulfillment status|created at|lineitem quantity"
        "|lineitem name|lineitem price|lineitem compare at price|lineitem sku|cancelled at|refunded amount"
        "|lineitem discount|discount amount|subtotal",
        telling="name|created at|lineitem quantity|lineitem name|lineitem price",
        roles={
            "order": ("name",),
            "date": ("created at",),
            "product": ("lineitem name",),
            "units": ("lineitem quantity",),
            "price": ("lineitem price",),
            "list_price": ("lineitem compare at price",),
            "sku": ("lineitem sku",),
            "currency": ("currency",),
            "status": ("financial status",),
        },
        amounts={
            "line_discount": ("lineitem discount",),
            "order_discount": ("discount amount",),
            "order_subtotal": ("subtotal",),
        },
        cancelled_at="cancelled at",
        variants_in_product=True,
    ),
    _platform(
        "Shopify sales by product",
        headers="product title|product vendor|product type|net items sold|gross sales|discounts|returns"
        "|net sales|taxes|total sales",
        telling="product title|net items sold|net sales",
        roles={
            "product": ("product title",),
            "date": ("day", "week", "month"),
            "units": ("net items sold",),
            "revenue": ("net sales",),
            "discount": ("discounts",),
        },
    ),
    _platform(
        "Shopify products",
        headers="handle|url handle|title|vendor|variant sku|sku|variant price|price|image src"
        "|product image url|image position|image alt text|variant image|status",
        telling="title|image position",
        roles={
            "product": ("title",),
            "sku": ("variant sku", "sku"),
            "title": ("handle", "url handle"),
            "image": ("image src", "product image url"),
        },
        catalogue=True,
    ),
    _platform(
        "Amazon business report",
        headers="parent asin|child asin|title|sku|sessions total|session percentage total|page views total"
        "|featured offer buy box percentage|units ordered|unit session percentage|ordered product sales"
        "|total order items",
        telling="child asin|units ordered|ordered product sales",
        roles={
            "product": ("sku", "child asin"),
            "date": ("date", "day", "week", "month"),
            "title": ("title",),
            "units": ("units ordered",),
            "revenue": ("ordered product sales",),
            "sessions": ("sessions total", "sessions"),
        },
    ),
    _platform(
        "Amazon orders",
        headers="amazon order id|merchant order id|purchase date|last updated date|order status"
        "|fulfillment channel|sales channel|product name|sku|asin|item status|quantity|currency|item price"
        "|item tax|item promotion discount",
        telling="amazon order id|purchase date|quantity|item price",
        roles={
            "order": ("amazon order id",),
            "date": ("purchase date",),
            "product": ("sku", "asin"),
            "title": ("product name",),
            "units": ("quantity",),
            "currency": ("currency",),
            "marketplace": ("sales channel",),
            "status": ("order status",),
        },
        amounts={"line_amount": ("item price",), "line_discount": ("item promotion discount",)},
    ),
    _platform(
        "Etsy sold items",
        headers="sale date|item name|buyer|quantity|price|coupon code|coupon details|discount amount"
        "|item total|transaction id|listing id|variations|order id|order type",
        telling="sale date|item name|quantity|price|transaction id",
        roles={
            "order": ("order id",),
            "date": ("sale date",),
            "product": ("item name",),
            "units": ("quantity",),
            "price": ("price",),
            "currency": ("currency",),
            "sku": ("sku",),
        },
        amounts={"line_amount": ("item total",), "line_discount": ("discount amount",)},
    ),
    _platform(
        "Etsy listings",
        headers="title|description|price|currency code|quantity|tags|materials|image1|image2|sku",
        telling="title|image1",
        roles={"product": ("title",), "sku": ("sku",), "image": ("image1",)},
        catalogue=True,
    ),
    _platform(
        "eBay orders",
        headers="sales record number|order number|item number|item title|custom label"
        "|sold via promoted listings|quantity|sold for|shipping and handling|total price|sale date"
        "|paid on date|variation details",
        telling="item title|quantity|sold for|sale date",
        roles={
            "order": ("order number", "sales record number"),
            "date": ("sale date",),
            "product": ("item title",),
            "units": ("quantity",),
            "price": ("sold for",),
            "sku": ("custom label",),
        },
        amounts={"paid_total": ("total price",), "shipping": ("shipping and handling",)},
    ),
    _platform(
        "WooCommerce analytics",
        headers="product title|sku|items sold|n revenue|net sales|orders|category|variations|status|stock",
        telling="product title|items sold",
        roles={
            "product": ("product title",),
            "date": ("date", "day", "week", "month"),
            "sku": ("sku",),
            "units": ("items sold",),
            "revenue": ("n revenue", "net sales"),
            "stock": ("stock",),
        },
    ),
    _platform(
        "WooCommerce products",
        headers="id|type|sku|name|published|short description|sale price|regular price|images|parent",
        telling="name|images|regular price",
        roles={"product": ("name",), "sku": ("sku",), "image": ("images",)},
        catalogue=True,
    ),
)


def recognise(header: Sequence[str]) -> Platform | None:
    """The platform whose export has these headers, the one with most of its headers there; None for none."""
    there = {exact_header(name) for name in header}
    known = [
        one for one in PLATFORMS if one.telling <= there and len(one.signature & there) >= _LEAST_HEADERS
    ]
    return max(known, key=lambda one: len(one.signature & there), default=None)


def platform_named(name: str) -> Platform | None:
    """The platform with this name; None for none."""
    return next((one for one in PLATFORMS if one.name == name), None)


def first_place(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The place of the first of `names` that is among the headers; None where none is."""
    places = {exact_header(one): place for place, one in reversed(list(enumerate(header)))}
    return next((places[name] for name in names if name in places), None)
