"""A PostgreSQL that takes no writes for the moment, as one that another has taken over from."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.outages import OUTAGES
from tests.ground.databases import opened
from tests.turns.office import arrival, keep, open_office, states, take_turn


def test_a_database_that_takes_no_writes_is_no_fault_of_the_event(postgresql_url: str) -> None:
    with opened(postgresql_url) as engine:
        [officer] = open_office(engine)
        keep(engine, arrival(officer.chat, "รายงาน"))
        with engine.connect() as connection:
            name = connection.execute(text("SELECT current_database()")).scalar_one()
            connection.exec_driver_sql(
                f"ALTER DATABASE {name} SET default_transaction_read_only = on"
            )
            connection.commit()
        engine.dispose()
        with pytest.raises(OUTAGES):
            take_turn(engine)
        assert states(engine) == [("waiting", 0)]
