"""The schema, as SQLAlchemy Core tables. Migrations are proved equal to it by the tests."""

from __future__ import annotations

from storage.tables.chats import dialogue, dialogue_audit, group_binding, page_pass
from storage.tables.clock import (
    absence,
    heartbeat,
    occurrence,
    policy,
    snooze,
    waiting_nudge,
    waiting_reminder,
)
from storage.tables.columns import Exact, Moment, PeriodColumn, WorthColumn, metadata
from storage.tables.figures import (
    evaluation,
    evaluation_revision,
    indicator,
    indicator_quarter,
    indicator_revision,
)
from storage.tables.people import (
    address,
    contact_change,
    invitation,
    join_attempt,
    person,
    role_grant,
    unit,
)
from storage.tables.projects import (
    budget_change,
    project,
    project_reporter,
    project_strategy,
    register_version,
    status_change,
    strategy_line,
)
from storage.tables.queues import inbox, outbox, push, push_quota
from storage.tables.reports import (
    acknowledgement,
    comment,
    evidence,
    last_report,
    nudge,
    reopening,
    reopening_wish,
    report,
    report_evidence,
)

__all__ = [
    "Exact",
    "Moment",
    "PeriodColumn",
    "WorthColumn",
    "absence",
    "acknowledgement",
    "address",
    "budget_change",
    "comment",
    "contact_change",
    "dialogue",
    "dialogue_audit",
    "evaluation",
    "evaluation_revision",
    "evidence",
    "group_binding",
    "heartbeat",
    "inbox",
    "indicator",
    "indicator_quarter",
    "indicator_revision",
    "invitation",
    "join_attempt",
    "last_report",
    "metadata",
    "nudge",
    "occurrence",
    "outbox",
    "page_pass",
    "person",
    "policy",
    "project",
    "project_reporter",
    "project_strategy",
    "push",
    "push_quota",
    "register_version",
    "reopening",
    "reopening_wish",
    "report",
    "report_evidence",
    "role_grant",
    "snooze",
    "status_change",
    "strategy_line",
    "unit",
    "waiting_nudge",
    "waiting_reminder",
]
