"""Mrs. Chen's plan of care, and who writes it."""

from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.plans import READER

from northstar.access.models import Role, Staff
from northstar.access.viewer import viewer_of
from northstar.casework.plans import asking
from northstar.doing import planning


@pytest.fixture
def me(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def marcus(db):
    staff = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=staff, role="nurse", start=NOW - timedelta(days=9))
    return staff


@pytest.fixture
def says(me, chen):
    """Writes in one place as Sarah; gives what became of it."""

    def says(place, text, by=me, seen=None, at=NOW):
        standing = asking.current(READER, chen.pk)
        mark = (standing.marks.get(place, 0) if standing else 0) if seen is None else seen
        return planning.write(by=by, patient=chen, place=place, text=text, seen=mark, at=at)

    return says


@pytest.fixture
def goal(me, chen):
    def goal(words="Cook New Year dinner on my feet", **more):
        said = {"words": words} | more
        return planning.add(by=me, patient=chen, home="goals", words=said, at=NOW)

    return goal


@pytest.fixture
def plan(chen):
    return lambda viewer=READER: asking.current(viewer, chen.pk)
