"""The rows of the city's pages, in their order, and where each is found with us.

Each is of an invented page of its shape that is imported for real: the full and the stripped page
of a project, and the page of an indicator that a unit answers for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.imports.evaluations import AS_PRINTED
from tests.imports.desk import page_text

SCORED = "** ผลการประเมินโครงการ (รายไตรมาส) **\n"
FULL = page_text("full.txt").replace(SCORED, f"{SCORED}ไตรมาสที่ 2/2566 : 87.5 : ส่งครบทุกเดือน\n")
STRIPPED = page_text("stripped.txt")
INDICATOR = page_text("indicator.txt")
STRIPPED_INDICATOR = page_text("indicator_stripped.txt")

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A row of a city's page: `printed` is how it stands there.

    `at` finds it in the JSON. `said` stands on our page and in the PDF; `web`, `pdf` and `page` are
    what only our page, the PDF or the exported page text says so; `cell` is a column of the
    workbook and what stands in it. A row that is no data says so in `nothing`.
    """

    name: str
    printed: str
    at: Callable[[Json], object] | None = None
    value: object = None
    said: tuple[str, ...] = ()
    web: tuple[str, ...] = ()
    pdf: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    cell: tuple[str, str, object] | None = None
    nothing: str = ""


def newest(key: str) -> Callable[[Json], object]:
    return lambda project: project["entries"][-1][key]


def linked(key: str) -> Callable[[Json], object]:
    return lambda project: project["indicators"][0][key]


def own(key: str) -> Callable[[Json], object]:
    return lambda one: one[key]


def second(key: str) -> Callable[[Json], object]:
    return lambda indicator: indicator["quarters"][1][key]


THE_SAME = "the same words on every page"
RATIONALE = (
    "- คลองในพื้นที่ตื้นเขิน การระบายน้ำไม่ทัน",
    "ด้านที่ ๑ ของแผนเดิมกล่าวถึงเรื่องนี้แล้ว",
    "จึงต้องดำเนินการขุดลอกจำนวน 3 คลอง",
)
STRATEGY = (
    "ด้านที่ ๑ – เมืองน้ำใส",
    "มิติที่ ๑.๒ - คลองและคู",
    "เป้าหมายที่ ๑.๒.๑ น้ำในคลองไหลตลอดปีและประชาชนมีส่วนร่ว",
    "เป้าประสงค์ที่ ๑.๒.๑.๑ คลองไม่ตื้นเขิน",
)
KIND, LEVEL = "ตัวชี้วัดเชิงยุทธศาสตร์", "ตัวชี้วัดระดับผลผลิต (output)"

