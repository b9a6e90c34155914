"""Which headings mean which field: the one place to add a school's wording.

Fields of a child are columns of the table `pupil`, besides `grade`, `class`, `campus`, `village`, `group` (a place
within the address) and `school_name`, `school_code` (of the file as a whole). Fields of an adult are
`<slot>.<attribute>`, with the slots 1, 2, 3 …, guardian, father, mother, grandfather, grandmother and the columns
of GuardianCells.
"""

IGNORED = "-"  # a column that is known and not kept
SECOND_CHOICE = "~"  # before a field: only where the sheet has no better column for it

PUPIL_HEADINGS: dict[str, str] = {
    "name": "姓名 学生姓名 学生名字 名字 学生 幼儿姓名 儿童姓名 姓名汉字",
    "sex": "性别 学生性别",
    "birth_date": "出生日期 出生年月 出生年月日 出生时间 生日 出生 学生出生日期 学生出生年月 阳历生日 公历生日",
    "id_type": "身份证件类型 证件类型 身份证类型 学生身份证件类型 证件种类 身份证件类型码 证件类型码",
    "id_number": "身份证件号 身份证件号码 身份证号 身份证号码 身份证 证件号 证件号码 公民身份号码 "
    "居民身份证号 居民身份证号码 学生身份证号 学生身份证号码 学生身份证件号 学生身份证件号码 学生身份证 "
    "身份号码",
    "no_id_reason": "无身份证原因 无证原因",
    "student_number": "全国学籍号 学籍号 全国学籍号码 学生学籍号 全国学籍 学籍号码 学生全国学籍号 "
    "个人标识码 学籍主号 学号学籍号",
    "local_number": "学籍辅号 省学籍号 地方学籍号 学籍副号",
    "seat_number": "班内学号 学号 座号 座位号 班级学号",
    "status": "学生状态 学籍状态 在校状态 学生当前状态",
    "phone": "学生联系电话 学生电话",
    "current_address": "现住址 现居住地 现居住地址 现在住址 居住地址 居住地 实际居住地 学生现住址 常住地址",
    "home_address": "家庭地址 家庭住址 家庭详细地址 家庭详细住址 住址 地址 详细地址 详细住址 家庭地址详细 "
    "家庭所在地 家庭居住地",
    "mail_address": "通信地址 通讯地址 邮寄地址",
    "postcode": "邮政编码 邮编",
    "carer_name": "实际照料人 实际照料人姓名 实际监护人 实际监护人姓名 委托监护人 委托监护人姓名 "
    "受委托监护人 受委托监护人姓名 照料人 代管人",
    "carer_relation": "与照料人关系 照料人关系 实际监护人关系 与实际监护人关系 委托监护人关系 "
    "与委托监护人关系 与受委托监护人关系",
    "carer_phone": "照料人电话 照料人联系电话 实际监护人电话 实际监护人联系电话 委托监护人电话 "
    "委托监护人联系电话 受委托监护人电话",
    "former_name": "曾用名",
    "name_pinyin": "姓名拼音 拼音",
    "ethnicity": "民族 民族码 民族代码",
    "nationality": "国籍/地区 国籍 国籍地区 国籍或地区 国家/地区",
    "hk_mo_tw": "港澳台侨外 港澳台侨 是否港澳台侨外",
    "politics": "政治面貌",
    "health": "健康状况 健康情况 身体状况",
    "birth_region": "出生地行政区划码 出生地行政区划 出生地 出生地行政区划代码 出生地区划",
    "native_place": "籍贯",
    "hukou_region": "户口所在地行政区划码 户口所在地行政区划 户口所在地行政区划代码 户口所在地区划 户籍所在地行政区划",
    "hukou_kind": "户口性质 户口类型 户口类别 户籍性质",
    "talent": "特长 爱好特长 特长爱好",
    "entry_month": "入学年月 入学时间 入学日期 入校时间 入学年份",
    "entry_way": "入学方式",
    "boarding": "就读方式 是否寄宿 是否住校 是否住宿 住校情况 是否寄宿生 是否住校生 寄宿 住宿 住校 走读住校 "
    "走读/住校 住校或走读 住宿情况 是否住宿生 "
    "住宿/走读 走读/住宿 住宿走读 走读住宿 是否寄宿制学生",
    "source": "学生来源 来源",
    "only_child": "是否独生子女 独生子女 独生子女否",
    "preschool": "是否受过学前教育 是否受学前教育 学前教育 是否接受学前教育",
    "left_behind": "是否留守儿童 留守儿童 是否留守 留守情况 留守类型 留守儿童类型 留守",
    "migrant_child": "是否进城务工人员随迁子女 是否随迁子女 随迁子女 进城务工人员随迁子女 是否进城务工人员子女",
    "orphan": "是否孤儿 孤儿",
    "martyr_child": "是否烈士或优抚子女 是否烈士子女 烈士或优抚子女 是否烈士优抚子女",
    "inclusive_class": "随班就读 是否随班就读 随班就读否",
    "disability": "残疾类型 残疾人类型 残疾类别 残疾情况 是否残疾 残疾",
    "bought_place": "是否由政府购买学位 政府购买学位 是否政府购买学位",
    "wants_aid": "是否需要申请资助 需要申请资助 是否申请资助",
    "gets_aid": "是否享受一补 享受一补 是否享受补助",
    "distance_km": "上下学距离 上学距离 家校距离 离校距离 上下学距离公里",
    "travel": "上下学方式 上下学交通方式 上学方式 交通方式",
    "needs_bus": "是否需要乘坐校车 需要乘坐校车 是否乘坐校车 是否坐校车",
    "remark": "备注 备考 说明 附注 其他情况 情况说明",
    "grade": "年级 所在年级 就读年级 现读年级 年级名称",
    "class": "班级 班号 班别 所在班级 就读班级 班级名称 班次 班 年级班级 年级班 现读班级 年班",
    "campus": "教学点 校区 所在教学点 所在校区 就读教学点 教学点名称",
    "village": "村 行政村 所在村 村名 村委会 村居 村社区 所属村 家庭所在村",
    "group": "组 村民组 村民小组 小组 寨 自然村 自然寨",
    "school_name": "学校名称 就读学校 学校 所在学校 学校全称",
    "school_code": "学校标识码 学校代码 学校编码",
    IGNORED: "序号 编号 照片 成员关系说明 身份证件有效期 身份证件有效期起 身份证件有效期止 电子信箱 "
    "电子邮箱 主页地址 主页 年龄 周岁 属相 户号 血型 录入时间 修改时间 审核状态 班主任 签名 签字 学段 学制 "
    "人数 班级人数 问题 原表行号",
    f"{SECOND_CHOICE}sex": "性别码 性别代码",
    f"{SECOND_CHOICE}home_address": "户籍地址 户籍住址 户籍地 户籍所在地 户籍详细地址 户口所在地 户口地址 "
    "户口所在地详细地址",
}

