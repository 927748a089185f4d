from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from bot.papers.curve import curve_content
from bot.papers.pictures import CURVE, curve_picture, draw
from bot.papers.wording import Wording
from handlers.papers import PictureForm
from handlers.summaries.project import ProjectSummary
from storage.records import ProjectStatus
from tests.papers.years import year_of

JUNE = date(2023, 6, 15)
THAI = Wording("th")
LONG = "กลุ่มงานส่งเสริมศักยภาพของเมือง กองยุทธศาสตร์สาธารณสุขและสิ่งแวดล้อม สำนักยุทธศาสตร์และประเมินผล " * 3

HARD = {
    "no report": year_of([], today=JUNE),
    "one report": year_of([None, None, "40"], today=JUNE),
    "nothing done": year_of(["0", "0", None, "0.00"], today=JUNE),
    "falling": year_of(["10", "35.50", "30", None, "20"], today=JUNE, late=[2]),
    "twelve months": year_of([f"{8.33 * n:.2f}" for n in range(1, 13)], today=date(2024, 1, 5)),
    "long names": year_of(["5"], today=JUNE, name=LONG, unit=LONG),
    "marks of typst": year_of(
        ["5"], today=JUNE, name='#panic("x") $ * _ ` <a> @b', unit='"]; #image("/etc/passwd")'
    ),
}


def test_a_month_has_its_percent_and_its_class() -> None:
    year = year_of(["10", None, "30.50"], today=date(2022, 12, 28), late=[2])
    drawn = curve_content(year, date(2022, 12, 28), THAI)
    assert [(one["name"], one["percent"], one["label"], one["class"]) for one in drawn["months"]][
        :4
    ] == [
        ("ต.ค.", 10.0, "10", "on_time"),
        ("พ.ย.", None, None, "missing"),
        ("ธ.ค.", 30.5, "30.5", "late"),
        ("ม.ค.", None, None, "not_owed"),
    ]
    assert drawn["said"] == "กราฟความคืบหน้าสะสม: ต.ค. 10, พ.ย. ยังไม่รายงาน, ธ.ค. 30.5"


def test_what_leads_over_a_gap_is_not_whole() -> None:
    drawn = curve_content(year_of([None, "20", "15", None, "40"], today=JUNE), JUNE, THAI)
    assert [(*one["from"], *one["to"], one["whole"]) for one in drawn["lines"]] == [
        (0, 0.0, 2, 20.0, False),
        (2, 20.0, 3, 15.0, True),
        (3, 15.0, 5, 40.0, False),
    ]


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (date(2022, 10, 1), 1 / 31),
        (date(2023, 6, 15), 8.5),
        (date(2023, 9, 30), 12),
        (date(2023, 10, 1), None),
        (date(2022, 9, 30), None),
    ],
)
def test_today_stands_where_the_year_is(day: date, at: float | None) -> None:
    assert curve_content(year_of(["5"], today=day), day, THAI)["today"] == (
        None if at is None else pytest.approx(at)
    )


def test_a_month_that_owes_nothing_is_no_gap() -> None:
    year = year_of(["100"], today=JUNE, status=ProjectStatus.DONE)
    drawn = curve_content(year, JUNE, THAI)
    assert {one["class"] for one in drawn["months"]} == {"on_time", "not_owed"}


def test_thai_digits_are_those_of_our_figures() -> None:
    drawn = curve_content(year_of(["10"], today=JUNE), JUNE, Wording("th", thai_digits=True))
    assert drawn["months"][0]["label"] == "๑๐"
    assert drawn["today_label"] == "วันนี้ ๑๕ มิ.ย. ๒๕๖๖"


@pytest.mark.parametrize("year", HARD.values(), ids=HARD)
def test_it_is_a_picture_that_line_and_telegram_take(year: ProjectSummary) -> None:
    """LINE shows a preview of a million bytes, Telegram makes what is above 1280 smaller."""
    png = draw(CURVE, curve_picture(year, JUNE, THAI), PictureForm.PNG)
    assert len(png) < 1_000_000
    assert Image.open(io.BytesIO(png)).size == (1260, 1050)


def test_what_is_hatched_solid_and_hollow_differs_without_colours() -> None:
    """In grey the dot of a late report is as light within as paper, the other one dark."""
    shades = []
    for late in ((), (0,)):
        year = year_of(["50"], today=date(2022, 10, 28), late=late)
        png = draw(CURVE, curve_picture(year, JUNE, THAI), PictureForm.PNG)
        grey = Image.open(io.BytesIO(png)).convert("L")
        shades.append(sum(grey.histogram()[:110]))
    assert shades[0] > shades[1]


def test_the_same_year_gives_the_same_bytes_also_as_svg() -> None:
    content = curve_picture(HARD["falling"], JUNE, THAI)
    for form in PictureForm:
        assert draw(CURVE, content, form) == draw(CURVE, content, form)
    assert draw(CURVE, content, PictureForm.SVG).startswith(b"<svg")
