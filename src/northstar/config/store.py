"""The store made ready: migrated, with the team that takes what belongs to nobody yet."""

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

AUDIT = "audit"  # the chain's app, and the name of its store


def ready() -> None:
    """Bring both stores to the newest shape; a quick look where nothing is to be done."""
    for alias in (DEFAULT_DB_ALIAS, AUDIT):
        executor = MigrationExecutor(connections[alias])
        # The chain's store holds its own tables alone: the others' history is not gone through for it.
        apps = [AUDIT] if alias == AUDIT else []
        leaves = executor.loader.graph.leaf_nodes(*apps)
        if executor.migration_plan(leaves):
            call_command("migrate", *apps, database=alias, interactive=False, verbosity=0)


def chained() -> None:
    """What a verb left for the audit chain goes into it, and the anchor follows."""
    from northstar.access.audit import anchor, relay
    from northstar.config.clock import machine_now

    while relay():
        pass
    anchor(machine_now())
