"""Codes and words of the national template, both ways of writing → the word that the book keeps.

A code that is not here is never guessed: the cell is named and left out.
"""

_ETHNIC_GROUPS = [  # in the order of GB/T 3304: 01 … 56
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家",
    "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜",
    "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒",
    "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴",
    "珞巴", "基诺",
]  # fmt: skip

YES_NO = {
    "1": "是", "0": "否", "2": "否", "y": "是", "n": "否", "yes": "是", "no": "否", "√": "是", "✓": "是", "✔": "是",
    "×": "否", "✗": "否", "有": "是", "无": "否", "没有": "否", "不是": "否", "true": "是", "false": "否", "t": "是",
    "f": "否", "是": "是", "否": "否",
}  # fmt: skip

_WORDS: dict[str, dict[str, str]] = {
    "sex": {
        "1": "男", "2": "女", "男": "男", "女": "女", "男性": "男", "女性": "女", "男生": "男", "女生": "女", "m": "男",
        "f": "女",
    },
    "id_type": {
        "1": "居民身份证", "01": "居民身份证", "6": "香港特区护照/身份证明", "7": "澳门特区护照/身份证明",
        "8": "台湾居民来往大陆通行证", "9": "境外永久居住证", "a": "护照", "z": "其他", "身份证": "居民身份证",
        "二代身份证": "居民身份证", "居民身份证": "居民身份证",
    },
    "health": {
        "10": "健康或良好", "1": "健康或良好", "20": "一般或较弱", "2": "一般或较弱", "30": "有慢性病", "3": "有慢性病",
        "40": "有生理缺陷", "4": "有生理缺陷", "50": "残疾", "5": "残疾", "健康": "健康或良好", "良好": "健康或良好",
        "健康、良好": "健康或良好", "一般": "一般或较弱", "较弱": "一般或较弱", "慢性病": "有慢性病",
        "生理缺陷": "有生理缺陷",
    },
    "hukou_kind": {
        "1": "农业户口", "2": "非农业户口", "农业": "农业户口", "非农业": "非农业户口", "农业户籍": "农业户口",
        "非农业户籍": "非农业户口", "农村": "农业户口", "城镇": "非农业户口",
    },
    "entry_way": {"11": "就近入学", "12": "其他", "就近": "就近入学"},
    "source": {"1": "正常入学", "01": "正常入学", "9": "其他", "99": "其他"},
    "left_behind": {
        "0": "非留守儿童", "1": "单亲留守", "2": "双亲留守", "否": "非留守儿童", "非留守": "非留守儿童",
        "不是": "非留守儿童", "非": "非留守儿童", "是": "留守儿童", "留守": "留守儿童", "单亲留守儿童": "单亲留守",
        "双亲留守儿童": "双亲留守", "单亲": "单亲留守", "双亲": "双亲留守", "无": "非留守儿童",
    },
    "ethnicity": {f"{number:02d}": f"{word}族" for number, word in enumerate(_ETHNIC_GROUPS, 1)}
    | {str(number): f"{word}族" for number, word in enumerate(_ETHNIC_GROUPS[:9], 1)}
    | {word: f"{word}族" for word in _ETHNIC_GROUPS},
    "nationality": {"chn": "中国", "156": "中国", "cn": "中国", "中华人民共和国": "中国", "中国大陆": "中国"},
    "hk_mo_tw": {"0": "否", "00": "否", "非港澳台侨外": "否", "不是": "否", "无": "否"},
    "politics": {
        "01": "中共党员", "02": "中共预备党员", "03": "共青团员", "13": "群众", "14": "少先队员", "团员": "共青团员",
        "队员": "少先队员", "党员": "中共党员",
    },
    "disability": {"0": "无残疾", "00": "无残疾", "无": "无残疾", "否": "无残疾", "没有": "无残疾"},
    "status": {
        "在校": "在读", "在籍": "在读", "正常": "在读", "在册": "在读", "01": "在读", "1": "在读", "02": "休学",
        "休学中": "休学",
    },
    "inclusive_class": {"0": "否", "1": "是", "无": "否"},
}  # fmt: skip

BOARDING = {
    "1": False, "2": True, "走读": False, "走读生": False, "住校": True, "住校生": True, "寄宿": True, "寄宿生": True,
    "住宿": True, "住宿生": True, "是": True, "否": False, "y": True, "n": False, "√": True, "通学": False, "0": False,
    "寄宿制": True, "非寄宿": False, "不住校": False, "半寄宿": True, "内宿": True, "外宿": False,
}  # fmt: skip

YES_NO_FIELDS = frozenset(
    {
        "only_child", "preschool", "migrant_child", "orphan", "martyr_child", "bought_place", "wants_aid", "gets_aid",
        "needs_bus", "is_guardian",
    }
)  # fmt: skip


def word_of(field: str, written: str) -> str | None:
    """The word for a code or a word; None for a code (figures, one letter) that is unknown; other words stay."""
    table = YES_NO if field in YES_NO_FIELDS else _WORDS[field]
    known = table.get(written.lower())
    if known is not None:
        return known
    bare = written.lstrip("0")
    is_code = written.isascii() and (written.isdigit() or len(written) == 1)
    if is_code:
        return table.get(bare) if bare and written.isdigit() else None
    return written


def is_coded(field: str) -> bool:
    """True for the fields that have a table of codes."""
    return field in YES_NO_FIELDS or field in _WORDS


STRICT = {"sex": ("男", "女"), "status": ("在读", "休学", "离校"), **dict.fromkeys(YES_NO_FIELDS, ("是", "否"))}