# Headings whose meaning depends on the others in the row.
OPEN_PHONE = {
    "联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "联系手机", "家庭电话", "家庭联系电话",
    "联系号码",
}  # fmt: skip
OPEN_RELATION = {
    "关系", "与学生关系", "与本人关系", "与其关系", "称谓", "与孩子关系", "与学生的关系", "与该生关系", "与监护人关系",
    "与家长关系", "家长与学生关系", "监护人与学生关系", "监护人与本人关系", "亲属关系",
}  # fmt: skip

SLOTS: dict[str, str] = {
    "guardian": "家长 监护人 学生家长 学生监护人 法定监护人 家长或监护人 家长监护人 户主",
    "father": "父亲 爸爸 父",
    "mother": "母亲 妈妈 母",
    "grandfather": "爷爷 祖父",
    "grandmother": "奶奶 祖母",
}
NUMBERED_SLOTS = "成员 家庭成员 家庭成员或监护人 监护人 家长 家庭成员及监护人"
GUARDIAN_HEADINGS: dict[str, str] = {
    "name": "姓名 名字",
    "relation": "关系 与学生关系 与本人关系 称谓 与学生的关系",
    "phone": "联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 联系手机",
    "id_type": "身份证件类型 证件类型 身份证类型",
    "id_number": "身份证件号 身份证件号码 身份证号 身份证号码 身份证 证件号 证件号码",
    "address": "现住址 住址 地址 家庭住址 家庭地址 居住地",
    "is_guardian": "是否监护人 监护人否",
    "workplace": "工作单位 单位 工作地点 务工地点 务工地址 工作地",
    "duty": "职务 职业",
    "ethnicity": "民族",
    "hukou_region": "户口所在地行政区划码 户口所在地行政区划 户口所在地",
    IGNORED: "关系说明 年龄 文化程度 学历 政治面貌 性别 出生日期 健康状况",
}

STAFF_HEADINGS: dict[str, str] = {
    "name": "姓名 教师姓名 教职工姓名 名字 职工姓名",
    "sex": "性别",
    "birth_month": "出生年月 出生日期 出生年月日 出生时间",
    "duty": "职务 岗位 现任职务 行政职务 担任职务",
    "subject": "任教学科 学科 任课学科 教授学科 任教科目 所教学科 科目 担任学科",
    "head_of": "担任班主任班级 班主任 班主任班级 任班主任班级 所带班级 班主任所带班级 担任班主任",
    "teaches": "任教班级 任课班级 授课班级 任课年级班级 任教年级班级",
    "villages": "包片村 包村 包片 包村名称 联系村 所包村 包保村 包片村名 负责村",
    "grades": "包年级 包级 所包年级 负责年级",
    "phone": "联系电话 电话 手机 手机号 手机号码 电话号码 联系方式",
    "politics": "政治面貌",
    "group_role": "控辍领导小组职务 领导小组职务 控辍保学领导小组职务 控辍小组职务 领导小组",
    "remark": "备注 说明",
    IGNORED: "序号 编号 身份证号 身份证号码 民族 籍贯 学历 职称 参加工作时间 入党时间 毕业院校 专业 年龄 "
    "教龄 照片 编制 工号 签名 问题 原表行号",
}

FIELD_TITLES: dict[str, str] = {
    field: words.split()[0] for field, words in PUPIL_HEADINGS.items() if field[0] not in IGNORED + SECOND_CHOICE
}
