"""Writing the sheets of a morning into the second place, each locked, each in the audit chain."""

import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from northstar.access import roles
from northstar.access.audit import acted
from northstar.access.locked_file import Lock
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.staffing import holding
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.jobs.daysheets.paper import paper
from northstar.jobs.daysheets.sheet import sheet

KEPT = timedelta(days=7)
_MODE = 0o640  # it is locked; whoever shares the folder's group must be able to carry it to another computer
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-[\w.@+-]+\.daysheet(?:\.part)?")


def is_set_up() -> bool:
    """A folder is named; without one nothing is written anywhere."""
    return bool(settings.DAYSHEET)


def write(by: Viewer, now: datetime, again: bool = False, most: int = 10_000) -> list[Path]:
    """Everybody's sheet of this morning that is not there yet (or all, `again`), `most` of them; gives what was written.
    Sheets older than a week are taken away. Refused, in one sentence, where it is not set up."""
    folder, key = _folder(), None
    written: list[Path] = []
    for staff in whose(now):
        if len(written) >= most:
            return written
        path = folder / name_of(staff, now.date())
        if again or not path.exists():
            key = key or Lock(settings.DAYSHEET_PASSPHRASE)
            if _write(path, staff, key, by, now):
                written.append(path)
    _clear(folder, now.date())
    return written


def whose(now: datetime) -> list[Staff]:
    """Whoever cares for people or leads them, and works here now."""
    found = {one.pk: one for role in roles.CARE | roles.LEADING for one in holding(role, now)}
    return sorted(found.values(), key=lambda one: one.username)


def name_of(staff: Staff, day: date) -> str:
    """The day and the colleague's sign-in name: nothing of any patient."""
    return f"{day}-{staff.username}.daysheet"


def newest(folder: Path) -> date | None:
    """The day of the latest sheet there."""
    return max((day for day, _ in _sheets(folder)), default=None)


def _folder() -> Path:
    if not is_set_up():
        raise Refused("Day sheets are not set up: name a folder in NORTHSTAR_DAYSHEET.")
    folder = Path(settings.DAYSHEET)
    if not folder.is_dir():
        raise Refused(f"The folder for day sheets is not there: {folder}")
    return folder


def _write(path: Path, staff: Staff, key: Lock, by: Viewer, now: datetime) -> bool:
    """Who is named on it stands in the audit chain before the file is there."""
    made = sheet(staff, now, settings.DAYSHEET_RESTRICTED)
    if made is None:
        return False
    with writing():
        acted(
            by=by, what=f"day sheet written for {staff.name}", action="export", patients=made.patients, at=now
        )  # fmt: skip
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE), "wb") as file:
        file.write(key.lock(paper(made)))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return True


def _clear(folder: Path, today: date) -> None:
    for day, path in _sheets(folder):
        if day < today - KEPT:
            path.unlink(missing_ok=True)


def _sheets(folder: Path) -> Iterator[tuple[date, Path]]:
    """Ours, by their names; whatever else lies there is left alone."""
    for path in folder.iterdir():
        if found := _NAME.fullmatch(path.name):
            try:
                yield date.fromisoformat(found[1]), path
            except ValueError:
                continue
