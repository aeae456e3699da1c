"""The sample clinic, read in once for a worker; every later test that walks through it gets a copy.

Reading it takes five seconds of a processor. A test that other threads or a browser take part in cannot
undo what it wrote, so that the whole store is copied, where it is SQLite in memory.
"""

import sqlite3

import pytest

_KEPT: dict[str, sqlite3.Connection] = {}


@pytest.fixture
def sample_clinic(transactional_db):
    """The people and messages of the cast have arrived, and it is the morning of the demo."""
    from django.db import connections

    stores = [store for store in connections.all() if store.vendor == "sqlite"]
    if _KEPT:
        _copied_into(stores)
    else:
        _read_in(stores)


def _read_in(stores):
    from northstar.demo import build, cast

    build.build(cast.envelopes(), cast.NOW)
    for store in stores:
        _KEPT[store.alias] = sqlite3.connect(":memory:", check_same_thread=False)
        store.connection.backup(_KEPT[store.alias])


def _copied_into(stores):
    from django.contrib.contenttypes.models import ContentType

    for store in stores:
        _KEPT[store.alias].backup(store.connection)
    ContentType.objects.clear_cache()
