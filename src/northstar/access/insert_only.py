"""Rows that stay as written: triggers by which the database itself refuses change and removal."""

from typing import Any

from django.db.migrations.operations.base import Operation


def insert_only(table: str, *, unless: str = "") -> Operation:
    """A migration step. `unless` is a condition on OLD and NEW under which an update may pass."""
    return _InsertOnly(table, unless)


class _InsertOnly(Operation):
    """No model changes, and none is asked for: a function run by Django would be given every model of the
    house made anew, forty times over, which was a third of the time a new store takes."""

    reversible = True

    def __init__(self, table: str, unless: str) -> None:
        self.table, self.unless = table, unless

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if not _holds(editor, self.table):
            return
        statements = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
        when = f"WHEN (NOT ({self.unless}))" if self.unless else ""
        for statement in statements:
            # No parameters, or a per cent sign in the statement would be taken for one.
            editor.execute(statement.format(table=self.table, when=when), params=None)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if not _holds(editor, self.table):
            return
        postgres = editor.connection.vendor == "postgresql"
        for event in ("update", "delete", *(["truncate"] if postgres else [])):
            on = f" ON {self.table}" if postgres else ""
            editor.execute(f"DROP TRIGGER {self.table}_no_{event}{on}")

    def describe(self) -> str:
        """As `migrate` and `sqlmigrate` say it."""
        return f"Rows of {self.table} stay as written"


def _holds(editor, table: str) -> bool:
    """Whether this database has the table: the audit chain's lies apart from the others."""
    return table in editor.connection.introspection.table_names()


_SQLITE = (
    (
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when} "
        "BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    ),
    (
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    ),
)
_POSTGRES = (
    (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$"
    ),
    (
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        "FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ),
)
