from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine

from storage.db import transaction
from storage.people import find_or_add_person
from storage.projects import save_project
from storage.records import ProjectFacts, Unit
from storage.reporters import add_reporter, reporters_of
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
UNIT = Unit("04160200", "กองทดลองใช้")


def test_who_reports_on_a_project_already_is_not_new_to_it(database: Engine) -> None:
    with transaction(database) as tx:
        save_unit(tx, UNIT)
        project = save_project(tx, ProjectFacts("04160200-0001", "โครงการ", UNIT.code, 2570)).id
        person = find_or_add_person(tx, name="มาลี", unit_code=UNIT.code, locale="th", now=NOW).id
        assert add_reporter(tx, project_id=project, person_id=person)
        assert not add_reporter(tx, project_id=project, person_id=person)
        assert reporters_of(tx, project) == (person,)
