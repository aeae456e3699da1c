"""Where it may go: what they said of each address, what a road carries, and what did not come."""

import re
from datetime import timedelta

import pytest
from tests.harness.letters import DAY, HOME, form
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement, HeldClock
from northstar.access.viewer import viewer_of
from northstar.access.writing import writing
from northstar.casework.outbox import stopping
from northstar.casework.outbox.models import Message
from northstar.chart.sensitivity import Label
from northstar.doing.leaving import send_due
from northstar.engines.carrying.carrier import REFUSED, Receipt

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_a_yes_opens_the_road_and_a_no_closes_it(desk, address):
    wish = {"channel": "text", "address": "+14155550132", "how": "by phone"}
    desk.post(f"{address}wish/", wish | {"said": "yes"})
    assert desk.post(address, form(way="text|+14155550132")).status_code == 302
    HeldClock.objects.update(at=DAY + timedelta(minutes=5))
    desk.post(f"{address}wish/", wish | {"said": "no"})
    refused = desk.post(address, form(way="text|+14155550132", text="Again.")).content.decode()
    assert "They asked for no text message here" in refused
    send_due(DAY + timedelta(minutes=6), DAY)
    assert Message.objects.get().state == "withheld"


def test_a_confidential_address_closes_the_others(desk, address):
    desk.post(f"{address}wish/", {"channel": "letter", "address": "PO Box 5\nOakland CA 94601",
                                  "said": "only", "how": "in person"})  # fmt: skip
    page = desk.post(address, form()).content.decode()
    assert "confidential address only" in page


NEW = {
    "channel": "email",
    "address": "Meiling@Example.org",
    "how": "herself, by phone",
    "is_new": "yes",
}


def test_an_address_that_no_record_holds_is_told_and_used(desk, address):
    desk.post(f"{address}wish/", NEW | {"said": "yes"})
    assert "meiling@example.org" in desk.get(address).content.decode()
    assert desk.post(address, form(way="email|meiling@example.org")).status_code == 302
    message = Message.objects.get()
    assert (message.address, message.to_person) == ("meiling@example.org", True)


def test_a_told_address_waits_for_a_yes_and_may_be_gone_again(desk, address):
    desk.post(f"{address}wish/", NEW | {"said": "theirs"})
    assert "Nobody has asked them yet" in desk.get(address).content.decode()
    HeldClock.objects.update(at=DAY + timedelta(minutes=5))
    desk.post(f"{address}wish/", {"channel": "email", "address": "meiling@example.org", "how": "by phone", "said": "gone"})  # fmt: skip
    told = desk.post(address, form(way="email|meiling@example.org")).content.decode()
    assert "not known as theirs" in told


def test_a_new_address_that_cannot_be_one_is_refused_and_stays_typed(desk, address):
    told = desk.post(f"{address}wish/", NEW | {"said": "yes", "address": "mei ling at home"})
    assert told.status_code == 422
    page = told.content.decode()
    assert "cannot be an address" in page
    assert "mei ling at home" in page


def test_who_moved_gets_letters_there_and_not_at_the_old_place(desk, address):
    moved = {"channel": "letter", "how": "by phone"}
    desk.post(f"{address}wish/", moved | {"is_new": "yes", "said": "theirs", "address": "1 Main St\nReno NV 89501"})  # fmt: skip
    desk.post(f"{address}wish/", moved | {"said": "gone", "address": HOME.partition("|")[2]})
    page = desk.get(address).content.decode()
    assert re.search(r'value="letter\|1 Main St\s+Reno NV 89501" checked', page)
    assert "no longer theirs" in desk.post(address, form()).content.decode()


def test_the_road_chosen_stays_chosen_where_its_address_has_two_lines(desk, address):
    moved = {"channel": "letter", "how": "by phone", "is_new": "yes", "said": "theirs"}
    desk.post(f"{address}wish/", moved | {"address": "1 Main St\nReno NV 89501"})
    typed = form() | {
        "way": "letter|1 Main St\r\nReno NV 89501",
        "do": "begin",
        "about": "call_us_back",
    }
    page = desk.post(address, typed).content.decode()
    assert re.search(r'value="letter\|1 Main St\s+Reno NV 89501" checked', page)


def test_a_landline_takes_no_texts(desk, address):
    wish = {"channel": "text", "address": "+14155550132", "how": "by phone"}
    desk.post(f"{address}wish/", wish | {"said": "landline"})
    told = desk.post(address, form(way="text|+14155550132")).content.decode()
    assert "landline: it takes no texts" in told


