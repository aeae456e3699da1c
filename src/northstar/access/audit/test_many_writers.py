"""Several processes write one chain, some of them die in the middle, and it stays one chain."""

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest

pytestmark = pytest.mark.store

BEGIN = """
import os, sys, threading
from datetime import UTC, datetime
from uuid import uuid4
import django
django.setup()
from django.db import connections, transaction
from northstar.access import audit
from northstar.access.audit import proof
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Pending
from northstar.access.viewer import Viewer
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
WHO = Viewer(7, str(uuid4()), "Sarah")
"""
READY = """
from northstar.config.store import ready
ready()
"""
WRITE = """
def write(rounds):
    for number in range(rounds):
        audit.viewed(WHO, "patient", NOW, NOW, patients=[uuid4()])
        with transaction.atomic():
            audit.acted(by=WHO, what="call", at=NOW)
        audit.relay(limit=7)
        print("done", flush=True)
    connections.close_all()
rounds = int(sys.argv[1])
threads = [threading.Thread(target=write, args=(rounds,)) for _ in range(2)]
for one in threads: one.start()
for one in threads: one.join()
"""
LOOK = """
while audit.relay():
    pass
audit.anchor(NOW)
import json
found = proof.proof()
print(json.dumps({
    "problems": found.problems,
    "entries": found.entries,
    "views": AuditEntry.objects.filter(action="view").count(),
    "acts": AuditEntry.objects.filter(action="act").count(),
    "pending": Pending.objects.count(),
}))
"""


@pytest.fixture
def surroundings(tmp_path):
    """A store of its own, on whichever database this run is about."""
    own = {
        **os.environ,
        "NORTHSTAR_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "northstar.config.settings",
    }
    server = os.environ.get("NORTHSTAR_DATABASE_URL")
    if not server:
        yield own
        return
    import psycopg

    name = f"chain_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield {**own, "NORTHSTAR_DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def python(text, surroundings, *more):
    command = [sys.executable, "-c", BEGIN + text, *more]
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True)


def finished(process):
    out, _ = process.communicate(timeout=1200)
    assert process.returncode == 0
    return out


def test_writers_of_which_one_is_killed_make_one_chain(surroundings):
    finished(python(READY, surroundings))
    doomed = python(WRITE, surroundings, "1000000")
    writers = [python(WRITE, surroundings, "15") for _ in range(2)]
    for _ in range(10):
        doomed.stdout.readline()
    doomed.kill()
    doomed_did = 10 + doomed.stdout.read().count("done")
    doomed.wait()
    did = sum(finished(writer).count("done") for writer in writers)
    found = json.loads(finished(python(LOOK, surroundings)))
    assert found["problems"] == []
    assert did == 60
    # What was said to be done is there; what was under way when it died is there once or not.
    assert did + doomed_did <= found["views"] <= did + doomed_did + 2
    assert found["acts"] == found["pending"]
    assert did + doomed_did <= found["acts"] <= found["views"]
    assert found["entries"] == found["views"] + found["acts"]
