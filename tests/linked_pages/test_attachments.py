"""What was sent along with reports, behind a link: what opens, how, and that nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import Connection, Engine, insert, select

from bot.evidence.kinds import recognise
from bot.evidence.store import Store
from handlers.passes import LIFETIME
from storage.db import transaction
from storage.page_log import add_imported
from storage.passes import revoke_all_passes
from storage.projects import find_project
from storage.records import Content, ImportedReport
from storage.tables import evidence, report, report_evidence
from tests.evidence.contents import content_of
from tests.linked_pages.office import FOREIGN, GARDEN, NOW, OF_THE_BUREAU, OF_THE_GARDEN, Office
from tests.linked_pages.test_pages import words_of
from tests.web.desk import Desk, running

PICTURE, PDF, HEIC, OF_OLD, PENDING, ELSEWHERE, LOST = range(1, 8)
NAMES = {PICTURE: "ต้นไม้.html", PDF: "สัญญา.pdf", HEIC: "บ่อน้ำ.heic", OF_OLD: "เก่า.png"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "evidence")


@pytest.fixture
def desk(office: Office, store: Store) -> Iterator[Desk]:
    send_along(office.engine, store)
    with running(office.engine, clock=lambda: NOW, store=store) as served:
        yield served


def send_along(engine: Engine, store: Store) -> None:
    """Let a picture and two files belong to the garden's newest report, and others not."""
    with transaction(engine) as tx:
        garden, foreign = (find_project(tx, code) for code in (GARDEN, FOREIGN))
        assert garden is not None
        assert foreign is not None
        entry = ImportedReport(Content(Decimal(5), "ก", None, None), date(2026, 11, 3), None)
        add_imported(tx, foreign[0], [entry])
        newest, first, elsewhere = (
            tx.scalars(select(report.c.id).where(report.c.project_id == number, *only)).one()
            for number, only in (
                (garden[0], [report.c.revision == 2]),
                (garden[0], [report.c.revision == 1, report.c.reporter_id.is_not(None)]),
                (foreign[0], []),
            )
        )
        held = (
            (PICTURE, "photo.png", newest),
            (PDF, "paper.pdf", newest),
            (HEIC, "pond.heic", newest),
            (OF_OLD, "old.jpg", first),
            (PENDING, None, newest),
            (ELSEWHERE, "other.gif", elsewhere),
            (LOST, "lost.webp", newest),
        )
        for number, name, report_id in held:
            _keep(tx, store, number, name)
            tx.execute(insert(report_evidence).values(report_id=report_id, evidence_id=number))


def _keep(tx: Connection, store: Store, number: int, name: str | None) -> None:
    described = {}
    if name is not None:
        data = content_of(name)
        found = recognise(data)
        assert found is not None
        written = store.write(data, found.kind, found.media_type)
        if number == LOST:
            store.discard(written)
        else:
            store.keep(written)
        content = written.content
        described = {
            "sha256": content.sha256,
            "size": content.size,
            "kind": content.kind,
            "media_type": content.media_type,
        }
    tx.execute(
        insert(evidence).values(
            id=number,
            person_id=1,
            channel="line",
            lane="",
            reference="",
            name=NAMES.get(number, ""),
            state="kept" if described else "wanted",
            attempts=0,
            not_before=NOW,
            created_at=NOW,
            **described,
        )
    )


def attached(link: str, number: object) -> str:
    return f"{link}/attached/{number}"


def test_a_page_shows_pictures_and_names_files_with_their_size(desk: Desk, office: Office) -> None:
    page = desk.client.get(office.link(OF_THE_GARDEN)).text
    assert "ไฟล์แนบ: 3 รูป 1 ไฟล์ กำลังรับ 1 รายการ" in words_of(page)
    shown = re.findall(r'<img src="([^"]+/attached/[^"]+)" alt="([^"]+)" loading="lazy">', page)
    assert [(one.rpartition("/")[2], alt) for one, alt in shown] == [
        (str(PICTURE), "รูปที่ 1 ของรายงานวันที่ 19 พ.ย. 2569"),
        (str(LOST), "รูปที่ 4 ของรายงานวันที่ 19 พ.ย. 2569"),
    ]
    assert re.findall(r'attached/(\d+)">([^<]+)</a>', page) == [
        (str(PDF), "สัญญา.pdf"),
        (str(HEIC), "บ่อน้ำ.heic"),
    ]
    assert words_of(page).count(" KB") == 4
    assert 'loading="lazy"' not in desk.client.get(office.link(OF_THE_GARDEN) + "?print=1").text


@pytest.mark.parametrize(
    ("number", "file", "expected"),
    [
        (PICTURE, "photo.png", ("image/png", "inline", "ต้นไม้.png")),
        (PDF, "paper.pdf", ("application/pdf", "attachment", "สัญญา.pdf")),
        (HEIC, "pond.heic", ("image/heic", "attachment", "บ่อน้ำ.heic")),
    ],
)
def test_it_comes_as_what_its_bytes_are(
    desk: Desk, office: Office, number: int, file: str, expected: tuple[str, str, str]
) -> None:
    media_type, way, named = expected
    for link in (office.link(OF_THE_BUREAU), office.link(OF_THE_GARDEN)):
        answer = desk.client.get(attached(link, number))
        assert answer.status_code == 200
        assert answer.content == content_of(file)
        assert answer.headers["Content-Type"] == media_type
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith(f"{way}; ")
        assert unquote(disposition.rpartition("''")[2]) == named
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")


def test_nothing_else_opens_and_all_of_it_is_the_same_404(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    over = office.link(OF_THE_BUREAU, at=NOW - LIFETIME)
    closed = [attached(link, number) for number in (OF_OLD, PENDING, ELSEWHERE, LOST, 99, 0)]
    closed += [attached(link, number) for number in ("", "x", "-1", "๑", "1.png", "9" * 30)]
    closed += [attached(link, "..%2f..%2fetc%2fpasswd"), attached(link, f"{PICTURE}/x")]
    closed.append(attached(over, PICTURE))
    bodies = set()
    for path in closed:
        answer = desk.client.get(path)
        assert answer.status_code == 404, path
        bodies.add(re.sub(r"(\.\./)+", "", answer.text))
    assert len(bodies) == 1
    assert desk.client.get(attached(link, PICTURE)).status_code == 200
    with transaction(office.engine) as tx:
        revoke_all_passes(tx, office.chief.id, now=NOW)
    assert desk.client.get(attached(link, PICTURE)).status_code == 404
