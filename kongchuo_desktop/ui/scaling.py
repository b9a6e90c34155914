"""The size of everything: 100, 125 or 150 %, chosen on this machine, in force from the next start."""

import os

from PySide6.QtCore import QSettings

SCALES = (100, 125, 150)


def chosen_scale(settings: QSettings) -> int:
    """The scale in per cent; 100 unless another was chosen."""
    kept = str(settings.value("scale", 100))
    return int(kept) if kept.isdecimal() and int(kept) in SCALES else 100


def apply_scale(settings: QSettings) -> None:
    """Before QApplication is made; the variable wins if somebody set it from outside."""
    scale = chosen_scale(settings)
    if scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(scale / 100))
