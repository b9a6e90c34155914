"""The child's form: the fields of the school as fields of the screen, and back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.kit.dates import read_date
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.identity.service import VillageFacts
from kongchuo_desktop.school.pupils import fields as school_fields
from kongchuo_desktop.school.pupils.numbers import check_id_number
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts, number_objection, objection
from kongchuo_desktop.ui.forms.fields import Field, FormPart, Heading
from kongchuo_desktop.ui.forms.form import Form

SUGGESTIONS = {
    "ethnicity": "汉族 苗族 布依族 侗族 彝族 土家族 壮族 回族 藏族 维吾尔族 蒙古族 满族 瑶族 哈尼族 傣族 黎族 白族",
    "id_type": "居民身份证 户口簿 港澳居民来往内地通行证 台湾居民来往大陆通行证 护照 其他",
    "no_id_reason": "未上户 办理中 其他",
    "entry_way": "就近入学 统一招生 其他",
    "source": "正常入学 借读 其他",
    "inclusive_class": "非随班就读 视力残疾随班就读 听力残疾随班就读 智力残疾随班就读 其他残疾随班就读",
    "travel": "步行 自行车 家长自行接送 校车 公共交通 其他",
    "carer_relation": "父亲 母亲 祖父 祖母 外祖父 外祖母 兄弟姐妹 其他亲属 其他",
    "health": "健康或良好 一般或较弱 有慢性病 残疾",
    "disability": "无残疾 视力残疾 听力残疾 言语残疾 肢体残疾 智力残疾 精神残疾 多重残疾",
    "hukou_kind": "农业户口 非农业户口 居民户口",
    "politics": "群众 少先队员 共青团员",
    "nationality": "中国",
    "hk_mo_tw": "否 香港同胞 澳门同胞 台湾同胞 华侨",
}
RELATIONS = ("父亲", "母亲", "祖父", "祖母", "外祖父", "外祖母", "哥哥", "姐姐", "叔叔", "伯父", "其他")
MOST_USED = ("name", "sex", "birth_date", "id_number", "class_id", "village_id", "boarding", "phone")
HINTS = {
    "birth_date": "写成 2019-10-20 或 20191020；只知道年月就写 2019-10",
    "id_number": "没有证件号就空着，并在下面写明原因",
    "village_id": "选已有的村，或直接写新的村名",
    "student_number": "以 G、L 或 J 开头的 19 位",
}


def parts(rooms: Sequence[ClassFacts], villages: Sequence[VillageFacts]) -> tuple[FormPart, ...]:
    """Every field; the ones asked for daily come first."""
    by_column = school_fields.BY_COLUMN
    found: list[FormPart] = [Heading("常用"), *(_field(by_column[key], rooms, villages) for key in MOST_USED)]
    group = ""
    for spec in school_fields.FIELDS:
        if spec.column in MOST_USED:
            continue
        if spec.group != group:
            group = spec.group
            found.append(Heading(group))
        found.append(_field(spec, rooms, villages))
    return tuple(found)


def _field(spec: school_fields.Field, rooms: Sequence[ClassFacts], villages: Sequence[VillageFacts]) -> Field:
    hint = HINTS.get(spec.column, "")
    if spec.column == "birth_date":
        return Field("birth_date", spec.heading, hint=hint, check=birth_objection)
    if spec.column == "class_id":
        return Field("class_id", spec.heading, "choice", choices=tuple((room.id, room.full_name) for room in rooms))
    if spec.column == "village_id":
        names = tuple((village.name, village.name) for village in villages)
        return Field("village_id", spec.heading, "choice", hint=hint, choices=names, free=True)
    if spec.column == "boarding":
        return Field("boarding", spec.heading, "choice", required=True, choices=((False, "走读"), (True, "住校")))
    if spec.column == "remark":
        return Field("remark", spec.heading, "lines", longest=spec.length)
    if spec.column == "status":
        return Field("status", spec.heading, "choice", required=True, choices=_same(spec.choices))
    if spec.choices:
        return Field(spec.column, spec.heading, "choice", choices=_same(spec.choices))
    if words := SUGGESTIONS.get(spec.column):
        return Field(spec.column, spec.heading, "choice", choices=_same(words.split()), free=True)
    check = number_check if spec.column == "id_number" else lambda value: objection(spec.column, value) or ""
    return Field(spec.column, spec.heading, required=spec.column == "name", hint=hint, check=check, longest=spec.length)


def _same(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words)


def birth_objection(text: str) -> str:
    """Why a typed birth date can't be read."""
    found = read_date(text)
    return "" if found and found.precision != "year" else "没看懂这个日期，请写成 2019-10-20，只知道年月就写 2019-10。"


