from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest
from PIL import Image

from bot.papers.overview import UnitYear, overview_content
from bot.papers.pictures import OVERVIEW, draw
from bot.papers.wording import Wording
from handlers.oversight.standing import Bucket
from handlers.papers import PictureForm
from handlers.summaries.totals import Counts
from handlers.timeliness.classes import Class
from handlers.timeliness.not_due import NotDue
from storage.periods import fiscal_months

OCTOBER, NOVEMBER, *_ = fiscal_months(2566)
LONG = "กลุ่มงานส่งเสริมศักยภาพของเมือง กองยุทธศาสตร์สาธารณสุขและสิ่งแวดล้อม " * 5


def unit_year(
    buckets: Mapping[Bucket, int], *, name: str = "สำนักงานเขตบางตะเภา", counts: Counts | None = None
) -> UnitYear:
    whole = {bucket: buckets.get(bucket, 0) for bucket in Bucket}
    return UnitYear(name, 2566, date(2022, 11, 28), whole, counts or Counts())


SOME = unit_year(
    {Bucket.DONE: 1, Bucket.UNREPORTED: 3},
    counts=Counts(
        4,
        months={
            OCTOBER: Counter({Class.ON_TIME: 2, Class.LATE: 1, Class.NOT_OWED: 1}),
            NOVEMBER: Counter({Class.NOT_OWED: 4}),
        },
    ),
)


def test_buckets_are_bars_with_their_counts() -> None:
    drawn = overview_content(SOME, Wording("th"), PictureForm.PNG)
    assert drawn["title"] == "ภาพรวมปีงบประมาณ พ.ศ. 2566 · 4 โครงการ"
    assert drawn["buckets_title"] == "สถานะโครงการ ณ 28 พ.ย. 2565"
    assert [(one["name"], one["label"], one["share"]) for one in drawn["buckets"]] == [
        ("แล้วเสร็จ", "1", 0.25),
        ("กำลังดำเนินการ", "0", 0),
        ("ชะลอ", "0", 0),
        ("ยกเลิก", "0", 0),
        ("ยังไม่มีการรายงาน", "3", 0.75),
    ]


def test_a_month_has_the_shares_of_what_was_owed_and_none_of_nothing() -> None:
    months = overview_content(SOME, Wording("th"), PictureForm.PNG)["months"]
    assert [(one["name"], one["shares"], one["label"]) for one in months][:3] == [
        ("ต.ค.", [67, 33, 0], "67"),
        ("พ.ย.", None, None),
        ("ธ.ค.", None, None),
    ]


def test_what_is_not_due_yet_is_no_part_of_a_bar() -> None:
    missing = Counter({Class.ON_TIME: 1, Class.MISSING: 3})
    day = date(2022, 11, 25)
    coming = {NOVEMBER: NotDue(3, day, day)}
    counts = Counts(4, months={OCTOBER: missing, NOVEMBER: missing}, not_due=coming)
    drawn = overview_content(unit_year({}, counts=counts), Wording("th"), PictureForm.PNG)
    assert [one["shares"] for one in drawn["months"]][:2] == [[25, 0, 75], [25, 0, 0]]


@pytest.mark.parametrize(
    "year",
    [SOME, unit_year({}), unit_year({Bucket.IN_PROGRESS: 20_000}, name=LONG)],
    ids=["some", "no projects", "a long name"],
)
def test_it_is_a_picture_that_line_and_telegram_take(year: UnitYear) -> None:
    png = draw(OVERVIEW, overview_content(year, Wording("th"), PictureForm.PNG), PictureForm.PNG)
    assert len(png) < 1_000_000
    assert Image.open(io.BytesIO(png)).size == (1260, 1260)


def test_for_a_page_it_is_of_the_months_alone() -> None:
    def height(form: PictureForm) -> float:
        svg = draw(OVERVIEW, overview_content(SOME, Wording("th"), form), PictureForm.SVG).decode()
        found = re.search(r'height="([0-9.]+)pt"', svg)
        assert found is not None
        return float(found[1])

    assert height(PictureForm.PNG) == 360
    assert 120 < height(PictureForm.SVG) < 200
