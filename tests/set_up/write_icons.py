"""Write the PNG sizes and the .ico of the program's icon from its drawing: `python -m tests.set_up.write_icons`."""

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tests.architecture.tree import ROOT

FOLDER = ROOT / "resources" / "icons" / "program"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def painted(renderer: QSvgRenderer, side: int) -> bytes:
    """The drawing as a square PNG."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(kept, "PNG")
    return kept.data().data()


def side_picture(renderer: QSvgRenderer) -> Image.Image:
    """What stands at the left of the installer's first page: the icon on the window's paper, 164 × 314."""
    picture = Image.new("RGB", (164, 314), "#E3EEE7")
    icon = Image.open(BytesIO(painted(renderer, 96)))
    picture.paste(icon, (34, 40), icon)
    return picture


def write(folder: Path) -> None:
    """Every size into the folder, and all of them in one .ico for Windows."""
    renderer = QSvgRenderer(str(FOLDER / "kongchuo.svg"))
    drawn = {side: painted(renderer, side) for side in SIZES}
    for side, png in drawn.items():
        (folder / f"kongchuo-{side}.png").write_bytes(png)
    side_picture(renderer).save(ROOT / "packaging" / "windows" / "welcome.bmp")
    images = [Image.open(BytesIO(png)) for png in drawn.values()]
    sizes = [(side, side) for side in SIZES]
    images[-1].save(folder / "kongchuo.ico", sizes=sizes, append_images=images[:-1])


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv)
    write(FOLDER)
