"""Windows fit the screen they open on: a shared laptop at 150 % has room for 910 × 512."""

from PySide6.QtWidgets import QWidget


def fit(window: QWidget, width: int, height: int) -> bool:
    """Give a window its size, or what the screen has; True when the screen was the smaller one."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width()), min(height, room.height()))
    return room.width() < width or room.height() < height
