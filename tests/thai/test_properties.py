"""What holds for every text, number and day, not only for those in the tables."""

import importlib
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.thai.dates import (
    leading_date,
    read_date,
    say_date,
    say_date_long,
    say_month,
    say_time,
)
from handlers.thai.figures import LARGEST, is_percent, read_figure, read_score, read_target
from handlers.thai.numbers import read_percent
from handlers.thai.reading import Bad, Doubtful, Good, Reason
from handlers.thai.text import clean, comparable, digits, repair, without_particles
from handlers.thai.words import (
    is_none,
    says_done,
    says_no,
    says_same,
    says_unfinished,
    says_yes,
)

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
TODAY = date(2026, 11, 25)

percents = st.integers(0, 10000).map(lambda hundredths: Decimal(hundredths) / 100)
days = st.dates(date(2017, 1, 1), date(2031, 1, 1))

# Pieces of answers, stuck together in any order, come nearer to what matters than random letters.
ANSWERS = """
    0 5 45 60 100 101 45.5 45.555 45,5 1,000 2569 02 081 ๔๕ ４５ ห้า สิบ ร้อย ล้าน ศูนย์ จุด ยี่ นึง
    ร้อยละ % เปอร์เซ็นต์ เปอ ครึ่ง เต็มร้อย แล้วเสร็จ เสร็จ ยังไม่เริ่ม เท่าเดิม จาก จากเดิม เป็น เพิ่ม
    ลดลง อีก + - – / . , : ~ ? < ประมาณ น่าจะ กว่า เกือบ เหลือ ติดลบ ถึง to ระหว่าง งาน โครงการ คืบหน้า
    ครับ ค่ะ นะ จ้า ไม่ ไม่มี ปัญหา ใช่ อยู่ระหว่าง วันที่ พ.ย. มกราคม พ.ศ. ปี วันนี้ พุธ nan inf e2 บาท
"""
LETTERS = "กาำ่้ํัีฺเแๆฯ \n\r\t\0👍👩♂éßİﬁ½"
UNSEEN = "\u00a0\u00ad\u0301\u200b\u200c\u200d\u2060\u3000\ufe0f\ufeff\ud83d"
pieces = st.lists(st.sampled_from([*ANSWERS.split(), *LETTERS, *UNSEEN]), max_size=8)
texts = st.one_of(
    st.text(st.characters(exclude_categories=())), pieces.map("".join), pieces.map(" ".join)
)


def in_words(number: int) -> str:
    read_percent("หนึ่ง", last=None)  # prepares the library for a machine without a home folder
    return str(importlib.import_module("pythainlp.util").num_to_thaiword(number))


@given(texts, st.none() | percents)
@example("9" * 5000, None)
@example("ล้าน" * 1000, None)
@example("-" * 4000 + "5", Decimal(5))
@example("0-" * 2000, None)
def test_a_percent_is_never_outside_its_limits(text: str, last: Decimal | None) -> None:
    reading = read_percent(text, last=last)
    if not isinstance(reading, Bad):
        assert 0 <= reading.value <= 100
        assert reading.value == round(reading.value, 2)


@given(texts, st.sampled_from(["", "ร้อยละ", "1,200 ชุมชน", "ล้านบาท"]) | texts)
@example("9" * 5000, "")
@example("ล้าน" * 1000, "")
@example("9 " + "ล้าน" * 1000, "")
def test_a_figure_is_never_one_that_cannot_be_kept(text: str, measure: str) -> None:
    reading = read_figure(text, measure=measure)
    if not isinstance(reading, Bad):
        assert 0 <= reading.value < LARGEST
        assert reading.value == round(reading.value, 2)
    score = read_score(text)
    if isinstance(score, Good):
        assert 0 <= score.value <= 100
        assert score.value == round(score.value, 2)
    assert read_target(text, measure) is None or is_percent(measure) in {True, False}


