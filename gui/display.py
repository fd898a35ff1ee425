"""Whether a window can be opened here; asked before Qt is, because Qt ends the process where it cannot."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from pathlib import Path

DEBIAN_PACKAGES = (
    "libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libdbus-1-3 libfontconfig1 libglib2.0-0"
)
_FEDORA = "mesa-libEGL mesa-libGL libxkbcommon-x11 xcb-util-cursor xcb-util-wm xcb-util-keysyms fontconfig"
_NO_DISPLAY = "There is no display here, so no window can be opened."


def display_problem() -> str | None:
    """One sentence that says why no window can be opened and what to do, or None where one can.

    On Linux it looks for a display, for the libraries of Qt's modules and of its X11 plugin, and knocks at
    the X server; elsewhere there is always a display.
    """
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
    if not platform and not wayland and not os.environ.get("DISPLAY"):
        return _NO_DISPLAY
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return _install(error)
    if platform == "xcb" or (not platform and not wayland):
        return _x11_problem()
    return None


def _x11_problem() -> str | None:
    from PySide6.QtCore import QLibraryInfo

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    try:
        ctypes.CDLL(str(plugins / "platforms" / "libqxcb.so"))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _install(error)
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    if refused:
        return f"The display {os.environ.get('DISPLAY', '')} does not answer, so no window can be opened."
    return None


def _install(error: Exception) -> str:
    missing = str(error).partition(":")[0]
    return (
        f"A window needs system libraries of which one is missing here ({missing}): install them with "
        f"“sudo apt install {DEBIAN_PACKAGES}” (Debian, Ubuntu) or “sudo dnf install {_FEDORA}” (Fedora)."
    )
