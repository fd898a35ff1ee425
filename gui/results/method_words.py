"""The method in plain words, and the list that stands with every number."""

from __future__ import annotations

import html

from PySide6.QtCore import QCoreApplication

from engine.footing import footing_lines
from engine.study import Study

translate = QCoreApplication.translate


def method(study: Study) -> str:
    """Rich text: the model, how errors are made, what was used."""
    text = translate(
        "MethodWords",
        "<p>Only products whose photo type changed over time tell the effect apart from the product. The "
        "effect in percent is 100 (exp(beta) − 1); the interval is mapped the same way. Errors are "
        "clustered by product: CR2 with Bell-McCaffrey degrees of freedom up to 200 products, CR1 with the "
        "effective number of products that changed, less one, above. An effect that hangs on one product "
        "is not given. A week in which the photo type changed is set aside.</p><p>Other things may have "
        "changed in the same weeks as the photo. This is an association.</p>",
    )
    return "".join(
        [
            translate("MethodWords", "<h3>Model</h3><p>{0}.</p>").format(html.escape(study.model)),
            f"<p style='font-family: monospace'>{html.escape(study.equation or study.formula)}</p>",
            text,
            translate("MethodWords", "<h3>What stands with every number</h3>"),
            "<p>" + "<br>".join(map(_line, footing_lines(study))) + "</p>",
        ]
    )


def _line(fact: str) -> str:
    """As HTML; what is indented stays so."""
    told = fact.lstrip()
    return "&nbsp;" * (len(fact) - len(told)) + html.escape(told)
