"""Forms that come with the program (resources/forms): the tables that offices ask for most, each with its map."""

from collections.abc import Mapping

from kongchuo_desktop.desk.form_map_files import FormAndMap
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml, resource
from kongchuo_desktop.school.enrolment.form_rules import FormRules, rules_of
from kongchuo_desktop.sheets.form_file import FormFile

FOLDER = "forms"


def ready_forms() -> Mapping[str, FormRules]:
    """The maps by key, in the order of the list."""
    return {_key(name): rules_of(read_toml(FOLDER, f"{name}.toml")) for name in _names()}


def ready_form(key: str) -> FormAndMap:
    """One form with its map."""
    name = next((name for name in _names() if _key(name) == key), None)
    if name is None:
        raise UserError(f"没有“{key}”这份现成表样，可用：{'、'.join(map(_key, _names()))}。")
    return shipped(FOLDER, name)


def shipped(folder: str, name: str) -> FormAndMap:
    """A form and its map among the program's own files, which need no guard."""
    plain = read_toml(folder, f"{name}.toml")
    form = str(plain["form"])
    return FormAndMap(rules_of(plain), FormFile(form, resource(folder, form).read_bytes()))


def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in resource(FOLDER).glob("*.toml")))


def _key(name: str) -> str:
    """10-movements → movements: the number is the place in the list."""
    return name.partition("-")[2]
