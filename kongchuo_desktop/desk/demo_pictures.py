"""The sample school's photographs: drawings of a room, a path and a desk, kept with a few visits and one child."""

import io
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.pictures import take_in
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.visits import service as visit_room

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Scene = Callable[["ImageDraw", random.Random, tuple[int, int]], None]

VISITS = 3  # visits that have pictures
SIZE = (960, 720)
SKIN, WOOD, WALL, GROUND = "#E8C39E", "#8A5A33", "#EFE6D2", "#B9A67E"
COATS = ("#2F5D8A", "#A4473A", "#4E7A4A", "#B8862B", "#6B4E87")
CAPTIONS = ("班主任与家长在堂屋交谈", "孩子写作业的书桌", "从村口到家的小路")


def add_pictures(session: Session, *, now: datetime) -> None:
    """Three drawings for the newest visits at home, and a portrait for the first child of each."""
    marks = Counter(mark.pupil_id for mark in concern.history(session, on=now.date()))
    at_home = [visit for visit in visit_room.visits(session) if visit.form == "入户"]
    at_home.sort(key=lambda visit: -marks[visit.pupils[0].id])  # the most followed child first, its newest visit first
    chance = random.Random(20261122)  # noqa: S311 - the same drawings every time
    for number, visit in enumerate(at_home[:VISITS]):
        scenes = (_room, _desk) if number == 0 else (_path,) if number == 1 else (_room,)
        for scene in scenes:
            picture = take_in(_drawn(scene, chance))
            caption = CAPTIONS[(_room, _desk, _path).index(scene)]
            attachments.add(
                session, owner_kind="visit", owner_id=visit.id, picture=picture, caption=caption, taken_on=visit.day,
                now=now,
            )  # fmt: skip
        portrait = take_in(_drawn(_portrait, chance, (360, 480)), longest=480).jpeg
        pupil_room.set_photo(session, pupil_id=visit.pupils[0].id, jpeg=portrait)


def _drawn(scene: Scene, chance: random.Random, size: tuple[int, int] = SIZE) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, WALL)
    scene(ImageDraw.Draw(image), chance, size)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=88)
    return kept.getvalue()


def _person(draw: "ImageDraw", left: int, foot: int, high: int, coat: str) -> None:
    """A head over a coat."""
    head = high // 4
    draw.ellipse((left, foot - high, left + head, foot - high + head), fill=SKIN)
    draw.chord((left, foot - high - 4, left + head, foot - high + head), 180, 360, fill="#2B2622")
    body = (left - head // 2, foot - high + head + 4, left + head * 3 // 2, foot)
    draw.rounded_rectangle(body, radius=head // 2, fill=coat)


def _room(draw: "ImageDraw", chance: random.Random, size: tuple[int, int]) -> None:
    """Two grown-ups and a child at a table."""
    wide, high = size
    draw.rectangle((0, high * 3 // 4, wide, high), fill=GROUND)
    draw.rectangle((wide // 12, high // 8, wide // 3, high // 2), fill="#BFD9E6", outline=WOOD, width=12)
    draw.line((wide * 5 // 24, high // 8, wide * 5 // 24, high // 2), fill=WOOD, width=8)
    draw.rectangle((wide * 2 // 3, high // 8, wide * 11 // 12, high * 3 // 8), fill="#C9473B")
    for number, tall in enumerate((340, 330, 230)):
        _person(draw, wide // 5 + number * wide // 4, high * 5 // 6, tall, chance.choice(COATS))
    draw.rectangle((wide // 8, high * 2 // 3, wide * 7 // 8, high * 17 // 24), fill=WOOD)
    for leg in (wide // 6, wide * 4 // 5):
        draw.rectangle((leg, high * 17 // 24, leg + 24, high * 23 // 24), fill=WOOD)


def _desk(draw: "ImageDraw", chance: random.Random, size: tuple[int, int]) -> None:
    """Books, a pencil and a lamp."""
    wide, high = size
    draw.rectangle((0, high // 2, wide, high), fill=WOOD)
    for number in range(4):
        low = high // 2 - number * 30
        draw.rectangle((wide // 10, low - 28, wide // 3 + chance.randint(-20, 20), low), fill=COATS[number])
    page = [(wide * 2 // 5, high * 3 // 5), (wide * 4 // 5, high * 3 // 5), (wide * 7 // 8, high * 9 // 10)]
    draw.polygon([*page, (wide // 3, high * 9 // 10)], fill="#FFFFFF")
    for number in range(6):
        line = high * 13 // 20 + number * 26
        draw.line((wide * 2 // 5, line, wide * 3 // 4, line), fill="#9AA7B5", width=3)
    draw.polygon([(wide * 4 // 5, high // 8), (wide * 19 // 20, high // 3), (wide * 2 // 3, high // 3)], fill="#E2B93B")
    draw.line((wide * 4 // 5, high // 3, wide * 4 // 5, high // 2), fill="#444444", width=10)


def _path(draw: "ImageDraw", chance: random.Random, size: tuple[int, int]) -> None:
    """Hills, a path, a house."""
    wide, high = size
    draw.rectangle((0, 0, wide, high // 2), fill="#CFE3EC")
    for number in range(4):
        middle = chance.randint(0, wide)
        draw.ellipse(
            (middle - 320, high // 4 + number * 20, middle + 320, high), fill=("#7FA27A", "#6A8F66")[number % 2]
        )
    draw.rectangle((0, high * 2 // 3, wide, high), fill="#8FAE6B")
    draw.polygon(
        [(wide // 2, high // 2), (wide * 11 // 20, high // 2), (wide * 4 // 5, high), (wide // 4, high)], fill=GROUND
    )
    draw.rectangle((wide * 5 // 8, high * 3 // 8, wide * 7 // 8, high * 3 // 5), fill=WALL, outline=WOOD, width=6)
    draw.polygon(
        [(wide * 3 // 5, high * 3 // 8), (wide * 3 // 4, high // 4), (wide * 9 // 10, high * 3 // 8)], fill="#7A4A3A"
    )


def _portrait(draw: "ImageDraw", chance: random.Random, size: tuple[int, int]) -> None:
    """A drawn head before a plain ground."""
    wide, high = size
    draw.rectangle((0, 0, wide, high), fill="#5B8DB8")
    draw.ellipse((wide // 10, high * 5 // 8, wide * 9 // 10, high * 11 // 8), fill=chance.choice(COATS))
    draw.ellipse((wide // 4, high // 5, wide * 3 // 4, high * 7 // 10), fill=SKIN)
    draw.chord((wide // 4, high // 6, wide * 3 // 4, high * 3 // 5), 180, 360, fill="#2B2622")
    for eye in (wide * 2 // 5, wide * 3 // 5):
        draw.ellipse((eye - 8, high * 9 // 20 - 8, eye + 8, high * 9 // 20 + 8), fill="#2B2622")
    draw.arc((wide * 2 // 5, high // 2, wide * 3 // 5, high * 3 // 5), 20, 160, fill="#9B4A3C", width=6)
