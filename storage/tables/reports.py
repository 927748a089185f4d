"""Reports, what supervisors do about them, and the pictures and files that belong to them."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Exact, Moment, PeriodColumn, metadata

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("period", PeriodColumn, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("percent", Exact(5), nullable=False),
    Column("narrative", Text, nullable=False),
    Column("problems", Text),
    Column("obstacles", Text),
    Column("reported_on", Date, nullable=False),
    Column("text_date", Date),
    Column("timeliness", String(7)),
    Column("filed_at", Moment),
    Column("reporter_id", ForeignKey("person.id"), index=True),
    Column("channel", String(10)),
    # The event that filed it: the database itself refuses to file one event twice. It is the
    # number on the receipt as well, and stays when the event is forgotten.
    Column("inbox_id", Integer, unique=True),
    UniqueConstraint("project_id", "period", "entry", "revision"),
    # The same with all that is counted of reports, so that counting never touches their texts.
    Index(
        "ix_report_counted",
        "project_id",
        "period",
        "entry",
        "revision",
        "percent",
        "reported_on",
        "timeliness",
        "filed_at",
    ),
    # What was filed after a month was locked, which is little of all that was filed of it.
    Index("ix_report_late", "period", "filed_at"),
    CheckConstraint("percent >= 0", name="percent"),
    CheckConstraint("entry >= 1 AND revision >= 1", name="counted"),
    sqlite_autoincrement=True,
)

# The newest report of each project within its fiscal year, as `storage.newest_reports` finds it. It
# is written with the report, so that a whole city is counted without reading its months.
last_report = Table(
    "last_report",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True, autoincrement=False),
    Column("report_id", Integer, nullable=False),
    Column("period", PeriodColumn, nullable=False),
    Column("reported_on", Date, nullable=False),
    Column("percent", Exact(5), nullable=False),
    Column("before", Exact(5)),
    Column("stands_since", PeriodColumn, nullable=False),
    Column("problem_since", Date),
    Column("stands_for", Integer, nullable=False),  # months from `stands_since` to `period`
)

acknowledgement = Table(
    "acknowledgement",
    metadata,
    Column("report_id", ForeignKey("report.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)

comment = Table(
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("report.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# A month that is reported and corrected whatever its lock day.
reopening = Table(
    "reopening",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("period", PeriodColumn, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Date, nullable=False),  # the last day on which the month is open for it
    Index(None, "project_id", "period"),
)

# That a locked month be opened, which an officer asked for; it goes when the month is opened.
reopening_wish = Table(
    "reopening_wish",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("period", PeriodColumn, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("declined_at", Moment),
)

# Who was, or is to be, reminded by hand on which day.
nudge = Table(
    "nudge",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("set_by", ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    # The event in which it came, which can bring one thing only; it outlives the event.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("channel", String(10), nullable=False),
    Column("lane", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", String(8), nullable=False),  # wanted, fetching, kept, refused
    Column("refusal", String(11)),
    Column("kind", String(8)),
    Column("media_type", Text),
    Column("size", Integer),  # bytes
    Column("sha256", String(64), index=True),  # the name of the file
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("failure", Text),
    Column("created_at", Moment, nullable=False),
    Column("released_at", Moment),  # since when no draft holds it; a report may
    Column("told_by", Integer),  # the event of ours that tells the person what became of it
    Index(
        "ix_evidence_pending",
        "id",
        sqlite_where=text("state IN ('wanted', 'fetching')"),
        postgresql_where=text("state IN ('wanted', 'fetching')"),
    ),
    Index(
        "ix_evidence_untold",
        "id",
        sqlite_where=text("told_by IS NULL"),
        postgresql_where=text("told_by IS NULL"),
    ),
    Index(
        "ix_evidence_released",
        "released_at",
        sqlite_where=text("released_at IS NOT NULL"),
        postgresql_where=text("released_at IS NOT NULL"),
    ),
)

report_evidence = Table(
    "report_evidence",
    metadata,
    Column("report_id", ForeignKey("report.id", ondelete="CASCADE"), primary_key=True),
    Column("evidence_id", ForeignKey("evidence.id"), primary_key=True, index=True),
)
