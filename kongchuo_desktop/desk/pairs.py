"""A proposal of pairs as plain values."""

from dataclasses import replace
from datetime import date
from typing import Any

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pairing import proposing
from kongchuo_desktop.school.pairing.proposing import Wanted
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database


def proposal_json(database: Database, *, wanted: Wanted, class_name: str, today: date) -> dict[str, Any]:
    """The answer of `pairs propose … --json`; nothing is saved, the reading is put on record."""
    with database.write("结对建议") as session:
        rooms = {room.full_name: room.id for room in class_room.classes(session, today=today)}
        if class_name and class_name not in rooms:
            raise UserError(f"没有“{class_name}”这个班，现有班级：{'、'.join(rooms)}。")
        asked = replace(wanted, class_id=rooms.get(class_name))
        found, helpers = proposing.propose_pairs(session, wanted=asked, on=today)
        audit.record_event(session, kind="export", what="结对建议(JSON)", count=len(found.pairs))
    names = {helper.key: helper.name for helper in helpers}
    room_names = {number: name for name, number in rooms.items()}
    return {
        "kind": wanted.kind,
        "pairs": [
            {
                "name": pair.child.name, "class": room_names.get(pair.child.class_id or ClassId(0), ""),
                "helper": pair.helper.name, "reasons": list(pair.reasons), "points": pair.points,
            }
            for pair in found.pairs
        ],
        "left": [{"name": child.name, "why": why} for child, why in found.left],
        "loads": [{"helper": names[key], "children": count} for key, count in found.loads.items()],
    }  # fmt: skip
