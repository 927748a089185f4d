from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.records import Unit
from storage.tables import policy
from storage.units import save_unit
from tests.command_line.shell import Shell
from tests.ground.inner import ROOT

KEYS = [
    *("due_day", "lock_day", "lock_month", "reminders", "escalate_unit", "escalate_above"),
    *("sending_from", "sending_until", "own_days", "digest_on", "empty_digest"),
    *("line_pushes", "reserve", "reopened_for"),
]
FILE = """
[city]
due_day = 20
own_days = [2026-12-28]

[unit.04160200]
sending_from = 09:00:00
line_pushes = false

[year.2571.city]
due_day = 15
"""


@pytest.fixture(name="city")
def build(office: Shell) -> Shell:
    with office.database() as tx:
        save_unit(tx, Unit("04160000", "สำนักทดลอง"))
        save_unit(tx, Unit("04160200", "กองทดลองใช้", "04160000"))
    return Shell(office.folder, office.database_url, {"LOCALE": "en"})


def shown(shell: Shell, *place: str) -> dict[str, tuple[str, str]]:
    """The value of every setting, and where it comes from."""
    lines = shell.done("policy", "show", *place).lines[1:-1]
    settings = [line.partition("=") for line in lines]
    told = {key: rest.partition(" ") for key, _, rest in settings}
    return {key: (value, source.strip()) for key, (value, _, source) in told.items()}


def kept(shell: Shell) -> list[tuple[object, ...]]:
    with shell.database() as tx:
        return [tuple(row) for row in tx.execute(select(policy).order_by(policy.c.id))]


def test_every_setting_is_shown_with_its_source(city: Shell) -> None:
    found = shown(city)
    assert list(found) == KEYS
    assert {source for _, source in found.values()} == {"default"}
    assert found["reminders"][0] == "-3,0,1"
    assert found["own_days"][0] == ""


def test_a_unit_shows_what_it_set_and_what_it_inherits(city: Shell) -> None:
    done = city.done("policy", "set", "--year", "2569", "due_day=20", "lock_day=5")
    assert done.lines == ["For the whole city, from the fiscal year 2569 on: due_day=20 lock_day=5"]
    city.done("policy", "set", "--year", "2570", "--unit", "04160000", "due_day=15", "reminders=0")
    found = shown(city, "--unit", "04160200", "--year", "2570")
    assert found["due_day"] == ("15", "สำนักทดลอง (04160000), 2570")
    assert found["reminders"] == ("0", "สำนักทดลอง (04160000), 2570")
    assert found["lock_day"] == ("5", "the whole city, 2569")
    assert found["reserve"] == ("20", "default")
    assert shown(city, "--unit", "04160200", "--year", "2568")["due_day"] == ("25", "default")
    city.done("policy", "set", "--year", "2570", "--unit", "04160000", "due_day=inherit")
    assert shown(city, "--year", "2570", "--unit", "04160000")["due_day"][0] == "20"


def test_the_days_that_follow_are_shown(city: Shell) -> None:
    last = city.done("policy", "show", "--year", "2566").lines[-1]
    assert last == (
        "So the report of October 2022 is due on 25 Oct 2022, and is taken until 10 Nov 2022."
    )


def test_without_a_year_the_present_fiscal_year_is_meant(city: Shell) -> None:
    city.done("policy", "set", "due_day=20")
    [(_, year, *_rest)] = kept(city)
    assert f"fiscal year {year}:" in city.done("policy", "show").lines[0]
    assert shown(city, "--year", str(year))["due_day"] == ("20", f"the whole city, {year}")
    assert shown(city, "--year", str(int(str(year)) - 1))["due_day"] == ("25", "default")


def test_it_is_told_in_the_language_of_the_office(city: Shell) -> None:
    thai = Shell(city.folder, city.database_url)
    assert thai.done("policy", "show", "--year", "2570").lines[0] == (
        "ข้อกำหนดของทั้งกรุงเทพมหานคร ปีงบประมาณ พ.ศ. 2570:"
    )
    assert "วันที่ของเดือน" in thai.refused("policy", "set", "due_day=32")


