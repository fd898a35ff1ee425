"""Makes the pictures of the README from the real window on the demo shop.

python main.py demo --out SHOP --data-dir DATA
python docs/screenshots.py SHOP DATA
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))


def main(shop: Path, data: Path) -> None:
    from engine.demo_shop import NOTE
    from engine.paths import DataPaths
    from engine.store.results import ResultStore
    from engine.vision.process import DetectorProcesses
    from gui.main_window import MainWindow
    from gui.shared.theme import Theme, ThemeChoice

    application = QApplication([])
    theme = Theme(application)
    paths = DataPaths.choose(data)
    detectors = DetectorProcesses(log=paths.networks_log)
    with ResultStore(paths.store) as store:
        window = MainWindow(paths=paths, store=store, detectors=detectors, theme=theme)
        theme.choose(ThemeChoice.LIGHT)
        window.resize(1280, 800)
        window.show()
        window.load_sales(shop / "sales-simulated.csv", note=NOTE)
        window.open_folder(shop / "photos")
        QTest.qWait(4000)
        window.photos.grid.go_to(4)
        QTest.qWait(1000)
        window.grab().save(str(HERE / "photos-tab.png"))
        window.commands.results.trigger()
        while not (window.results and window.results.study):
            QTest.qWait(100)
        QTest.qWait(1000)
        window.grab().save(str(HERE / "results-tab.png"))
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
