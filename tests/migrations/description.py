"""What a database's schema is, read back from the database itself, one fact to a line."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

# What no inspector tells: SQLite's rule against using a number again, and whole indexes.
IN_ITS_OWN_WORDS = {
    "sqlite": """
        SELECT 'index ' || sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
        UNION SELECT 'autoincrement ' || name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'
    """,
    "postgresql": """
        SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    """,
}


def describe(engine: Engine) -> set[str]:
    """Everything that tells two schemas apart, but for the order of columns in a table."""
    inspector = inspect(engine)
    facts = set()
    for table in inspector.get_table_names():
        facts.add(f"table {table}")
        for column in inspector.get_columns(table):
            null = "NULL" if column["nullable"] else "NOT NULL"
            facts.add(
                f"column {table}.{column['name']} {column['type']!r} {null} "
                f"DEFAULT {column['default']}"
            )
        key = inspector.get_pk_constraint(table)
        facts.add(f"primary key {key['name']} {table} {key['constrained_columns']}")
        for foreign in inspector.get_foreign_keys(table):
            facts.add(
                f"foreign key {foreign['name']} {table} {foreign['constrained_columns']} to "
                f"{foreign['referred_table']} {foreign['referred_columns']} {foreign['options']}"
            )
        for unique in inspector.get_unique_constraints(table):
            facts.add(f"unique {unique['name']} {table} {unique['column_names']}")
        for check in inspector.get_check_constraints(table):
            facts.add(f"check {check['name']} {table} {check['sqltext']}")
    with engine.connect() as connection:
        facts.update(connection.execute(text(IN_ITS_OWN_WORDS[engine.dialect.name])).scalars())
    return {fact for fact in facts if "alembic_version" not in fact}
