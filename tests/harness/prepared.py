"""A store is made ready once: every worker, every later run and every clinic of a test's own begins
with a copy of it, as nothing in its history depends on who goes through it.

On SQLite the copies are kept with what pytest keeps between runs, under a number made of everything
that shapes a store. On PostgreSQL whoever comes first makes the one that the others are made from.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
A_DAY = 24 * 60 * 60  # seconds
SHAPES = (
    "src/northstar/**/migrations/*.py",
    "src/northstar/**/models.py",
    "src/northstar/**/apps.py",
    "src/northstar/access/insert_only.py",
    "src/northstar/config/*.py",
    "requirements-test.lock",
)


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_modify_db_settings, django_db_blocker
):
    """In the place of pytest-django's, which goes through the whole history for each worker."""
    from django.db import connections

    stores = connections.all()
    names = {store.alias: store.settings_dict["NAME"] for store in stores}
    kind = _Postgres if stores[0].vendor == "postgresql" else _Sqlite
    with django_db_blocker.unblock():
        prepared = kind(request.config, stores)
        with _alone(prepared.folder):
            prepared.make()
    yield
    with django_db_blocker.unblock():
        for store in stores:
            store.creation.destroy_test_db(names[store.alias], verbosity=0)
        prepared.gone()


@pytest.fixture(scope="session")
def ready_home(request, django_db_setup):
    """Makes a data folder whose store is ready, for what runs in a process of its own."""

    def make(home):
        shutil.copytree(_kept(request.config), home, dirs_exist_ok=True, ignore=_LOCK)
        return home

    return make


class _Sqlite:
    """The stores of tests lie in memory; a copy of each is a file."""

    def __init__(self, config, stores):
        self.folder = _kept(config)
        self.files = {
            store: self.folder / Path(store.settings_dict["NAME"]).name for store in stores
        }

    def make(self):
        for store in self.files:
            _begin(store)
        if all(file.exists() for file in self.files.values()):
            self._copy(from_files=True)
        else:
            _ready()
            self._copy(from_files=False)

    def _copy(self, *, from_files):
        for store, file in self.files.items():
            store.ensure_connection()
            half = file if from_files else file.with_suffix(".half")
            with closing(sqlite3.connect(half)) as kept:
                one, other = (kept, store.connection) if from_files else (store.connection, kept)
                one.backup(other)
            half.rename(file)  # whole, or not there at all

    def gone(self):
        """They were in memory."""


class _Postgres:
    """Each store of tests is a database, made from one that is ready."""

    def __init__(self, config, stores):
        self.folder = Path(os.environ["NORTHSTAR_HOME"])  # one for all workers of a run
        self.ready = {store: f"ready_{store.alias}_{self.folder.name}" for store in stores}
        self.made = False

    def make(self):
        there = self._there()
        for store, ready in self.ready.items():
            store.settings_dict["TEST"]["TEMPLATE"] = ready if there else "template0"
            store.creation._create_test_db(verbosity=0, autoclobber=True)
            _begin(store)
        if not there:
            _ready()
            self.made = True
            for store, ready in self.ready.items():
                store.close()
                quote = store.ops.quote_name
                self._say(
                    f"CREATE DATABASE {quote(ready)} TEMPLATE {quote(store.settings_dict['NAME'])}"
                )

    def gone(self):
        for store, ready in self.ready.items() if self.made else ():
            self._say(f"DROP DATABASE IF EXISTS {store.ops.quote_name(ready)}")

    def _there(self):
        found = {name for (name,) in self._say("SELECT datname FROM pg_database")}
        return found.issuperset(self.ready.values())

    def _say(self, words):
        with next(iter(self.ready))._nodb_cursor() as cursor:
            cursor.execute(words)
            return cursor.fetchall() if cursor.description else []


def _begin(store):
    """From now on this alias means the tests' own store."""
    from django.conf import settings

    name = store.creation._get_test_db_name()
    store.close()
    settings.DATABASES[store.alias]["NAME"] = store.settings_dict["NAME"] = name


def _ready():
    from northstar.config.store import ready

    ready()


def _kept(config):
    """The folder of the copies; those of another shape that nobody has used for a day are thrown away.
    Another worker may be making this one just now, another run may read from its own."""
    folder = _kept_between_runs(config) / _shape()
    folder.mkdir(exist_ok=True)
    os.utime(folder)
    for other in folder.parent.iterdir():
        with suppress(FileNotFoundError):  # another worker was quicker
            if other != folder and other.stat().st_mtime < time.time() - A_DAY:
                shutil.rmtree(other, ignore_errors=True)
    return folder


def _kept_between_runs(config):
    """With pytest's own, or, where that is switched off, with the machine's passing files."""
    if config.pluginmanager.hasplugin("cacheprovider"):
        return Path(config.cache.mkdir("ready-store"))
    folder = Path(tempfile.gettempdir()) / f"northstar-ready-store-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _shape():
    said = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted(path for pattern in SHAPES for path in ROOT.glob(pattern)):
        said.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return said.hexdigest()[:16]


_LOCK = shutil.ignore_patterns("lock")


@contextmanager
def _alone(folder):
    """One worker at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
