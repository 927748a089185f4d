"""Tables of an invented office, as files."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook

UNITS = (
    ("รหัสหน่วยงาน", "ชื่อหน่วยงาน", "รหัสหน่วยงานต้นสังกัด"),
    ("50990900", "ฝ่ายเทศกิจ", ""),
    ("50990000", "สํานักงานเขตทุ่งทอง", ""),
    ("77000000", "กลุ่มเขตเหนือ", ""),
    ("78000000", "กองงานสวน", "77000000"),
)
PEOPLE = (
    ("ชื่อ-นามสกุล", "รหัสหน่วยงาน", "บทบาท"),
    ("มาลี ใจงาม", "50990000", "เจ้าหน้าที่"),
    ("มาลี ใจงาม", "50990000", "ผู้ประเมิน"),
    ("ก้อง  ทองดี", "50990900", "หัวหน้าฝ่าย"),
    ("สมใจ พรหมมา", "78000000", "Admin"),
)
PROJECTS = (
    ("รหัสโครงการ", "ชื่อโครงการ", "ปีงบประมาณ", "ผู้รายงาน", "งบประมาณ", "สถานะ"),
    ("50990000-0001", "โครงการคลองใส", "๒๕๗๐", "มาลี ใจงาม, ก้อง ทองดี", "1,500,000.50", "ล่าช้า"),
    ("50990000-0002", "โครงการลานกีฬา", "2570", "", "", ""),
)
TABLES = {"หน่วยงาน": UNITS, "บุคลากร": PEOPLE, "โครงการ": PROJECTS}

Rows = Iterable[Iterable[object]]


def csv(rows: Rows, delimiter: str = ",") -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


def xlsx(**sheets: Rows) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()