@given(
    st.integers(0, 10**12).map(lambda hundredths: Decimal(hundredths) / 100),
    st.sampled_from(["{}", "ได้ {}", "จำนวน {}", "ผลงานที่ทำได้ ชุมชน : {}", "ชุมชน {}"]),
    st.sampled_from(["", " ชุมชน", "ชุมชน", " ชุมชนครับ", " ค่ะ", "\n"]),
    st.sampled_from([",f", "f", ",.2f"]),
    st.sampled_from([{}, THAI_DIGITS, WIDE]),
)
def test_every_figure_is_read_back_in_every_dress(
    figure: Decimal, before: str, after: str, form: str, script: dict[int, int]
) -> None:
    text = (before.format(format(figure, form)) + after).translate(script)
    assert read_figure(text, measure="1,200 ชุมชน") == Good(figure)


@given(
    st.builds(format, percents, st.sampled_from(["f", ".2f"])),
    st.sampled_from(["{}", "ร้อยละ {}", "ร้อยละ{}", "เดือนนี้ {}", "ประมาณ {}", "งานคืบหน้าร้อยละ {}"]),
    st.sampled_from(["", "%", " %", " เปอร์เซ็นต์", "เปอร์เซนต์", " เปอเซ็น", " percent"]),
    st.sampled_from(["", " ครับ", "ค่ะ", " นะคะ", "!", " 👍", "\n"]),
    st.sampled_from([{}, THAI_DIGITS, WIDE]),
)
def test_every_percent_is_read_back_in_every_dress(
    number: str, before: str, sign: str, after: str, script: dict[int, int]
) -> None:
    text = (before.format(number) + sign + after).translate(script)
    assert read_percent(text, last=None) == Good(Decimal(number))


@pytest.mark.parametrize("number", range(101))
def test_every_number_word_is_read_back(number: int) -> None:
    word = in_words(number)
    assert read_percent(word, last=None) == Good(Decimal(number))
    assert read_percent(f"ร้อยละ{word}ค่ะ", last=None) == Good(Decimal(number))
    if number < 100:
        spelled = read_percent(f"{word}จุดสองห้า", last=None)
        assert spelled == Good(number + Decimal("0.25"))


@given(st.integers(101, 10**12))
def test_number_words_above_a_hundred_are_refused(number: int) -> None:
    assert read_percent(in_words(number), last=None) == Bad(Reason.OUT_OF_RANGE)


@given(percents, percents)
def test_moving_from_the_last_percent(last: Decimal, percent: Decimal) -> None:
    moved = f"{percent - last:+f}"
    assert read_percent(moved, last=last) == Good(percent)
    assert read_percent(f"จาก {last:f} เป็น {percent:f}", last=last) == Good(percent)
    assert read_percent(moved, last=None) == Bad(Reason.NOTHING_BEFORE)


@given(percents, percents)
def test_two_numbers_side_by_side_are_never_one(one: Decimal, other: Decimal) -> None:
    for between in (" ", "-", " ถึง ", "/", " หรือ ", "\n", " และ "):
        assert isinstance(read_percent(f"{one:f}{between}{other:f}", last=None), Bad)


@given(st.integers(1, 100), st.sampled_from(["คน", "แห่ง", "ครั้ง", "วัน", "บาท", "โครงการ", "ราย"]))
def test_counted_things_are_not_a_percent(number: int, thing: str) -> None:
    assert isinstance(read_percent(f"{number} {thing}", last=None), Bad)
    assert isinstance(read_percent(f"{thing} {number}", last=None), Bad)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_cleaned_text_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\0" not in cleaned


@given(texts)
def test_comparing_forms_are_stable(text: str) -> None:
    form = comparable(text)
    assert comparable(form) == form
    assert comparable(clean(text)) == form
    assert comparable(digits(text)) == form
    assert "\n" not in form


