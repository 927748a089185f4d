from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from storage.db import open_database, reading
from storage.people import people_named
from storage.reporters import projects_reported_by
from storage.reports import latest_of
from tests.browser.phones import open_desk
from tests.browser.tour import OFFICER, PATIENCE, sample_desk, walk


def test_the_service_as_its_users_start_it_takes_a_report_and_keeps_it_over_a_restart(
    page: Page, tmp_path: Path
) -> None:
    page.set_default_timeout(PATIENCE)
    with sample_desk(tmp_path) as url:
        officer, _, _ = walk(page, url)
        told = officer.log.aria_snapshot()
    engine = open_database(f"sqlite:///{tmp_path / 'tour.db'}")
    with reading(engine) as tx:
        [person] = people_named(tx, OFFICER)
        projects = [
            project.id for project in projects_reported_by(tx, person.id, today=date(2026, 11, 25))
        ]
        [filed] = latest_of(tx, projects, limit=1)
    engine.dispose()
    assert filed.reporter == OFFICER
    assert filed.channel == "webchat"
    assert filed.content.narrative.startswith("ขุดลอกคลองเพิ่มอีก 350 เมตร")
    with sample_desk(tmp_path) as url:
        officer, _, _ = open_desk(page, url)
        expect(officer.newest).to_contain_text("เลขที่รับ")
        assert officer.log.aria_snapshot() == told
