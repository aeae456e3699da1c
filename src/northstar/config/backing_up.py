"""A copy of everything this installation holds, taken while it runs, and checked before it counts.

The copy is a data folder of its own: it can be looked into by setting NORTHSTAR_HOME to it.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

STORES = ("northstar.sqlite3", "audit.sqlite3")
MANIFEST = "backup.json"
ANCHOR = Path("anchor") / "audit-head.json"
KEY = "secret-key"
_COUNTED = {
    "northstar.sqlite3": ("record_arrival", "record_original", "record_fact", "record_link",
                          "record_patient", "worklist_line", "disagreements_turn", "access_staff"),
    "audit.sqlite3": ("audit_auditentry",),
}  # fmt: skip
_UNTOLD = ("NORTHSTAR_DATABASE_URL", "NORTHSTAR_SECRET_KEY", "NORTHSTAR_PARENT")


class NotGood(Exception):
    """The copy cannot be made, or is not what it should be; one plain sentence."""


def back_up(
    home: Path, anchor: Path, to: Path, at: datetime, still: Callable, step: Callable[[str], None]
) -> dict:
    """Copy both stores, the anchor, the key and the settings to a new folder; gives the manifest.

    `still` is held while both copies begin, so that they tell of the same moment; nobody waits longer.
    """
    if to.exists() and any(to.iterdir()):
        raise NotGood(f"{to} is not empty; a backup goes into a new folder.")
    part = to.with_name(f"{to.name}.unfinished")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        counts = _stores(home, anchor, part, still, step)
        if (home / KEY).exists():
            shutil.copy2(home / KEY, part / KEY)
        made = {"made": at.isoformat(timespec="seconds"), "counts": counts, "settings": _settings()}
        (part / MANIFEST).write_text(json.dumps(made, indent=1), "utf-8")
        step("checking the copy")
        check(part)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    if to.exists():
        to.rmdir()
    part.rename(to)
    return made


def restore(source: Path, home: Path, anchor: Path) -> dict:
    """Put a backup into an empty data folder, after checking it; gives its manifest."""
    if not (source / MANIFEST).is_file():
        raise NotGood(f"{source} holds no backup of ours ({MANIFEST} is missing).")
    if any(path.name != KEY for path in home.iterdir()):
        raise NotGood(
            f"{home} is not empty. Set NORTHSTAR_HOME to a new folder; nothing was changed."
        )
    if anchor.exists():
        raise NotGood(f"There is an anchor at {anchor} already. Move it away first.")
    check(source)
    for name in (*STORES, KEY):
        if (source / name).exists():
            shutil.copy2(source / name, home / name)
    if (source / ANCHOR).exists():
        anchor.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(source / ANCHOR, anchor)
    check(home, json.loads((source / MANIFEST).read_text("utf-8")), anchor)
    return json.loads((source / MANIFEST).read_text("utf-8"))


def check(folder: Path, made: dict | None = None, anchor: Path | None = None) -> None:
    """Open the copy: the pages are whole, the counts are right, the record and the chain verify."""
    made = made or json.loads((folder / MANIFEST).read_text("utf-8"))
    for name in STORES:
        with closing(sqlite3.connect(folder / name)) as store:
            if store.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise NotGood(f"The copy of {name} is damaged.")
            if _count(store, name) != made["counts"][name]:
                raise NotGood(f"The copy of {name} does not hold what was counted.")
    environment = {k: v for k, v in os.environ.items() if k != "NORTHSTAR_DATABASE_URL"}
    environment |= {
        "NORTHSTAR_HOME": str(folder),
        "NORTHSTAR_ANCHOR": str(anchor or folder / ANCHOR),
    }
    for words in (["verify"], ["audit", "verify"]):
        done = subprocess.run(
            [sys.executable, "-m", "northstar", *words],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise NotGood(f"`northstar {' '.join(words)}` on the copy says: {done.stdout.strip()}")


def _stores(home: Path, anchor: Path, part: Path, still: Callable, step: Callable) -> dict:
    # The anchor first: one that is written meanwhile would be ahead of the chain we copy.
    head = anchor.read_bytes() if anchor.exists() else None
    sources = {name: sqlite3.connect(home / name, isolation_level=None) for name in STORES}
    try:
        with still():
            for source in sources.values():
                source.execute("BEGIN")
                source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        counts = {}
        for name, source in sources.items():
            step(f"copying {name}")
            counts[name] = _count(source, name)
            with closing(sqlite3.connect(part / name)) as copy:
                source.backup(copy)
            (part / name).chmod(0o600)
    finally:
        for source in sources.values():
            source.close()
    if head is not None:
        (part / ANCHOR).parent.mkdir(mode=0o700)
        (part / ANCHOR).write_bytes(head)
    return counts


def _count(store: sqlite3.Connection, name: str) -> dict[str, int]:
    return {
        table: store.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
        for table in _COUNTED[name]
    }


def _settings() -> dict[str, str]:
    """What the environment said, without passwords and keys."""
    told = {k: v for k, v in os.environ.items() if k.startswith("NORTHSTAR_")}
    return {name: value for name, value in sorted(told.items()) if name not in _UNTOLD}