def number_check(text: str) -> str:
    """Why a typed ID number can't be right; other papers than the resident card are judged when saving."""
    return (number_objection("", text) or "") if text[:1].isdigit() else ""


def values_of(facts: PupilFacts) -> dict[str, Any]:
    """A child's values as the form takes them."""
    values = {column: facts.fields[column] for column in school_fields.BY_COLUMN}
    return {key: "" if value is None else value for key, value in values.items()} | {
        "birth_date": facts.birth,
        "village_id": facts.village,
    }


def birth_columns(text: str) -> dict[str, object]:
    """The two columns that hold a birth date as far as it is known."""
    found = read_date(text) if text else None
    return {
        "birth_date": found.date if found else None,
        "birth_month_only": bool(found and found.precision == "month"),
    }


def columns_of(changes: Mapping[str, Any], village_ids: Mapping[str, int]) -> dict[str, object]:
    """What the form holds as columns of the book."""
    found: dict[str, object] = {}
    for key, value in changes.items():
        if key == "birth_date":
            found |= birth_columns(value)
        elif key == "village_id":
            found[key] = village_ids[value] if value else None
        elif key == "class_id":
            found[key] = value or None
        else:
            found[key] = value
    return found


def fill_from_number(form: Form) -> None:
    """What the ID number tells goes into birth date and sex, where these are still empty."""
    values = form.values()
    told = check_id_number(values["id_number"], id_type=values.get("id_type", ""))
    if told.birth_date and not values["birth_date"]:
        form.editor("birth_date").setProperty("text", f"{told.birth_date:%Y-%m-%d}")
    if told.sex and not values["sex"]:
        form.editor("sex").setProperty("currentText", told.sex)


def contradiction(values: Mapping[str, Any]) -> str:
    """What the ID number says otherwise than the form, in a sentence; '' when they agree."""
    told = check_id_number(values["id_number"], id_type=values["id_type"])
    born = birth_columns(values["birth_date"])
    said: list[str] = []
    day = born["birth_date"]
    if told.birth_date and isinstance(day, date) and not born["birth_month_only"] and day != told.birth_date:
        said.append(f"身份证件号里的出生日期是 {told.birth_date:%Y-%m-%d}，表里填的是 {day:%Y-%m-%d}")
    if told.sex and values["sex"] and told.sex != values["sex"]:
        said.append(f"身份证件号里的性别是{told.sex}，表里填的是{values['sex']}")
    return "；".join(said)


GUARDIAN_PARTS: tuple[FormPart, ...] = (
    Field("name", "姓名", required=True, longest=60),
    Field("relation", "与学生的关系", "choice", choices=_same(RELATIONS), free=True),
    Field("phone", "电话", longest=40, check=lambda value: phone_objection(value)),
    Field("is_guardian", "是否监护人", "choice", choices=(("是", "是"), ("否", "否"))),
    Field("id_number", "身份证件号", longest=30, check=number_check),
    Field("address", "住址", longest=200),
    Field("workplace", "工作单位或务工地", longest=100),
)


def phone_objection(text: str) -> str:
    """Why a phone number can't be dialled; '' when it can."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if len(digits) < 7:
        return "电话号码至少 7 位数字，请核对。"
    if len(digits) != 11 and digits.startswith("1") and "-" not in text:
        return f"手机号应为 11 位，现在是 {len(digits)} 位，请核对。"
    return ""


def guardian_values(person: GuardianFacts) -> dict[str, Any]:
    """An adult's values as the form takes them."""
    return {part.key: getattr(person, part.key) for part in GUARDIAN_PARTS if isinstance(part, Field)}
