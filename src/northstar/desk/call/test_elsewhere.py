"""A call for a line that leads to another person, or to nobody any more."""

from uuid import uuid4

import pytest
from tests.harness.calls import PHONE, written
from tests.harness.mrs_chen import NOW

from northstar.casework.calls.models import Dial
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def elsewhere(sarah):
    """The address of a line that does not lead to her: somebody else's, hidden, or none at all."""
    from northstar.record.models import Patient

    def made(how):
        if how == "none":
            return uuid4()
        line = by_hand.keep(by_hand_line(Patient.objects.create(name="Rosa Ruiz"), sarah), at=NOW)
        Line.objects.filter(pk=line.pk).update(label=2 if how == "hidden" else 0)
        return line.public_id

    return made


@pytest.mark.parametrize("how", ["another's", "hidden", "none"])
def test_a_line_that_leads_elsewhere_is_explained_with_the_person_still_here(
    client, at, elsewhere, how
):
    """The same words whatever became of it: they tell nothing about a line that may not be seen."""
    answer = client.get(at() + f"?line={elsewhere(how)}")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "not here for you any more" in shown
    assert "Chen, Mei-Ling" in shown
    assert "Rosa" not in shown


@pytest.mark.parametrize("how", ["another's", "hidden", "none"])
def test_nothing_is_dialled_for_a_line_that_leads_elsewhere(client, at, elsewhere, how):
    told = {"line": elsewhere(how), "number": PHONE}
    answer = client.post(at("dial/"), told, HTTP_NORTHSTAR_PART="call")
    assert "not here for you any more" in answer.json()["error"]
    assert not Dial.objects.exists()
    assert client.post(at("dial/"), told).status_code == 422


@pytest.mark.parametrize("label", [0, 2])
def test_what_was_said_is_written_though_the_line_went_to_somebody_else(
    client, at, chen, line, label
):
    """Records are parted or joined while she is on the telephone."""
    from northstar.record.models import Patient

    assert client.get(at() + f"?line={line.public_id}").status_code == 200
    other = Patient.objects.create(name="Rosa Ruiz")
    Line.objects.filter(pk=line.pk).update(patient=other, label=label)
    answer = client.post(at("finish/"), {
        "line": line.public_id, "key": uuid4(), "number": PHONE, "outcome": "reached",
        "checked": ["full name", "birth date"], "note": "She has both bottles.",
    }, follow=True)  # fmt: skip
    [act] = written(chen)
    assert act.detail["note"] == "She has both bottles."
    told = "stands with another record now and is not closed" in answer.content.decode()
    assert told is (label == 0)  # of what she may not know, nothing is said
    assert Line.objects.get(pk=line.pk).is_open


def by_hand_line(patient, sarah):
    line = by_hand.new(patient=patient.pk, key="x", at=NOW, to=sarah)
    line.says = "is somebody else"
    return line
