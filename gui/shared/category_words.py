"""What the categories are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.records import Category

translate = QCoreApplication.translate


def category_name(category: Category) -> str:
    """The category as a heading."""
    names = {
        Category.ON_MODEL: translate("Categories", "On model"),
        Category.WORN: translate("Categories", "Worn"),
        Category.PRODUCT_ONLY: translate("Categories", "Product only"),
    }
    return names[category]
