"""The schema, as SQLAlchemy Core tables. Migrations are proved equal to it by the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

from storage.periods import Period
from storage.records import Worth


class Moment(TypeDecorator[datetime]):
    """A point in time: UTC in the database, always with its zone in Python.

    SQLite would hand back a naive value, whatever the column says.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A number with two decimals, exact on both databases: SQLite, which has none, counts cents.

    `digits` counts those before and after the point, as PostgreSQL does.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, digits: int) -> None:
        super().__init__(precision=digits, scale=2)
        self.digits = digits

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(Numeric(self.digits, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not value.is_finite() or abs(value) >= 10 ** (self.digits - 2):
            raise ValueError(f"{value} is no number of at most {self.digits} digits")
        if value != round(value, 2):
            raise ValueError(f"{value} has more than two decimals")
        return int(value * 100) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-2) if dialect.name == "sqlite" else Decimal(value)


class PeriodColumn(TypeDecorator[Period]):
    """A month of reporting, stored as "2023-08", which sorts as it should."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Period | None:
        return None if value is None else Period.parse(value)


class WorthColumn(TypeDecorator[Worth]):
    """What a message is worth, stored by its name."""

    impl = String(8)
    cache_ok = True

    def process_bind_param(self, value: Worth | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Worth | None:
        return None if value is None else Worth(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- the register ---------------------------------------------------------------------------

unit = Table(
    "unit",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent_code", ForeignKey("unit.code"), index=True),
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("locale", String(2), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("erased_at", Moment),
    # A person who asked to be erased leaves a nameless row behind, for the reports to point to.
    Index(
        "uq_person_living_name",
        "unit_code",
        "name",
        unique=True,
        sqlite_where=text("erased_at IS NULL"),
        postgresql_where=text("erased_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

role_grant = Table(
    "role_grant",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("role", String(10), primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), primary_key=True),
)

address = Table(
    "address",
    metadata,
    Column("channel", String(10), primary_key=True),
    Column("account", Text, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("lane", Text, nullable=False),
    Column("linked_at", Moment, nullable=False),
    Column("unreachable_at", Moment),  # since when nothing can be said there
)

# What became of people's accounts, for those who must know whom a reminder does not reach.
contact_change = Table(
    "contact_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("channel", String(10), nullable=False),
    Column("change", String(8), nullable=False),  # linked, unlinked, left, returned
    Column("at", Moment, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("role", String(10), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

join_attempt = Table(
    "join_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(10), nullable=False),
    Column("account", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    Index(None, "channel", "account", "at"),
)

project = Table(
    "project",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(13), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False, index=True),
    Column("division_code", String(8)),
    Column("fiscal_year", Integer, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("objectives", Text, nullable=False),
    Column("targets", Text, nullable=False),
    Column("status", String(12), nullable=False),
    Column("budget", Exact(15)),
    Column("budget_used", Exact(15)),
    # All that counting the projects of a year needs: their rows hold long texts besides.
    Index(
        "ix_project_counted",
        *("fiscal_year", "unit_code", "status", "budget", "budget_used", "code", "id"),
    ),
)

# Rises whenever a project or a unit may bear another name: what was read before is out of date.
register_version = Table(
    "register_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # there is one row
    Column("version", Integer, nullable=False),
)

project_reporter = Table(
    "project_reporter",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)

strategy_line = Table(
    "strategy_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fiscal_year", Integer, nullable=False),
    Column("line", Text, nullable=False),
    UniqueConstraint("fiscal_year", "line"),
)

project_strategy = Table(
    "project_strategy",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("strategy_line_id", ForeignKey("strategy_line.id"), nullable=False),
)

indicator = Table(
    "indicator",
    metadata,
    Column("id", Integer, primary_key=True),
    # An indicator belongs to a project, or, on a page of its own, to a unit in a year.
    Column("project_id", ForeignKey("project.id"), index=True),
    Column("unit_code", ForeignKey("unit.code"), index=True),
    Column("fiscal_year", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Text),
    Column("name", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("summary", Text, nullable=False),
    # The evaluators' score at the head of a page of its own; both are there, or neither.
    Column("printed_quarter", Integer),
    Column("printed_score", Exact(7)),
    # What somebody is answering is about a number, which must never become another indicator's.
    sqlite_autoincrement=True,
)

indicator_quarter = Table(
    "indicator_quarter",
    metadata,
    Column("indicator_id", ForeignKey("indicator.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("result", Exact(15)),
    Column("score", Exact(15)),
    Column("assessed_first", Exact(15)),
    Column("assessed_second", Exact(15)),
    Column("narrative", Text, nullable=False),
)

# Every result that was given in chat, oldest first, and what stood there before the first one; that
# came with a page, from nobody. `indicator_quarter` has the newest.
indicator_revision = Table(
    "indicator_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator_id", ForeignKey("indicator.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("result", Exact(15)),
    Column("narrative", Text, nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("channel", String(10)),
    # The event that filed it, as for reports: none is filed twice.
    Column("inbox_id", Integer, unique=True),
    Column("filed_at", Moment),
    UniqueConstraint("indicator_id", "number", "revision"),
)

evaluation = Table(
    "evaluation",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("fiscal_year", Integer, primary_key=True),
    Column("quarter", Integer, primary_key=True),
    Column("score", Exact(7)),
    Column("note", Text, nullable=False),
)

# Every score that was given in chat, as `indicator_revision` has results; `reason` is why an
# earlier one was corrected.
evaluation_revision = Table(
    "evaluation_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("score", Exact(7)),
    Column("note", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("channel", String(10)),
    Column("inbox_id", Integer, unique=True),
    Column("filed_at", Moment),
    UniqueConstraint("project_id", "fiscal_year", "quarter", "revision"),
)

# How a project's status came to be. Before the first row it was that row's `before`; a project
# without rows always had the status that it has.
status_change = Table(
    "status_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("before", String(12), nullable=False),
    Column("status", String(12), nullable=False),
    Column("since", Date, nullable=False),
    Column("set_by", ForeignKey("person.id")),  # nobody for an import
    Column("set_at", Moment, nullable=False),
    Index(None, "project_id", "since", "id"),
)

budget_change = Table(
    "budget_change",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("until", Date, primary_key=True),
    Column("budget", Exact(15)),
    Column("budget_used", Exact(15)),
    Index(None, "until", "project_id"),
)

# --- what is wanted when ----------------------------------------------------------------------

policy = Table(
    "policy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fiscal_year", Integer, nullable=False),
    Column("unit_code", ForeignKey("unit.code")),  # none for the whole city
    Column("settings", Text, nullable=False),
    Column("set_by", ForeignKey("person.id")),  # nobody at the command line
    Column("set_at", Moment, nullable=False),
    UniqueConstraint("unit_code", "fiscal_year"),
    Index(
        "uq_policy_city",
        "fiscal_year",
        unique=True,
        sqlite_where=text("unit_code IS NULL"),
        postgresql_where=text("unit_code IS NULL"),
    ),
)

# --- the reports ----------------------------------------------------------------------------

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

# --- what supervisors do about reports --------------------------------------------------------

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

# Who was reminded by hand on which day.
nudge = Table(
    "nudge",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("set_by", ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
)

# --- pictures and files ----------------------------------------------------------------------

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

# --- the conversation -----------------------------------------------------------------------

dialogue = Table(
    "dialogue",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("ask", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    # When the unfinished draft was last touched; none without one.
    Column("draft_since", Moment),
)

dialogue_audit = Table(
    "dialogue_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

# --- the clock ------------------------------------------------------------------------------

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("at", Moment, nullable=False),
)

# What the clock said to whom, or had no need or no way to say: each once. `period` is empty where
# it is about no month; `subject` tells those of one kind and month apart.
occurrence = Table(
    "occurrence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("period", String(7), nullable=False),
    Column("recipient_id", ForeignKey("person.id"), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("fate", String(13), nullable=False),  # said, skipped, undeliverable
    Column("at", Moment, nullable=False),
    UniqueConstraint("period", "kind", "recipient_id", "subject"),
)

# What was due in the middle of a person's draft: it goes with the answer that ends that.
waiting_reminder = Table(
    "waiting_reminder",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("period", PeriodColumn, primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("subject", String(40), primary_key=True),
    Column("fate", String(13), nullable=False),
    Column("since", Moment, nullable=False),
)

# Until when a person wants to hear nothing.
snooze = Table(
    "snooze",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("until", Moment, nullable=False),
    Column("set_at", Moment, nullable=False),
)

# Who is away, both days included, and who hears and reports in their place, if anybody. Of one
# person no two overlap.
absence = Table(
    "absence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False, index=True),
    Column("stand_in_id", ForeignKey("person.id"), index=True),
    Column("set_at", Moment, nullable=False),
)

# --- groups -----------------------------------------------------------------------------------

# Which unit a group may ask about. Who bound it may be nameless by now.
group_binding = Table(
    "group_binding",
    metadata,
    Column("channel", String(10), primary_key=True),
    Column("lane", Text, primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("full", Boolean, nullable=False),  # whether narratives are shown there
    Column("bound_by", ForeignKey("person.id"), nullable=False),
    Column("bound_at", Moment, nullable=False),
)

# --- the queues -----------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(10), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("state", String(7), nullable=False),  # waiting, done, aside
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("message", Text),  # the platform's number of the message, by which it is taken back
    Column("news", Boolean, nullable=False),  # ours: it tells what became of what was sent along
    UniqueConstraint("channel", "event_id"),
    Index(
        "ix_inbox_message",
        "channel",
        "message",
        sqlite_where=text("message IS NOT NULL"),
        postgresql_where=text("message IS NOT NULL"),
    ),
    Index(
        "ix_inbox_waiting",
        "state",
        "channel",
        "lane",
        "occurred_at",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "ix_inbox_oldest_waiting",
        "state",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "channel", "lane", "id"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(10), nullable=False),
    Column("lane", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("retry_key", String(36), nullable=False),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="SET NULL"), index=True),
    Column("created_at", Moment, nullable=False),
    Column("state", String(7), nullable=False),  # waiting, sending, sent, dead, parked
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("sent_at", Moment),
    Column("failure", Text),
    Column("worth", WorthColumn, nullable=False),
    Index(
        "ix_outbox_pending",
        "state",
        "channel",
        "lane",
        "id",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
    Index(
        "ix_outbox_in_turn",
        "state",
        "id",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
    Index(
        "ix_outbox_parked",
        "channel",
        "lane",
        "id",
        sqlite_where=text("state = 'parked'"),
        postgresql_where=text("state = 'parked'"),
    ),
    Index(None, "channel", "lane", "id"),
    sqlite_autoincrement=True,
)

# --- the right to look without a password -----------------------------------------------------

# What a link opens: a unit and all below it, or one project. It is held by a person, or by the
# group in which it was given; the link itself is nowhere.
page_pass = Table(
    "page_pass",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("channel", String(10)),
    Column("lane", Text),
    Column("unit_code", ForeignKey("unit.code")),
    Column("project_id", ForeignKey("project.id")),
    Column("full", Boolean, nullable=False),  # whether narratives are shown
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("revoked_at", Moment),
    Index(None, "channel", "lane"),
    sqlite_autoincrement=True,
)

# --- what costs money -------------------------------------------------------------------------

# Each message that was, or may have been, pushed. It outlives the message.
push = Table(
    "push",
    metadata,
    Column("outbox_id", Integer, primary_key=True, autoincrement=False),
    Column("channel", String(10), nullable=False),
    Column("month", PeriodColumn, nullable=False),  # in the calendar of the platform
    Column("worth", WorthColumn, nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "month", "channel", "recipients"),  # all that the sum of a month needs
)

# What a platform told of its quota when it was last asked.
push_quota = Table(
    "push_quota",
    metadata,
    Column("channel", String(10), primary_key=True),
    Column("month", PeriodColumn, nullable=False),
    Column("most", Integer),  # pushes a month; none where there is no limit
    Column("told", Integer, nullable=False),  # pushes of the month, by the platform's count
    Column("counted", Integer, nullable=False),  # and by ours, just before it was asked
    Column("read_at", Moment, nullable=False),
)
