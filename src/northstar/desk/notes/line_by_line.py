"""What was done for a person, line by line, as each act wrote it: the notes page shows them under the notes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from northstar.access.viewer import Viewer
from northstar.casework.acts import asking

_SINCE, _MOST = timedelta(days=92), 40
_NOTE = "note"  # stands above as itself; a report of abuse, which is called so too, has a page of its own


@dataclass(frozen=True, slots=True)
class Line:
    """One act: its sentence, who did it, when it began and how long it took; `gone` where it was taken back."""

    act: asking.Act

    @property
    def says(self) -> str:
        """A whole sentence, whatever case it was written in."""
        words = self.act.says.strip()
        return words[:1].upper() + words[1:]

    @property
    def minutes(self) -> int:
        return round((self.act.ended - self.act.began).total_seconds() / 60)

    @property
    def gone(self) -> str:
        """Who took it back, and why."""
        back = getattr(self.act, "taken_back", None)
        return f"taken back by {back.by}: {back.why}" if back else ""


def done(viewer: Viewer, patient: int, now: datetime) -> list[Line]:
    """Of the last three months, as far as this viewer may see it, the newest first: two queries."""
    found = asking.of_patient(viewer, patient, since=now - _SINCE)
    return [Line(act) for act in found if act.kind != _NOTE][:_MOST]
