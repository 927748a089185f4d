"""The words of the pages of the city's plan-monitoring system, as they are printed there.

A space here stands for any number of spaces there, none included. The last group is ours: the
exported page has a place for what the record knows and the system's own pages do not print.
"""

from __future__ import annotations

from storage.records import ProjectStatus

DIGIT = "[0-9๐-๙]"
"""A pattern: pages mix both kinds of digits, even in one line."""

# Titles and buttons, which say nothing of the project.
IGNORED = (
    "ความคืบหน้าโครงการ/กิจกรรม",
    "รายละเอียดตัวชี้วัด",
    "Back Home",
    "Back",
    "Home",
    "FusionCharts will render here",
    "พิมพ์ข้อมูล",
    ": พิมพ์ข้อมูล",
)
PROJECT_TITLE = IGNORED[0]

# --- the project page -------------------------------------------------------------------------

PROGRESS = "ความคืบหน้าโครงการ ร้อยละ"
PROJECT_LINK = "ดูโครงการแผนปีฯ : พิมพ์ข้อมูล"
PROJECT_LINK_START = "ดูโครงการแผนปี"
EVALUATORS = "สยป."
EVALUATION = "ประเมินโครงการ"
QUARTER = "ไตรมาสที่"
RATIONALE = "หลักการและเหตุผล"
OBJECTIVES = "วัตถุประสงค์ของโครงการ"
TARGETS = "เป้าหมายของโครงการ"
STRATEGY = "สนับสนุนยุทธศาสตร์กรุงเทพมหานครฯ"
STRATEGY_START = "ด้านที่"

ENTRY = "ความคืบหน้าโครงการฯ ร้อยละ"
PROBLEMS = "ปัญหาของโครงการ"
OBSTACLES = "อุปสรรคของโครงการ"
SEPARATOR = "------------------&&&--------------------"
NONE = "ไม่มี"

QUARTER_EVALUATIONS = "ผลการประเมินโครงการ (รายไตรมาส)"

# --- indicators -------------------------------------------------------------------------------

INDICATOR = "ตัวชี้วัด"
TARGET = "ค่าเป้าหมาย"
ACTUAL = "ผลงานที่ทำได้"
KIND = "ประเภทตัวชี้วัด"
LEVEL_START = "ตัวชี้วัดระดับ"

INDICATOR_LINK_START = "รายละเอียดตัวชี้วัดฯ"
INDICATOR_EVALUATION = "ตรวจประเมินตัวชี้วัด"
QUARTER_TABLE = "ผลงานเทียบกับเป้าหมายรายไตรมาส"
QUARTER_REPORT = "รายงานผลฯ ไตรมาสที่"
SUMMARY = "สรุปผลการดำเนินงาน"
DEFINITION = "นิยาม หรือความหมายของตัวชี้วัด"

# --- what only the exported page has ----------------------------------------------------------

STATUS = "สถานะโครงการ"
BUDGET = "งบประมาณของโครงการ"
BUDGET_USED = "งบประมาณที่ใช้ไป"

STATUS_NAMES = {
    ProjectStatus.NOT_STARTED: "ยังไม่เริ่มดำเนินการ",
    ProjectStatus.IN_PROGRESS: "กำลังดำเนินการ",
    ProjectStatus.DELAYED: "ล่าช้า",
    ProjectStatus.SUSPENDED: "ชะลอ",
    ProjectStatus.CANCELLED: "ยกเลิก",
    ProjectStatus.DONE: "แล้วเสร็จ",
}