# 1.2, the full shape, in the order of the page.
OF_FULL = (
    Row("title bar", "ความคืบหน้าโครงการ/กิจกรรม", nothing=THE_SAME),
    Row(
        "name : code",
        "8.11 โครงการคลองใส ไหลดี (รักษารอบ : ระยะที่ 2) : 50990000-3561",
        lambda one: (one["name"], one["code"]),
        ("8.11 โครงการคลองใส ไหลดี (รักษารอบ : ระยะที่ 2)", "50990000-3561"),
        said=("8.11 โครงการคลองใส ไหลดี (รักษารอบ : ระยะที่ 2)", "50990000-3561"),
        page=("8.11 โครงการคลองใส ไหลดี (รักษารอบ : ระยะที่ 2) : 50990000-3561",),
        cell=("projects", "code", "50990000-3561"),
    ),
    Row(
        "unit : (year)",
        "สํานักงานเขตทุ่งทอง : (2566)",
        lambda one: (one["unit"], one["unit_code"], one["fiscal_year"]),
        ("สำนักงานเขตทุ่งทอง", "50990000", 2566),
        said=("สำนักงานเขตทุ่งทอง", "2566"),
        page=("สำนักงานเขตทุ่งทอง : (2566)",),
        cell=("projects", "unit", "สำนักงานเขตทุ่งทอง"),
    ),
    Row("gauge number", "\n60.00\n", own("percent"), 60, said=("60",), page=("\n60\n",)),
    Row(
        "progress",
        "ความคืบหน้าโครงการ ร้อยละ 60.00",
        own("percent"),
        60,
        web=("ความคืบหน้าโครงการ ร้อยละ 60",),
        page=("ความคืบหน้าโครงการ ร้อยละ 60",),
        cell=("projects", "end", 60),
    ),
    Row(
        "responsible",
        "หัวหน้าฝ่ายโยธา โทร. 0 2000 1861 ต่อ 3",
        own("responsible"),
        "หัวหน้าฝ่ายโยธา โทร. 0 2000 1861 ต่อ 3",
        said=("หัวหน้าฝ่ายโยธา โทร. 0 2000 1861 ต่อ 3",),
        page=("หัวหน้าฝ่ายโยธา โทร. 0 2000 1861 ต่อ 3",),
        cell=("projects", "responsible", "หัวหน้าฝ่ายโยธา โทร. 0 2000 1861 ต่อ 3"),
    ),
    Row("link text", "ดูโครงการแผนปีฯ : พิมพ์ข้อมูล", nothing=THE_SAME),
    Row(
        "evaluation",
        "*** สยป. ประเมินโครงการ : ไตรมาสที่ 3 100.0000",
        lambda one: one["evaluations"][-1],
        {"quarter": "2566Q3", "score": 100, "note": AS_PRINTED},
        web=("สยป. ประเมินโครงการ : ไตรมาสที่ 3 100",),
        pdf=("3/2566 100 ไตรมาสตามที่พิมพ์บนหน้าโครงการ",),
        page=("*** สยป. ประเมินโครงการ : ไตรมาสที่ 3 100",),
    ),
    Row(
        "rationale",
        "หลักการและเหตุผล",
        own("rationale"),
        "\n".join(RATIONALE),
        said=("หลักการและเหตุผล", *RATIONALE),
        page=RATIONALE,
    ),
    Row(
        "division code",
        "50990900/50990900",
        own("division_code"),
        "50990900",
        said=("50990900",),
        page=("50990900/50990900",),
    ),
    Row(
        "objectives",
        "วัตถุประสงค์ของโครงการ",
        own("objectives"),
        "1. เพื่อให้น้ำไหลสะดวกไม่น้อยกว่าร้อยละ 80%\n2. เพื่อบำบัดรักษาและฟื้นฟู",
        said=("วัตถุประสงค์ของโครงการ", "1. เพื่อให้น้ำไหลสะดวกไม่น้อยกว่าร้อยละ 80%"),
        page=("2. เพื่อบำบัดรักษาและฟื้นฟู",),
    ),
    Row(
        "targets",
        "เป้าหมายของโครงการ",
        own("targets"),
        "คลอง 3 สาย (Best Canal)",
        said=("เป้าหมายของโครงการ", "คลอง 3 สาย (Best Canal)"),
        page=("คลอง 3 สาย (Best Canal)",),
    ),
    Row(
        "strategy",
        "สนับสนุนยุทธศาสตร์กรุงเทพมหานครฯ",
        own("strategy"),
        [*STRATEGY],
        said=("สนับสนุนยุทธศาสตร์กรุงเทพมหานครฯ", *STRATEGY),
        page=STRATEGY,
    ),
    Row(
        "log: number, percent, day",
        "(1) ความคืบหน้าโครงการฯ ร้อยละ 60.00 (2023-06-21)",
        lambda one: (newest("percent")(one), newest("reported_on")(one), newest("period")(one)),
        (60, "2023-06-21", "2023-06"),
        web=("(1) ความคืบหน้าโครงการฯ ร้อยละ 60 (21 มิ.ย. 2566)",),
        pdf=("มิถุนายน 2566 60 ทันกำหนด 21/06/2566",),
        page=("(1) ความคืบหน้าโครงการฯ ร้อยละ 60.00 (2023-06-21)",),
        cell=("entries", "reported_on", "21/06/2566"),
    ),
    Row(
        "log: day in the text",
        "21/06/2566 : ขุดลอกคลองที่สองแล้วเสร็จ",
        newest("text_date"),
        "2023-06-21",
        said=("21/06/2566 : ขุดลอกคลองที่สองแล้วเสร็จ",),
        cell=("entries", "text_date", "21/06/2566"),
    ),
    Row(
        "log: body",
        "21/06/2566 : ขุดลอกคลองที่สองแล้วเสร็จ\n- ระยะทาง 900 เมตร",
        newest("narrative"),
        "ขุดลอกคลองที่สองแล้วเสร็จ\n- ระยะทาง 900 เมตร\n- ตรวจรับแล้ว",
        said=("ขุดลอกคลองที่สองแล้วเสร็จ", "- ระยะทาง 900 เมตร", "- ตรวจรับแล้ว"),
        page=("- ตรวจรับแล้ว",),
        cell=(
            "entries",
            "narrative",
            "ขุดลอกคลองที่สองแล้วเสร็จ\n- ระยะทาง 900 เมตร\n- ตรวจรับแล้ว",
        ),
    ),
    Row(
        "log: an entry without a day in its text",
        "เพิ่มงบประมาณที่ใช้ไป (งวดที่ 1)",
        lambda one: (one["entries"][1]["narrative"], one["entries"][1]["text_date"]),
        ("เพิ่มงบประมาณที่ใช้ไป (งวดที่ 1)", None),
        said=("เพิ่มงบประมาณที่ใช้ไป (งวดที่ 1)",),
        page=("เพิ่มงบประมาณที่ใช้ไป (งวดที่ 1)",),
    ),
    Row(
        "problem",
        "** ปัญหาของโครงการ :ฝนตกต่อเนื่อง",
        newest("problems"),
        "ฝนตกต่อเนื่อง\nเรือขุดเข้าไม่ได้สองวัน",
        said=("ปัญหา", "ฝนตกต่อเนื่อง", "เรือขุดเข้าไม่ได้สองวัน"),
        page=("** ปัญหาของโครงการ :ฝนตกต่อเนื่อง",),
        cell=("entries", "problems", "ฝนตกต่อเนื่อง\nเรือขุดเข้าไม่ได้สองวัน"),
    ),
    Row(
        "obstacle",
        "** อุปสรรคของโครงการ :รอใบอนุญาตผ่านทางจากหน่วยงานอื่น",
        lambda one: one["entries"][0]["obstacles"],
        "รอใบอนุญาตผ่านทางจากหน่วยงานอื่น",
        said=("อุปสรรค", "รอใบอนุญาตผ่านทางจากหน่วยงานอื่น"),
        page=("** อุปสรรคของโครงการ :รอใบอนุญาตผ่านทางจากหน่วยงานอื่น",),
        cell=("entries", "obstacles", "รอใบอนุญาตผ่านทางจากหน่วยงานอื่น"),
    ),
    Row("separator", "------------------&&&--------------------", nothing=THE_SAME),
    Row(
        "linked KPI: name",
        "ตัวชี้วัด : ๑.๒ จำนวนคลองที่น้ำไหลสะดวก",
        linked("name"),
        "๑.๒ จำนวนคลองที่น้ำไหลสะดวก",
        said=("ตัวชี้วัด", "๑.๒ จำนวนคลองที่น้ำไหลสะดวก"),
        page=("ตัวชี้วัด : ๑.๒ จำนวนคลองที่น้ำไหลสะดวก",),
        cell=("indicators", "indicator", "๑.๒ จำนวนคลองที่น้ำไหลสะดวก"),
    ),
    Row(
        "linked KPI: target",
        "ค่าเป้าหมาย คลอง : 3",
        lambda one: (linked("measure")(one), linked("target")(one)),
        ("คลอง", 3),
        web=("ค่าเป้าหมาย คลอง 3",),
        pdf=("ค่าเป้าหมาย คลอง: 3",),
        page=("ค่าเป้าหมาย คลอง : 3",),
        cell=("indicators", "target", 3),
    ),
    Row(
        "linked KPI: actual",
        "ผลงานที่ทำได้ คลอง : 2",
        linked("actual"),
        2,
        web=("ผลงานที่ทำได้ คลอง 2",),
        pdf=("ผลงาน คลอง: 2",),
        page=("ผลงานที่ทำได้ คลอง : 2",),
        cell=("indicators", "actual", 2),
    ),
    Row(
        "linked KPI: kind and level",
        f"ประเภทตัวชี้วัด : {KIND} {LEVEL}",
        lambda one: (linked("kind")(one), linked("level")(one)),
        (KIND, LEVEL),
        said=("ประเภทตัวชี้วัด", f"{KIND} {LEVEL}"),
        page=(f"ประเภทตัวชี้วัด : {KIND} {LEVEL}",),
        cell=("indicators", "level", LEVEL),
    ),
    Row(
        "quarter evaluation",
        "ไตรมาสที่ 2/2566 : 87.5 : ส่งครบทุกเดือน",
        lambda one: one["evaluations"][0],
        {"quarter": "2566Q2", "score": 87.5, "note": "ส่งครบทุกเดือน"},
        said=("ผลการประเมินโครงการ (รายไตรมาส)", "2/2566 87.5 ส่งครบทุกเดือน"),
        page=("ไตรมาสที่ 2/2566 : 87.5 : ส่งครบทุกเดือน",),
    ),
)