def test_a_relative_is_written_to_once_the_person_has_said_yes(desk, address):
    page = desk.get(address).content.decode()
    assert "This is the address of Wei Chen" in page
    desk.post(f"{address}wish/", {"channel": "text", "address": "+14155550177", "how": "by phone", "said": "yes"})  # fmt: skip
    assert desk.post(address, form(way="text|+14155550177")).status_code == 302
    message = Message.objects.get()
    assert (message.recipient, message.to_person) == ("Wei Chen", False)
    HeldClock.objects.update(at=DAY.replace(hour=23))
    send_due(DAY.replace(hour=23), DAY)
    send_due(DAY.replace(hour=23), DAY)
    message.refresh_from_db()
    assert message.state == "held", "who it is sleeps too"


def test_an_address_at_which_the_last_one_failed_says_so(desk, address):
    wish = {"channel": "text", "address": "+14155550132", "how": "by phone"}
    desk.post(f"{address}wish/", wish | {"said": "yes"})
    desk.post(address, form(way="text|+14155550132"))
    refuses = {"text": Refuses()}
    send_due(DAY, DAY, refuses)
    send_due(DAY, DAY, refuses)
    page = desk.get(address).content.decode()
    assert "The last one did not come (today 9:30): the number does not exist" in page


class Refuses:
    name, can_ask = "a carrier that refuses", False

    def carry(self, message):
        return Receipt(REFUSED, "the number does not exist")


def test_without_a_portal_nothing_is_written_into_one(desk, address, settings):
    settings.OUTBOUND = "text=simulator"
    assert "Portal message" not in desk.get(address).content.decode()
    told = desk.post(address, form(way="portal|portal")).content.decode()
    assert "No road for a portal message" in told


def test_what_is_written_restricted_goes_by_safe_roads_and_is_seen_by_the_entitled(
    desk, address, sarah
):
    label = int(Label.BEHAVIORAL)
    assert desk.post(address, form(label=label)).status_code == 422, "she may not see such things"
    held = Entitlement.objects.create(staff=sarah, labels=label, reason="care", start=NOW)
    wish = {"channel": "text", "address": "+14155550132", "how": "by phone"}
    desk.post(f"{address}wish/", wish | {"said": "yes"})
    told = desk.post(address, form(label=label, way="text|+14155550132"))
    assert "does not go by text message" in told.content.decode()
    desk.post(address, form(label=label))
    message = Message.objects.get()
    assert "Your pills" in desk.get("/outbox/").content.decode()
    held.delete()
    assert "Your pills" not in desk.get("/outbox/").content.decode()
    assert desk.get(f"/outbox/{message.public_id}/").status_code == 404
    assert "Your pills" not in desk.get(address.removesuffix("write/")).content.decode()


def test_after_stop_a_later_yes_opens_the_road_again(desk, address, sarah):
    wish = {"channel": "text", "address": "+14155550132", "how": "by phone"}
    desk.post(f"{address}wish/", wish | {"said": "yes"})
    with writing():
        stopping.heard(channel="text", address="+14155550132", text="Stop", by=viewer_of(sarah, DAY), at=DAY)  # fmt: skip
    refused = desk.post(address, form(way="text|+14155550132")).content.decode()
    assert "asked us to stop" in refused
    HeldClock.objects.update(at=DAY + timedelta(minutes=5))
    desk.post(f"{address}wish/", wish | {"said": "yes"})
    assert desk.post(address, form(way="text|+14155550132")).status_code == 302


def test_what_did_not_come_is_written_again_by_another_road(desk, address):
    wish = {"channel": "text", "address": "+14155550132", "how": "by phone"}
    desk.post(f"{address}wish/", wish | {"said": "yes"})
    desk.post(address, form(way="text|+14155550132"))
    send_due(DAY, DAY, {"text": Refuses()})
    send_due(DAY, DAY, {"text": Refuses()})
    failed = Message.objects.get()
    there = f"{address}?instead={failed.public_id}"
    assert there in desk.get(f"/outbox/{failed.public_id}/").content.decode()
    before = AuditEntry.objects.count()
    page = desk.get(there).content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert "Please call us about your pills." in page
    assert desk.post(address, form(instead=str(failed.public_id))).status_code == 302
    failed.refresh_from_db()
    assert failed.state == "recalled"
    assert failed.passages.last().why == "written again by another road"
    assert not failed.line.is_open
