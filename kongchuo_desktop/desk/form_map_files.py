"""A map of an office's form as a file to pass on: JSON or TOML, the form beside it or inside."""

import base64
import json
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.errors import UserError, why
from kongchuo_desktop.kit.files import write_text
from kongchuo_desktop.school.enrolment.form_maps import LARGEST
from kongchuo_desktop.school.enrolment.form_rules import FormRules, as_plain, rules_of
from kongchuo_desktop.sheets.form_file import FormFile, take_form

ENDINGS = (".json", ".toml")
BESIDE, INSIDE = "form", "form_base64"
_LARGEST = LARGEST * 2  # of a map file: base64 takes a third more


@dataclass(frozen=True)
class FormAndMap:
    """A form ready to be filled and the map that says how."""

    rules: FormRules
    form: FormFile = field(repr=False)


def read_map(path: Path, *, form: Path | None = None) -> FormAndMap:
    """A map file with its form: `form` when given, else the one inside, else the one beside it."""
    plain = _plain(path)
    rules = rules_of(plain)
    if form is not None:
        return FormAndMap(rules, take_form(form))
    if INSIDE in plain:
        return FormAndMap(rules, _inside(plain, path))
    name = plain.get(BESIDE)
    if not isinstance(name, str) or not name or Path(name).name != name:
        raise UserError(f'“{path.name}”没有写明表样文件（{BESIDE} = "表样.xlsx"，和它放在一起），请补上。')
    beside = path.with_name(name)
    if not beside.exists():
        raise UserError(f"“{path.name}”旁边没有表样文件“{name}”，请把两个文件放在同一个文件夹里。")
    return FormAndMap(rules, take_form(beside))


def _plain(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise UserError(f"打不开“{path.name}”（{why(error)}），请检查文件还在不在。") from error
    if len(data) > _LARGEST:
        raise UserError(f"“{path.name}”太大，不像上报表样的对应文件。")
    try:
        text = data.decode("utf-8-sig")
        found = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:  # both parsers' complaints, and text that is no UTF-8
        raise UserError(f"“{path.name}”读不懂：它应是 UTF-8 的 JSON 或 TOML 对应文件。") from error
    if not isinstance(found, dict):
        raise UserError(f"“{path.name}”不是上报表样的对应文件。")
    return found


def _inside(plain: Mapping[str, Any], path: Path) -> FormFile:
    """The form that the map file holds, through the same door as any other from outside."""
    try:
        data = base64.b64decode(str(plain[INSIDE]), validate=True)
    except ValueError as error:
        raise UserError(f"“{path.name}”里的表样不完整，请重新拷贝一份。") from error
    name = plain.get(BESIDE)
    name = Path(name).name if isinstance(name, str) and name.endswith(".xlsx") else "表样.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "form.xlsx"
        copy.write_bytes(data)
        found = take_form(copy)
    return FormFile(name, found.data, found.losses)


def write_map(found: FormAndMap, path: Path) -> None:
    """One file for a colleague at another school: the map with the form inside."""
    inside = base64.b64encode(found.form.data).decode("ascii")
    plain = {**as_plain(found.rules), BESIDE: found.form.name, INSIDE: inside}
    write_text(path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