# 1.2, the stripped shape: what it has in another way than the full one.
OF_STRIPPED = (
    Row(
        "progress",
        "ความคืบหน้าโครงการ ร้อยละ 75",
        own("percent"),
        75,
        web=("ความคืบหน้าโครงการ ร้อยละ 75",),
        page=("ความคืบหน้าโครงการ ร้อยละ 75",),
        cell=("projects", "end", 75),
    ),
    Row(
        "responsible: a division",
        "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
        own("responsible"),
        "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
        said=("ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",),
        page=("ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",),
    ),
    Row(
        "evaluation without its score",
        "*** สยป. ประเมินโครงการ : ไตรมาสที่ 1\n",
        nothing="the score is lost on such copies, and the quarter alone is the day of printing",
    ),
    Row(
        "rationale without a heading",
        "ชุมชนในพื้นที่เขตมีผู้สูงอายุเพิ่มขึ้นทุกปี จึงต้องมีที่ออกกำาลังกายใกล้บ้าน",
        own("rationale"),
        "ชุมชนในพื้นที่เขตมีผู้สูงอายุเพิ่มขึ้นทุกปี จึงต้องมีที่ออกกำลังกายใกล้บ้าน",
        said=("จึงต้องมีที่ออกกำลังกายใกล้บ้าน",),
        page=("จึงต้องมีที่ออกกำลังกายใกล้บ้าน",),
    ),
    Row(
        "division code",
        "50991000/50991000",
        own("division_code"),
        "50991000",
        said=("50991000",),
        page=("50991000/50991000",),
    ),
    Row(
        "objectives without a heading",
        "ให้ผู้สูงอายุมีที่ออกกำลังกาย",
        own("objectives"),
        "ให้ผู้สูงอายุมีที่ออกกำลังกาย",
        said=("ให้ผู้สูงอายุมีที่ออกกำลังกาย",),
        page=("ให้ผู้สูงอายุมีที่ออกกำลังกาย",),
    ),
    Row(
        "targets without a heading",
        "ลานกีฬา 4 แห่ง",
        own("targets"),
        "ลานกีฬา 4 แห่ง",
        said=("ลานกีฬา 4 แห่ง",),
        page=("ลานกีฬา 4 แห่ง",),
    ),
    Row(
        "strategy without its words",
        "๓.๑ - การส่งเสริมสุขภาพ |",
        lambda one: one["strategy"][1],
        "๓.๑ - การส่งเสริมสุขภาพ",
        said=("๓.๑ - การส่งเสริมสุขภาพ",),
        page=("๓.๑ - การส่งเสริมสุขภาพ",),
    ),
    Row(
        "log and problem",
        "** ปัญหาของโครงการ :ผู้รับจ้างส่งของล่าช้า",
        newest("problems"),
        "ผู้รับจ้างส่งของล่าช้า",
        said=("ผู้รับจ้างส่งของล่าช้า",),
        page=("** ปัญหาของโครงการ :ผู้รับจ้างส่งของล่าช้า",),
    ),
    Row(
        "linked KPI",
        "ตัวชี้วัด : 3.4 จำนวนลานกีฬาที่เปิดให้บริการ",
        linked("name"),
        "3.4 จำนวนลานกีฬาที่เปิดให้บริการ",
        said=("3.4 จำนวนลานกีฬาที่เปิดให้บริการ",),
        page=("ตัวชี้วัด : 3.4 จำนวนลานกีฬาที่เปิดให้บริการ",),
    ),
)

