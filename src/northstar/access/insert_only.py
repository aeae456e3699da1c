"""Rows that stay as written: triggers by which the database itself refuses change and removal."""

from collections.abc import Callable

from django.db.migrations import RunPython


def insert_only(table: str, *, unless: str = "") -> RunPython:
    """A migration step. `unless` is a condition on OLD and NEW under which an update may pass."""
    return RunPython(_refusing(table, unless), _allowing(table))


def _refusing(table: str, unless: str) -> Callable:
    def refuse(apps, editor) -> None:
        if not _holds(editor, table):
            return
        statements = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
        when = f"WHEN (NOT ({unless}))" if unless else ""
        for statement in statements:
            # No parameters, or a per cent sign in the statement would be taken for one.
            editor.execute(statement.format(table=table, when=when), params=None)

    return refuse


def _allowing(table: str) -> Callable:
    def allow(apps, editor) -> None:
        if not _holds(editor, table):
            return
        postgres = editor.connection.vendor == "postgresql"
        for event in ("update", "delete", *(["truncate"] if postgres else [])):
            on = f" ON {table}" if postgres else ""
            editor.execute(f"DROP TRIGGER {table}_no_{event}{on}")

    return allow


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
