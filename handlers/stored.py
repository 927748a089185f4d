"""What is stored about a person, shown to that person."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.messages import Card, Outgoing, Row
from handlers.texts import phrases
from storage.figures import count_given_by
from storage.people import addresses_of
from storage.records import Person
from storage.reports import count_filed_by
from storage.units import names_of_units


def tell_stored(tx: Connection, person: Person) -> Outgoing:
    """List everything that the register and the queues hold about a person."""
    say = phrases("dialogue", person.locale)
    units = names_of_units(tx, [person.unit_code, *(grant.unit_code for grant in person.grants)])
    roles = sorted(
        f"{say(f'role.{grant.role}')} ({units[grant.unit_code]})" for grant in person.grants
    )
    channels = sorted({address.channel for address in addresses_of(tx, person.id)})
    return Outgoing(
        text=say("me.intro") + "\n" + say("me.after"),
        card=Card(
            title=person.name,
            rows=(
                Row(say("me.unit"), units[person.unit_code]),
                Row(say("me.roles"), ", ".join(roles)),
                Row(say("me.accounts"), ", ".join(say(f"channel.{name}") for name in channels)),
                Row(say("me.language"), say("me.this_language")),
                Row(say("me.reports"), str(count_filed_by(tx, person.id))),
                *_figures(tx, person),
            ),
        ),
    )


def _figures(tx: Connection, person: Person) -> tuple[Row, ...]:
    """Tell how many results and scores they gave; most people give none."""
    count = count_given_by(tx, person.id)
    label = phrases("figures", person.locale)("me.given")
    return (Row(label, str(count)),) if count else ()