SUCCESS = "มิติที่ 3 (3.2) ร้อยละความสำเร็จของการให้บริการ"
TEXT = "23/01/2566 : สำรวจพื้นที่ 23/02/2566 : เสนอแผน"
DEFINITION = "ความสำเร็จ หมายถึง การให้บริการตามขั้นตอนที่กำหนด"

# 1.5, in the order of the page of an indicator.
OF_INDICATOR = (
    Row("title bar", "รายละเอียดตัวชี้วัด\n", nothing=THE_SAME),
    Row(
        "name : code",
        f"{SUCCESS} : 5099-0817",
        lambda one: (one["name"], one["code"]),
        (SUCCESS, "5099-0817"),
        said=(SUCCESS, "5099-0817"),
        cell=("indicators", "indicator_code", "5099-0817"),
    ),
    Row(
        "unit, by the code",
        "5099-0817",
        lambda one: (one["unit_code"], one["unit"], one["fiscal_year"]),
        ("50990000", "สำนักงานเขตทุ่งทอง", 2566),
        said=("สำนักงานเขตทุ่งทอง", "ตัวชี้วัดของหน่วยงาน"),
        cell=("indicators", "owner", "หน่วยงาน"),
    ),
    Row(
        "target with its measure",
        "ค่าเป้าหมาย ร้อยละ : 100.0000",
        lambda one: (one["measure"], one["target"]),
        ("ร้อยละ", 100),
        web=("ค่าเป้าหมาย ร้อยละ 100.0000",),
        pdf=("ค่าเป้าหมาย ร้อยละ: 100",),
        cell=("indicators", "measure", "ร้อยละ"),
    ),
    Row(
        "actual",
        "ผลงานที่ทำได้ ร้อยละ : 56.6600",
        own("actual"),
        56.66,
        web=("ผลงานที่ทำได้ ร้อยละ 56.6600",),
        pdf=("ผลงาน ร้อยละ: 56.66",),
        cell=("indicators", "actual", 56.66),
    ),
    Row(
        "kind",
        "ประเภทตัวชี้วัด : ตัวชี้วัดงานประจำ",
        own("kind"),
        "ตัวชี้วัดงานประจำ",
        said=("ประเภทตัวชี้วัด", "ตัวชี้วัดงานประจำ"),
        cell=("indicators", "indicator_kind", "ตัวชี้วัดงานประจำ"),
    ),
    Row(
        "level",
        f"({LEVEL})",
        own("level"),
        LEVEL,
        said=(LEVEL,),
        cell=("indicators", "level", LEVEL),
    ),
    Row("link text", "รายละเอียดตัวชี้วัดฯ : พิมพ์ข้อมูล", nothing=THE_SAME),
    Row(
        "evaluation",
        "*** สยป. ตรวจประเมินตัวชี้วัด : ไตรมาสที่ 4: 0.0000",
        own("evaluation"),
        {"quarter": "2566Q4", "score": 0, "note": AS_PRINTED},
        web=("สยป. ตรวจประเมินตัวชี้วัด ไตรมาสที่ 4: 0",),
        pdf=("สยป. ตรวจประเมินตัวชี้วัด: ไตรมาสที่ 4: 0",),
        cell=("indicators", "printed_score", "ไตรมาสที่ 4: 0"),
    ),
    Row(
        "table: quarter and result",
        "2\n1,407.52\n",
        lambda one: (second("number")(one), second("result")(one)),
        (2, 1407.52),
        web=("2 1,407.52 — 95 / 50",),
        pdf=("2 1,407.52 — 95 / 50",),
        cell=("indicators", "result", 1407.52),
    ),
    Row(
        "table: score",
        "15.00\n100.0000\n",
        lambda one: one["quarters"][0]["score"],
        100,
        said=("1 15 100 100 / 100",),
        cell=("indicators", "quarter_score", 100),
    ),
    Row(
        "table: 2.1 / 2.2",
        "95 / 50",
        second("assessed"),
        [95, 50],
        said=("95 / 50",),
        cell=("indicators", "assessed", "95 / 50"),
    ),
    Row(
        "report of a quarter",
        f"รายงานผลฯ ไตรมาสที่ 2\n\n{TEXT}",
        second("narrative"),
        TEXT,
        said=("รายงานผลฯ ไตรมาสที่ 2", TEXT),
        cell=("indicators", "quarter_text", TEXT),
    ),
    Row(
        "summary",
        "** สรุปผลการดำเนินงาน **\n\nดำเนินการได้ตามแผน",
        own("summary"),
        "ดำเนินการได้ตามแผน",
        said=("สรุปผลการดำเนินงาน", "ดำเนินการได้ตามแผน"),
        cell=("indicators", "summary", "ดำเนินการได้ตามแผน"),
    ),
    Row(
        "definition",
        f"นิยาม หรือความหมายของตัวชี้วัด\n\n{DEFINITION}",
        own("definition"),
        DEFINITION,
        said=("นิยาม หรือความหมายของตัวชี้วัด", DEFINITION),
        cell=("indicators", "definition", DEFINITION),
    ),
)

# 1.5, the stripped shape: its texts have no table beside them.
OF_STRIPPED_INDICATOR = (
    Row(
        "target with its measure",
        "ค่าเป้าหมาย ชุมชน : 12",
        lambda one: (one["measure"], one["target"]),
        ("ชุมชน", 12),
        web=("ค่าเป้าหมาย ชุมชน 12",),
        pdf=("ค่าเป้าหมาย ชุมชน: 12",),
        cell=("indicators", "target", 12),
    ),
    Row(
        "report of a quarter",
        "ไตรมาสที่ 2 : อบรมอาสาสมัคร",
        second("narrative"),
        "อบรมอาสาสมัคร",
        said=("รายงานผลฯ ไตรมาสที่ 2", "อบรมอาสาสมัคร"),
        cell=("indicators", "quarter_text", "อบรมอาสาสมัคร"),
    ),
    Row(
        "summary",
        "** สรุปผลการดำเนินงาน **\nครบทุกชุมชน",
        own("summary"),
        "ครบทุกชุมชน",
        said=("ครบทุกชุมชน",),
        cell=("indicators", "summary", "ครบทุกชุมชน"),
    ),
)
