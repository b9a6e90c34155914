"""The child's fields with the words of the 学籍 template (policy §5.1), in the order in which forms show them."""

from dataclasses import dataclass

YES_NO = ("是", "否")
LEFT_BEHIND = ("单亲留守", "双亲留守", "留守儿童")  # the last: a list that says 是 and no more


@dataclass(frozen=True)
class Field:
    """One column of `pupil`: its heading, its length limit, its choices ("" always allowed), and its group."""

    column: str
    heading: str
    group: str
    length: int = 0  # 0: not a text
    choices: tuple[str, ...] = ()


PERSON, SCHOOLING, HOME, SITUATION, OFFICE = "基本信息", "学籍就读", "家庭住址", "家庭情况", "其他"

FIELDS: tuple[Field, ...] = (
    Field("name", "姓名", PERSON, 60),
    Field("sex", "性别", PERSON, 1, ("男", "女")),
    Field("birth_date", "出生日期", PERSON),
    Field("ethnicity", "民族", PERSON, 20),
    Field("id_type", "身份证件类型", PERSON, 20),
    Field("id_number", "身份证件号", PERSON, 30),
    Field("no_id_reason", "无证件号原因", PERSON, 60),
    Field("former_name", "曾用名", PERSON, 60),
    Field("name_pinyin", "姓名拼音", PERSON, 120),
    Field("student_number", "学籍号", SCHOOLING, 25),
    Field("local_number", "学籍辅号", SCHOOLING, 30),
    Field("class_id", "班级", SCHOOLING),
    Field("seat_number", "班内学号", SCHOOLING, 10),
    Field("status", "状态", SCHOOLING, 12, ("在读", "休学", "离校")),
    Field("boarding", "是否住校", SCHOOLING),
    Field("entry_month", "入学年月", SCHOOLING, 7),
    Field("entry_way", "入学方式", SCHOOLING, 20),
    Field("source", "学生来源", SCHOOLING, 20),
    Field("inclusive_class", "随班就读", SCHOOLING, 20),
    Field("home_address", "家庭地址", HOME, 200),
    Field("current_address", "现住址", HOME, 200),
    Field("mail_address", "通信地址", HOME, 200),
    Field("village_id", "村", HOME),
    Field("phone", "联系电话", HOME, 40),
    Field("postcode", "邮政编码", HOME, 10),
    Field("distance_km", "上下学距离", HOME, 10),
    Field("travel", "上下学方式", HOME, 20),
    Field("needs_bus", "需乘校车", HOME, 2, YES_NO),
    Field("carer_name", "实际照料人", SITUATION, 60),
    Field("carer_relation", "照料人关系", SITUATION, 20),
    Field("carer_phone", "照料人电话", SITUATION, 40),
    Field("left_behind", "留守情况", SITUATION, 12, ("非留守儿童", *LEFT_BEHIND)),
    Field("migrant_child", "随迁子女", SITUATION, 2, YES_NO),
    Field("orphan", "孤儿", SITUATION, 2, YES_NO),
    Field("martyr_child", "烈士或优抚子女", SITUATION, 2, YES_NO),
    Field("only_child", "独生子女", SITUATION, 2, YES_NO),
    Field("preschool", "受过学前教育", SITUATION, 2, YES_NO),
    Field("health", "健康状况", SITUATION, 20),
    Field("disability", "残疾类型", SITUATION, 20),
    Field("wants_aid", "申请资助", SITUATION, 2, YES_NO),
    Field("gets_aid", "享受一补", SITUATION, 2, YES_NO),
    Field("nationality", "国籍/地区", OFFICE, 30),
    Field("hk_mo_tw", "港澳台侨外", OFFICE, 20),
    Field("politics", "政治面貌", OFFICE, 20),
    Field("birth_region", "出生地行政区划码", OFFICE, 12),
    Field("native_place", "籍贯", OFFICE, 40),
    Field("hukou_region", "户口所在地行政区划码", OFFICE, 12),
    Field("hukou_kind", "户口性质", OFFICE, 20),
    Field("talent", "特长", OFFICE, 100),
    Field("bought_place", "政府购买学位", OFFICE, 2, YES_NO),
    Field("remark", "备注", OFFICE, 500),
)
BY_COLUMN = {item.column: item for item in FIELDS}


def heading_of(column: str) -> str:
    """The Chinese word for a column; the column itself when it has none."""
    item = BY_COLUMN.get(column)
    return item.heading if item else column