@given(texts, st.booleans())
def test_repairing_twice_is_repairing_once(text: str, may_be_cut: bool) -> None:
    repaired, _ = repair(text, may_be_cut=may_be_cut)
    again, repairs = repair(repaired, may_be_cut=may_be_cut)
    assert again == repaired
    assert repairs == ()


@given(texts)
def test_a_repair_is_told_when_and_only_when_the_text_changed(text: str) -> None:
    repaired, repairs = repair(text, may_be_cut=True)
    assert (repaired != text) == bool(repairs)


@given(texts)
def test_particles_are_stripped_only_from_the_end(text: str) -> None:
    assert text.startswith(without_particles(text))


@given(texts)
def test_small_answers_are_read_without_failing_and_never_contradict(text: str) -> None:
    assert not (says_yes(text) and says_no(text))
    assert not (is_none(text) and (says_same(text) or says_yes(text)))
    assert not (says_done(text) and says_same(text))
    assert says_unfinished(f"อยู่ระหว่างก่อสร้าง\n{text}")


@given(days, st.booleans(), st.sampled_from(["{}", "วันที่ {}", "วันที่{}ครับ", "ณ วันที่ {}"]))
def test_a_said_date_is_read_back(day: date, thai: bool, around: str) -> None:
    for said in (say_date(day, thai_digits=thai), say_date_long(day, thai_digits=thai)):
        assert read_date(around.format(said), today=TODAY) == Good(day)
        assert read_date(around.format(said.replace(" ", "")), today=TODAY) == Good(day)


@given(days, st.sampled_from(["%d/%m/{}", "%d-%m-{}", "%d.%m.{}", "{}-%m-%d"]), st.booleans())
def test_a_date_in_digits_is_read_back_in_both_eras(day: date, form: str, thai: bool) -> None:
    for year in (day.year, day.year + 543):
        text = day.strftime(form).format(year)
        text = text.translate(THAI_DIGITS) if thai else text
        assert read_date(text, today=TODAY) == Good(day)


@given(days)
def test_a_date_without_its_year_means_the_nearest_one(day: date) -> None:
    reading = read_date(f"{day.day}/{day.month}", today=day)
    assert isinstance(reading, Doubtful)
    assert reading.value == day


@given(texts, days)
def test_a_read_date_is_one_that_somebody_can_mean(text: str, today: date) -> None:
    reading = read_date(text, today=today)
    if isinstance(reading, Good):
        assert abs(reading.value - today) < timedelta(days=3700)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(2560, 2580))
def test_a_day_that_does_not_exist_is_not_read(day: int, month: int, year: int) -> None:
    try:
        date(year - 543, month, day)
    except ValueError:
        assert isinstance(read_date(f"{day}/{month}/{year}", today=TODAY), Bad)
        assert leading_date(f"{day}/{month}/{year} : วางท่อ") is None


@given(days, texts, st.booleans())
def test_the_date_of_a_log_body_is_split_off_and_the_rest_untouched(
    day: date, rest: str, thai: bool
) -> None:
    written = f"{day:%d/%m}/{day.year + 543}"
    written = written.translate(THAI_DIGITS) if thai else written
    assert leading_date(f"{written} : {rest}") == (day, rest)


def test_dates_months_and_times_are_said_as_people_say_them() -> None:
    assert say_date(date(2026, 11, 5)) == "5 พ.ย. 2569"
    assert say_date(date(2026, 11, 25), thai_digits=True) == "๒๕ พ.ย. ๒๕๖๙"
    assert say_date_long(date(2026, 11, 25)) == "25 พฤศจิกายน 2569"
    assert say_month(2026, 11) == "พฤศจิกายน 2569"
    assert say_month(2026, 1, thai_digits=True) == "มกราคม ๒๕๖๙"
    assert say_time(time(9, 5)) == "09.05 น."
    assert say_time(time(14, 30), thai_digits=True) == "๑๔.๓๐ น."
