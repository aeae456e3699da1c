"""A note is written about Mrs. Chen: what stands on its page, and what is ticked there."""

import re
from datetime import timedelta

from northstar.access.models import Role, Staff
from northstar.access.viewer import system_viewer
from tests.harness.mrs_chen import NOW

READER = system_viewer("a test")
TEXT = "She is dizzy in the mornings. She stopped taking lisinopril. No chest pain. I will call her Thursday about the two bottles."


def shown(answer):
    return answer.content.decode()


def written(desk, text=TEXT, **more):
    answer = desk.post(desk.at + "write/", {"text": text, **more})
    assert answer.status_code == 302
    return answer.headers["Location"]


def boxes(page, *says):
    """The boxes beside these words, by their keys, and the days that stand beside them."""
    keys = [
        k.replace("&#x27;", "'").replace("&quot;", '"')
        for k in re.findall(r'name="tick" value="([^"]+)"', page)
    ]
    ticks = [k for k in keys if any(one in k for one in says)]
    days = dict(re.findall(r'name="(on-[^"]+)" value="([\d-]+)"', page))
    return {"tick": ticks, **days}


def colleague(name, chen):
    from northstar.record import panels

    staff = Staff.objects.create(username=name, name=name.title())
    Role.objects.create(staff=staff, role="nurse", start=NOW - timedelta(days=9))
    panels.place(patient=chen.pk, day=NOW.date(), staff=staff.pk)
    return staff
