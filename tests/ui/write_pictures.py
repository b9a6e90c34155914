"""The manual's pictures, made anew: `python3 packaging/dev.py pictures`, or `python -m tests.ui.write_pictures`.

The sample school on one fixed school day, so that the same program makes the same pictures. `shots` draws; here a few
of its pictures are chosen and brought to few colours.
"""

import os
import shutil
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PIL import Image

DAY = datetime(2026, 11, 19, 9, 10, tzinfo=timezone(timedelta(hours=8)))  # a Thursday
PASSWORD = "shili-xuexiao-2026"
COLOURS = (64, 48, 32, 24, 16)  # tried in this order until the file is light enough
HEAVIEST = 66_000  # bytes, as tests/architecture/test_manual.py wants it
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"

# Picture of the manual: what `shots` calls it.
CHOSEN = {
    "welcome": "欢迎",
    "recovery": "新建-恢复码",
    "intake": "导入",
    "today": "今日",
    "attendance": "考勤",
    "pupils": "学生",
    "dossier": "学生-一生一档",
    "concern": "重点关爱",
    "visits": "家访谈心",
    "returns": "劝返",
    "aid": "资助",
    "enrolment": "学籍异动",
    "rates": "学籍异动-四率",
    "agreements": "责任书",
    "upward": "打印上报",
    "backup": "设置-备份与恢复",
}


def write(folder: Path = FOLDER) -> None:
    """Replace everything in the folder; says what it wrote."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["KONGCHUO_HOME"] = place
        drawn = _drawn(Path(place))
        lacking = [title for title in CHOSEN.values() if title not in drawn]
        if lacking:
            raise SystemExit(f"shots has no picture of {lacking}; it has {sorted(drawn)}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, title in CHOSEN.items():
            size = lighten(drawn[title], folder / f"{name}.png")
            print(f"{name}.png  {size / 1000:.0f} kB  {title}")


def _drawn(place: Path) -> dict[str, Path]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from kongchuo_desktop.desk import demo
    from kongchuo_desktop.storage.places import Places
    from kongchuo_desktop.ui.shots import take_all
    from kongchuo_desktop.ui.theme.style import STYLE, add_later_faces, dress

    application = QApplication([sys.argv[0], *STYLE])
    dress(application)
    add_later_faces()
    book = place / "示例学校.kongchuo"
    demo.build(book, password=PASSWORD, clock=lambda: DAY)
    places = Places.of_this_machine()
    taken = take_all(book, place / "shots", password=PASSWORD, places=places, clock=lambda: DAY)
    return {path.stem.partition("-")[2]: path for path in taken}


def lighten(source: Path, target: Path) -> int:
    """As many colours as the weight allows; bytes written."""
    with Image.open(source) as opened:
        image = opened.convert("RGB")
    for many in COLOURS:
        image.quantize(many, dither=Image.Dither.NONE).save(target, optimize=True)
        if target.stat().st_size <= HEAVIEST:
            break
    return target.stat().st_size


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