def test_a_file_sets_several(city: Shell) -> None:
    (city.folder / "policy.toml").write_text(FILE, encoding="utf-8-sig")
    done = city.done("policy", "set", "--year", "2570", "--file", "policy.toml")
    assert len(done.lines) == 3
    found = shown(city, "--unit", "04160200", "--year", "2571")
    assert found["due_day"] == ("15", "the whole city, 2571")
    assert found["own_days"] == ("2026-12-28", "the whole city, 2570")
    assert found["sending_from"] == ("09:00", "กองทดลองใช้ (04160200), 2570")
    assert found["line_pushes"][0] == "no"


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["due_day=32"], "due_day cannot be “32”: write a day of the month, from 1 to 31."),
        (["own_days=2026-02-30"], "own_days cannot be “2026-02-30”"),
        (["due=20"], "There is no setting due: write one of due_day, lock_day"),
        (["due=inherit"], "There is no setting due"),
        (["sending_from=17:00"], "sending hours end at 16:30, before or as they begin at 17:00"),
        (["reminders=0,-3"], "The reminders 0,-3 do not follow one another"),
        (["lock_month=same"], "The due day 25 comes after the lock day 10 of the same month"),
        (["escalate_above=1"], "The level above would hear after 1"),
        (["--unit", "99999999", "due_day=20"], "There is no unit 99999999"),
        (["--file", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["--file", "."], "cannot be read"),
        (["--file", "bad.toml"], "“due_day” belongs to no city, unit or year"),
        (["--file", "broken.toml"], "not written in TOML"),
        (["--file", "empty.toml"], "There is nothing in it"),
        (["--file", "thai.toml"], "cannot be read"),
        (["--file", "half.toml"], "There is no unit 99999999"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    city: Shell, arguments: list[str], said: str
) -> None:
    city.done("policy", "set", "--year", "2569", "reserve=5")
    before = kept(city)
    for name, text in {
        "bad.toml": "due_day = 20",
        "broken.toml": "[city",
        "empty.toml": "",
        "half.toml": "[city]\ndue_day = 20\n[unit.99999999]\ndue_day = 20",
    }.items():
        (city.folder / name).write_text(text)
    (city.folder / "thai.toml").write_bytes("# ภาษาไทย".encode("tis-620"))
    assert said in city.refused("policy", "set", "--year", "2570", *arguments)
    assert kept(city) == before


def test_a_whole_month_without_a_working_day_is_refused(city: Shell) -> None:
    days = ",".join(f"2026-11-{day:02d}" for day in range(1, 31))
    said = city.refused("policy", "set", f"own_days={days}")
    assert "The own days leave no working day in November 2026" in said


def test_a_change_that_a_unit_below_contradicts_names_that_unit(city: Shell) -> None:
    city.done("policy", "set", "--year", "2570", "--unit", "04160200", "sending_until=12:00")
    said = city.refused("policy", "set", "--year", "2570", "sending_from=13:00")
    assert "For กองทดลองใช้ (04160200) in the fiscal year 2570" in said


def test_an_unknown_unit_has_nothing_to_show(city: Shell) -> None:
    assert "There is no unit 99999999" in city.refused("policy", "show", "--unit", "99999999")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["set"],
        ["set", "due_day"],
        ["set", "--year", "2026", "due_day=20"],
        ["set", "--file", "x.toml", "due_day=20"],
        ["set", "--file", "x.toml", "--unit", "04160200"],
        ["show", "due_day"],
    ],
)
def test_wrong_usage_ends_with_two(laptop: Shell, arguments: list[str]) -> None:
    assert laptop.run("policy", *arguments).status == 2


def test_a_setting_that_contradicts_since_its_unit_was_moved_is_shown(city: Shell) -> None:
    with city.database() as tx:
        save_unit(tx, Unit("08000000", "กองที่ย้าย"))
    city.done("policy", "set", "--year", "2570", "--unit", "08000000", "sending_until=12:00")
    city.done("policy", "set", "--year", "2570", "--unit", "04160000", "sending_from=13:00")
    with city.database() as tx:
        save_unit(tx, Unit("08000000", "กองที่ย้าย", "04160000"))
    lines = city.done("policy", "show", "--unit", "08000000", "--year", "2570").lines
    assert lines[-3].startswith("What กองที่ย้าย (08000000) set in 2570 does not count")
    assert "The sending hours end at 12:00" in lines[-2]


def test_the_example_of_the_documentation_can_be_set(city: Shell) -> None:
    [_, example, *_] = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8").split("```toml\n")
    (city.folder / "policy.toml").write_text(example.split("```")[0], encoding="utf-8")
    with city.database() as tx:
        save_unit(tx, Unit("04160300", "กองที่สาม", "04160000"))
    city.done("policy", "set", "--year", "2570", "--file", "policy.toml")
    assert shown(city, "--year", "2571")["lock_day"] == ("5", "the whole city, 2571")


def test_a_day_that_is_over_is_set_and_told_of(
    city: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clock.now", lambda: datetime(2026, 11, 20, 5, tzinfo=UTC))
    assert city.done("policy", "set", "due_day=20").sentences == []
    [warning] = city.done("policy", "set", "--unit", "04160200", "due_day=10").sentences
    assert warning.startswith(
        "Note: for กองทดลองใช้ (04160200), November 2026 was due on 10 Nov 2026, which is over."
    )
    assert shown(city, "--unit", "04160200")["due_day"][0] == "10"
    assert city.done("policy", "set", "--unit", "04160200", "due_day=9").sentences == []


def test_months_that_are_over_get_no_other_due_day_silently(
    city: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clock.now", lambda: datetime(2026, 11, 20, 5, tzinfo=UTC))
    [warning] = city.done("policy", "set", "--year", "2569", "due_day=28").sentences
    assert warning.startswith("Note: for the whole city, 12 months that are over have other due")
    assert city.done("policy", "set", "--year", "2570", "due_day=27").sentences == []
