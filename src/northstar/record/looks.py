"""When a member of staff last opened a person's page, so that it can say what is new since then."""

from datetime import datetime, timedelta

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.access.writing import writing
from northstar.record.models import Look, Patient

# Opening a page again within one visit must not make its news old.
VISIT = timedelta(minutes=30)
_CLOSE_ENOUGH = timedelta(minutes=1)


def look(viewer: Viewer, patient: Patient, now: datetime) -> datetime | None:
    """When this colleague's visit before this one ended; None where there was none. Notes this one."""
    if viewer.staff_id is None:
        return None
    row = next(iter(_looks(viewer.staff_id, patient.pk)), None)
    if row is None:
        with writing():
            Look.objects.get_or_create(staff=viewer.staff_id, patient=patient, defaults={"at": now})
        return None
    before = row.at if now - row.at > VISIT else row.before
    if now - row.at > _CLOSE_ENOUGH:
        with writing():
            Look.objects.filter(pk=row.pk).update(at=now, before=before)
    return before


_looks = worded_once(lambda staff, patient: Look.objects.filter(staff=staff, patient=patient))
