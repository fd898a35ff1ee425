"""The right column: one photo large, its category, why, and all that the networks saw in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.records import Decision, Finding, Photo
from engine.rules.rule import Rule
from gui.browse import rule_words, words
from gui.browse.counted_table import CountedTable
from gui.browse.evidence_tables import EvidenceTables
from gui.browse.picture_view import PictureView
from gui.browse.probability_bars import ProbabilityBars
from gui.shared.badges import badge_icon
from gui.shared.category_words import category_name
from gui.shared.icons import icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD, STEP

BADGE = 24


class Inspector(QWidget):
    """Shows what it is given; asks nobody."""

    def __init__(self, *, rule: Rule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule = rule
        self._finding: Finding | None = None
        self._photo: Photo | None = None
        self.picture = PictureView(thresholds=rule.thresholds, weak=True)
        self.picture.zoomed.connect(self._on_zoomed)
        self.name = _label(bold=True)
        self.size_text = _label(rank="muted")
        self.badge = QLabel()
        self.headline = _label(larger=4)
        self.confidence = _label(larger=4)
        self.because = _label()
        self.review = _label()
        self.problem = _label()
        self.rule = _label(rank="muted")
        self.bars = ProbabilityBars()
        self.counted = CountedTable()
        self.tables = EvidenceTables(thresholds=rule.thresholds)
        self._tools = self._make_tools()
        self._lay_out()
        self.set_rule(rule)
        self.show_photo(None, None)

    def set_rule(self, rule: Rule) -> None:
        """Another rule decides from now on; what it says of the photo comes beside this."""
        self._rule = rule
        self.rule.setText(rule_words.rule(rule))

    def show_photo(self, photo: Photo | None, finding: Finding | None) -> None:
        """Take another photo, or what has become known of it; the picture comes beside this."""
        self._photo, self._finding = photo, finding
        evidence = finding.evidence if finding else None
        self.name.setText(photo.name if photo else self.tr("No photo selected"))
        self.name.setToolTip(str(photo.path) if photo else "")
        self.size_text.setText(
            f"{words.plain(evidence.width)} × {words.plain(evidence.height)} px" if evidence else ""
        )
        self._tools.setVisible(photo is not None)
        self.tables.setVisible(evidence is not None)
        self.rule.setVisible(evidence is not None)
        self._write()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        colour = current_tokens().text
        self.fit.setIcon(icon("fit", colour))
        self._write()

    def sizeHint(self) -> QSize:
        """Room for a box in the tables."""
        return QSize(340, 600)

    def _write(self) -> None:
        self._write_decision()
        self._write_sentences()
        decision = self._finding.decision if self._finding else None
        weighed = decision if decision is not None and decision.probabilities is not None else None
        for part in (self.bars, self.counted):
            part.setVisible(weighed is not None)
            if weighed is not None:
                part.show_decision(weighed)
        if self._finding is not None:
            self.tables.show_finding(self._finding)

    def _write_decision(self) -> None:
        finding = self._finding
        category = finding.category if finding else None
        self.badge.setVisible(category is not None)
        if category is not None:
            shape = badge_icon(category, current_tokens(), size=BADGE, ratio=self.devicePixelRatioF())
            self.badge.setPixmap(shape.pixmap(QSize(BADGE, BADGE), self.devicePixelRatioF()))
        self.headline.setText(self._headline())
        decision = finding.decision if finding is not None and finding.user is None else None
        self.confidence.setText(words.score(decision.confidence) if decision else "")
        self.confidence.setToolTip(self._meaning_of_confidence(decision))

    def _meaning_of_confidence(self, decision: Decision | None) -> str:
        if decision is not None and decision.probabilities is not None:
            return self.tr("How likely this category is the right one, from 0 to 1")
        return self.tr("Confidence of the decision, from 0 to 1")

    def _headline(self) -> str:
        finding = self._finding
        if finding is not None and finding.category is not None:
            return category_name(finding.category)
        if finding is not None and finding.problem:
            return self.tr("Set aside")
        return self.tr("Not scanned yet") if self._photo is not None else ""

    def _write_sentences(self) -> None:
        finding, tokens = self._finding, current_tokens()
        self.because.setText(rule_words.because(finding, self._rule) if finding else "")
        doubts = []
        if finding is not None and finding.needs_review and finding.decision is not None:
            doubts = [rule_words.review(reason, finding.decision) for reason in finding.decision.review]
        self.review.setText("\n".join(doubts))
        self.problem.setText(finding.problem or "" if finding else "")
        for label, colour in ((self.review, tokens.review), (self.problem, tokens.problem)):
            label.setStyleSheet(f"color: {colour}")
        for label in (self.because, self.review, self.problem):
            label.setVisible(bool(label.text()))

    def _make_tools(self) -> QWidget:
        self.fit = _tool(self.tr("Fit"), self.tr("Show the whole photo"))
        self.fit.clicked.connect(self.picture.fit)
        self.full = _tool(self.tr("100 %"), self.tr("One photo pixel on one screen pixel"))
        self.full.clicked.connect(self.picture.full_size)
        self.why = _tool(self.tr("Why…"), self.tr("How the networks came to this, step by step (W)"))
        self.zoom = QLabel()
        self.zoom.setProperty("rank", "muted")
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        for widget in (self.fit, self.full, self.why, self.zoom):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.size_text)
        return tools

    def _lay_out(self) -> None:
        decision = QHBoxLayout()
        decision.setSpacing(GAP)
        decision.addWidget(self.badge)
        decision.addWidget(self.headline, 1)
        decision.addWidget(self.confidence)
        details = QWidget()
        column = QVBoxLayout(details)
        column.setContentsMargins(PAD, GAP, PAD, PAD)
        column.setSpacing(GAP)
        column.addLayout(decision)
        for widget in (
            self.because,
            self.review,
            self.problem,
            self.bars,
            self.counted,
            self.tables,
            self.rule,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(details)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QVBoxLayout()
        head.setContentsMargins(PAD, GAP, PAD, 0)
        head.setSpacing(GAP - 2)
        head.addWidget(self.name)
        head.addWidget(self.picture, 1)
        head.addWidget(self._tools)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head, 1)
        whole.addWidget(scroll, 1)

    def _on_zoomed(self, scale: float) -> None:
        self.zoom.setText(f"{words.plain(scale * self.devicePixelRatioF() * 100)} %")


def _label(*, bold: bool = False, larger: int = 0, rank: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(not larger)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(
        QSizePolicy.Policy.Ignored if not larger and not rank else QSizePolicy.Policy.Preferred,
        QSizePolicy.Policy.Preferred,
    )
    font = label.font()
    font.setBold(bold or bool(larger))
    font.setPointSizeF(font.pointSizeF() + larger)
    label.setFont(font)
    if rank:
        label.setProperty("rank", rank)
    return label


def _tool(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAutoRaise(True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
