"""The words of tables of units, people and projects: headings, roles and states.

Of each list the first is what a Thai template shows and the second what an English one shows;
the others are understood, too.
"""

from __future__ import annotations

from collections.abc import Mapping

from handlers.imports.outcome import Field, Thing
from handlers.thai.page_words import STATUS_NAMES
from storage.records import ProjectStatus, Role

Headings = Mapping[Field, tuple[str, ...]]

HEADINGS: Mapping[Thing, Headings] = {
    Thing.UNIT: {
        Field.CODE: ("รหัสหน่วยงาน", "unit code", "รหัส", "code"),
        Field.NAME: ("ชื่อหน่วยงาน", "unit name", "หน่วยงาน", "unit", "ชื่อ", "name"),
        Field.PARENT: ("รหัสหน่วยงานต้นสังกัด", "parent code", "ต้นสังกัด", "สังกัด", "parent"),
    },
    Thing.PERSON: {
        Field.NAME: ("ชื่อ-นามสกุล", "name", "ชื่อ - นามสกุล", "ชื่อ-สกุล", "ชื่อ สกุล", "ชื่อ"),
        Field.UNIT: ("รหัสหน่วยงาน", "unit code", "หน่วยงาน", "unit"),
        Field.ROLE: ("บทบาท", "role", "หน้าที่"),
    },
    Thing.PROJECT: {
        Field.CODE: ("รหัสโครงการ", "project code", "รหัส", "code"),
        Field.NAME: ("ชื่อโครงการ", "project name", "โครงการ", "ชื่อ", "name"),
        Field.FISCAL_YEAR: ("ปีงบประมาณ", "fiscal year", "ปีงบประมาณ พ.ศ.", "ปี", "year"),
        Field.RESPONSIBLE: ("ผู้รับผิดชอบ", "responsible"),
        Field.REPORTERS: ("ผู้รายงาน", "reporters", "reporter"),
        Field.STATUS: ("สถานะ", "status"),
        Field.BUDGET: ("งบประมาณ", "budget", "งบประมาณ (บาท)"),
        Field.BUDGET_USED: ("งบประมาณที่ใช้ไป", "budget used", "เบิกจ่าย"),
        Field.RATIONALE: ("หลักการและเหตุผล", "rationale"),
        Field.OBJECTIVES: ("วัตถุประสงค์", "objectives", "วัตถุประสงค์ของโครงการ"),
        Field.TARGETS: ("เป้าหมาย", "targets", "เป้าหมายของโครงการ"),
    },
}

ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.OFFICER: ("เจ้าหน้าที่", "officer", "ผู้รายงาน", "ผู้รับผิดชอบ"),
    Role.SUPERVISOR: ("หัวหน้า", "supervisor", "หัวหน้าฝ่าย", "ผู้บังคับบัญชา", "ผู้บริหาร"),
    Role.EVALUATOR: ("ผู้ประเมิน", "evaluator"),
    Role.ADMIN: ("ผู้ดูแลระบบ", "admin", "ผู้ดูแล"),
}

STATUSES: Mapping[ProjectStatus, tuple[str, ...]] = {
    status: (name, status.replace("_", " "), status) for status, name in STATUS_NAMES.items()
}
