"""The figures as tables, put between two marks of a document whose sentences stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.endurance import Step
from bench.load import Load
from bench.mailing import ALLOWED, Mailing
from bench.processes import Start
from bench.profile import Profile
from bench.quarters import EXPORTS, READS, Looked, Times
from bench.reminding import Planned
from bench.sorting import IDLE

BEGIN = "<!-- figures: written by make bench -->"
MEMORY = "<!-- figures: written by make bench ARGS=--long -->"
CITY = "<!-- figures: written by make bench ARGS=--city -->"
END = "<!-- end of figures -->"

OURS, HANDLER, FLOOR = "Khuepna", "ConversationHandler", "floor"


def write(path: Path, figures: str, begin: str = BEGIN) -> None:
    """Put the figures in their place in the document, or make one of them alone."""
    before, after = "", ""
    if path.exists():
        before, found, rest = path.read_text(encoding="utf-8").partition(begin)
        _old, end, after = rest.partition(END)
        if not (found and end):
            raise SystemExit(f"{path} has no place for the figures: {begin} and {END}")
    path.write_text(f"{before}{begin}\n\n{figures}\n\n{END}{after or chr(10)}", encoding="utf-8")


def figures(
    machine: Mapping[str, str],
    loads: Mapping[str, Sequence[Load]],
    *,
    beside: Mapping[str, Sequence[Load]],
    far: Mapping[float, Mapping[str, Sequence[Load]]],
    starts: Sequence[Start],
    mailings: Sequence[Mailing],
    planned: Mapping[str, Planned],
    profiles: Mapping[str, Profile],
) -> str:
    """Write everything as Markdown."""
    return "\n\n".join(
        (
            "### The machine",
            table(("", ""), machine.items()),
            "### Reports",
            load_table(loads),
            "### Beside others",
            load_table({name: runs for name, runs in beside.items() if name != OURS}),
            ratio_table(beside),
            "### With a platform that is further away",
            *(
                told
                for away, runs in far.items()
                for told in (
                    f"It answers after {away * 1000:.0f} ms:",
                    load_table(runs),
                    ratio_table(runs),
                )
            ),
            "### A process",
            start_table(starts),
            "### Many messages at once",
            mailing_table(mailings),
            "### A reminder day",
            planning_table(planned),
            "### Where the time goes",
            profile_table(profiles),
        )
    )


def load_table(loads: Mapping[str, Sequence[Load]]) -> str:
    head = ("", "persons", "reports/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms/report", "answers")
    rows = [
        (
            kind,
            one.persons,
            f"{one.reports_per_second:.1f}",
            *(f"{latency * 1000:.0f}" for latency in (one.p50, one.p95, one.p99)),
            f"{one.cpu_per_report * 1000:.0f}",
            one.answers,
        )
        for kind, runs in loads.items()
        for one in runs
    ]
    return table(head, rows)


def ratio_table(beside: Mapping[str, Sequence[Load]]) -> str:
    """Say how many times as many reports a second come through us as through the others."""
    rows = [
        (
            ours.persons,
            f"{ours.reports_per_second:.1f}",
            *(f"{ours.reports_per_second / one.reports_per_second:.2f}" for one in others),
        )
        for ours, *others in zip(*(beside[name] for name in (OURS, HANDLER, FLOOR)), strict=True)
    ]
    return table(
        ("persons", "ours, reports/s", "times the ConversationHandler", "times the floor"), rows
    )


def memory(steps: Sequence[Step]) -> str:
    """Write the memory of a process after so many messages."""
    return table(
        ("messages answered", "after seconds", "memory, MiB"),
        ((one.messages, f"{one.seconds:.0f}", f"{one.memory:.0f}") for one in steps),
    )


def city(machine: Mapping[str, str], looked: Mapping[str, Looked]) -> str:
    """Write what looking at a city took, and what exporting it took."""
    heads = [f"{name}: {one.reports:,} reports" for name, one in looked.items()]
    heads_of_exports = [
        head for head, one in zip(heads, looked.values(), strict=True) if one.exports
    ]
    reads = [
        (what, aim, *(_in_ms(one.reads[what]) for one in looked.values()))
        for what, (aim, _read) in READS.items()
    ]
    exported = [one.exports for one in looked.values() if one.exports]
    exports = [
        (
            what,
            " / ".join("" if aim is None else str(aim) for aim in (seconds, memory)).strip(),
            *(f"{one[what].seconds:.1f} / {one[what].memory}" for one in exported),
        )
        for what, (seconds, memory, _scope, _form) in EXPORTS.items()
    ]
    return "\n\n".join(
        (
            table(("", ""), machine.items()),
            table(("p50 / p95, ms", "aim", *heads), reads),
            table(("seconds / MiB", "aim", *heads_of_exports), exports),
        )
    )


def _in_ms(times: Times) -> str:
    return f"{times.p50 * 1000:.0f} / {times.p95 * 1000:.0f}"


def start_table(starts: Sequence[Start]) -> str:
    def row(name: str, figure: Callable[[Start], float], digits: int) -> tuple[str, ...]:
        values = [figure(one) for one in starts]
        shown = (min(values), median(values), max(values))
        return (name, *(f"{value:.{digits}f}" for value in shown))

    return table(
        (f"of {len(starts)} starts", "minimum", "median", "maximum"),
        (
            row("start to a healthy `/healthz`, s", lambda one: one.healthy, 2),
            row("start to the first answer in a chat, s", lambda one: one.answered, 2),
            row("memory after the start, MiB", lambda one: one.memory_at_rest, 0),
            row("memory after a report, MiB", lambda one: one.memory_after_report, 0),
        ),
    )


def mailing_table(mailings: Sequence[Mailing]) -> str:
    return table(
        ("", "messages", "seconds", "a second", "the platform allows", "of that"),
        (
            (
                one.channel,
                one.messages,
                f"{one.seconds:.1f}",
                f"{one.per_second:.1f}",
                f"{ALLOWED[one.channel]:.0f}",
                f"{one.of_what_is_allowed:.2f}",
            )
            for one in mailings
        ),
    )


def planning_table(planned: Mapping[str, Planned]) -> str:
    head = ("", "officers", "reports before", "seconds", "longest step, s", "the next tick, s")
    rows = [
        (
            name,
            one.officers,
            one.reports,
            f"{one.seconds:.1f}",
            f"{one.longest:.2f}",
            f"{one.again:.2f}",
            one.rows,
            one.doubled,
        )
        for name, one in planned.items()
    ]
    return table((*head, "rows", "doubled"), rows)


def profile_table(profiles: Mapping[str, Profile]) -> str:
    groups = {group for one in profiles.values() for group in one.seconds} - {IDLE}
    totals = {
        kind: sum(one.seconds.get(group, 0) for group in groups) for kind, one in profiles.items()
    }

    def share(kind: str, group: str) -> float:
        return profiles[kind].seconds.get(group, 0) / totals[kind]

    ordered = sorted(groups, key=lambda group: -sum(share(kind, group) for kind in profiles))
    counted: tuple[tuple[str, Callable[[Profile], float]], ...] = (
        ("statements in a report", lambda one: one.statements),
        ("transactions in a report", lambda one: one.transactions),
        ("of these, looks that found nothing", lambda one: one.empty),
    )
    return table(
        ("", *profiles),
        (
            *((group, *(f"{share(kind, group):.1%}" for kind in profiles)) for group in ordered),
            *(
                (name, *(f"{count(one):.1f}" for one in profiles.values()))
                for name, count in counted
            ),
        ),
    )


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a table of Markdown; all columns but the first are for figures."""
    lines = [tuple(head), *(tuple(map(str, row)) for row in rows)]
    lines.insert(1, ("---", *["---:"] * (len(lines[0]) - 1)))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
