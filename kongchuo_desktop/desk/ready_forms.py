"""Forms that come with the program (resources/forms): the tables that offices ask for most, each with its map."""

from collections.abc import Mapping
from pathlib import Path

from kongchuo_desktop.desk.form_map_files import FormAndMap, read_map
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml, resource
from kongchuo_desktop.school.enrolment.form_rules import FormRules, rules_of

FOLDER = "forms"


def ready_forms() -> Mapping[str, FormRules]:
    """The maps by key, in the order of the list."""
    found = {path.stem: rules_of(read_toml(FOLDER, path.name)) for path in sorted(resource(FOLDER).glob("*.toml"))}
    return {key.split("-", 1)[-1]: rules for key, rules in found.items()}


def ready_form(key: str) -> FormAndMap:
    """One form with its map."""
    return read_map(_path(key))


def _path(key: str) -> Path:
    found = next((path for path in resource(FOLDER).glob("*.toml") if path.stem.split("-", 1)[-1] == key), None)
    if found is None:
        raise UserError(f"没有“{key}”这份现成表样，可用：{'、'.join(ready_forms())}。")
    return found
