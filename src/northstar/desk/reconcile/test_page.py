"""Reconciling one person's lists: side by side, chosen with reasons, looked over, signed, taken back."""

import re

import pytest
from tests.harness.mrs_chen import NOW, arrives

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Pending, Role
from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts
from northstar.casework.disagreements import asking as differences
from northstar.casework.reconciliation import asking
from northstar.casework.worklist.asking import lines_of
from northstar.chart.sensitivity import Label
from northstar.record import charts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READER = system_viewer("a test")


@pytest.fixture
def at(client, sarah, chen):
    client.force_login(sarah)
    return lambda act="": f"/patients/{chen.public_id}/reconcile/{act}"


@pytest.fixture
def page(client, at):
    return lambda act="": client.get(at(act)).content.decode()


def fields(shown):
    """{row: {column: [versions]}} of the form, with the row's name."""
    found = {}
    for row in re.findall(r"<tr data-item.*?</tr>", shown, re.DOTALL):
        name = re.search(r"<bdi>(.*?)</bdi>", row)[1]
        offers = re.findall(
            r'name="version-(\w+)" value="(\w+)" data-column="(\d)"( checked)?', row
        )
        found[name] = offers
    return found


def filled(shown, **choices):
    """The whole form: the first version of every row with a reason, but what is named otherwise."""
    typed = {}
    for name, offers in fields(shown).items():
        mark = offers[0][0]
        column = choices.get(name.split()[0].lower(), "")
        wanted = [value for _, value, at, _ in offers if at == str(column)] or [offers[0][1]]
        typed |= {f"version-{mark}": wanted[0], f"reason-{mark}": f"I asked about {name}"}
    return typed


def signs(client, at, page, **choices):
    typed = filled(page(), **choices)
    looked = client.post(at("check/"), typed).content.decode()
    seen = re.search(r'name="seen" value="([\w-]+)"', looked)[1]
    return client.post(at("sign/"), typed | {"seen": seen, "note": "with Wei at the table"})


def mine(chen):
    chart = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    return {
        s.code.words.split()[0].lower(): s.status
        for s in chart.said_taken
        if s.source.feed == "staff"
    }


def test_every_version_stands_with_its_source_and_the_date_it_was_last_changed(page):
    shown = page()
    assert re.findall(r'<h2 id="(\w+)-h"', shown) == [
        "problems",
        "allergies",
        "medicines",
    ]
    for words in (
        "Told differently",
        "Only in one source",
        "Our record",
        "Came in",
        "Filled",
        "As said",
    ):
        assert words in shown, words
    lisinopril = shown[shown.index("<bdi>lisinopril") :]
    lisinopril = lisinopril[: lisinopril.index("</tr>")]
    assert "Our own record, changed 1 Oct 2025" in lisinopril
    assert "Hospital A, changed 4 Sep" in lisinopril
    assert "Kearny Pharmacy" in lisinopril
    assert "stopped" in lisinopril
    assert "Ask the prescriber" in lisinopril
    assert "for high blood pressure; 1 tablet daily" in lisinopril


def test_nothing_is_chosen_for_her_where_versions_differ(page):
    chosen = {name: [o[3] for o in offers] for name, offers in fields(page()).items()}
    assert not any(chosen["lisinopril"])
    assert sum(map(bool, chosen["warfarin"])) == 1, "prescribed and filled alike"


def test_what_is_missing_is_said_and_what_was_chosen_kept(client, at, page, chen):
    typed = filled(page())
    marks = [name for name in typed if name.startswith("reason-")]
    answer = client.post(at("check/"), typed | dict.fromkeys(marks, ""))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "not finished" in shown
    assert "Say why this version" in shown
    kept = {o[1] for offers in fields(shown).values() for o in offers if o[3]}
    assert kept == {v for name, v in typed.items() if name.startswith("version-")}
    assert not asking.rows(chen.pk)


def test_it_is_looked_over_before_it_is_signed(client, at, page, chen):
    shown = client.post(at("check/"), filled(page(), lisinopril=5)).content.decode()
    assert "Left off: <b><bdi>Lisinopril" in shown
    assert "Sign as Sarah Okafor" in shown
    assert "Only the prescriber changes these" in shown, "the clinic still prescribes it"
    assert "Hospital A, changed 4 Sep" in shown
    back = client.post(at(), filled(page(), lisinopril=5)).content.decode()
    assert 'value="off" data-column="5" checked' in back
    assert not asking.rows(chen.pk)


def test_signed_it_is_a_fact_of_ours_and_settles_what_sources_told_differently(
    client, at, page, chen
):
    assert signs(client, at, page, lisinopril=5).status_code == 302
    shown = page("agreed/")
    assert "Version 1, signed by Sarah Okafor" in shown
    assert "with Wei at the table" in shown
    assert mine(chen) == {
        "lisinopril": "not-taken", "warfarin": "active", "sacubitril-valsartan": "active",
    }  # fmt: skip
    turn = differences.standing([chen.pk])[chen.pk]["medicine lisinopril"]
    assert (turn.status, turn.stance, turn.by) == ("settled", "stopped", "Sarah Okafor")
    asked = [line.says for line in lines_of(READER, chen.pk) if "for the prescriber" in line.says]
    assert len(asked) == 1
    assert "Lisinopril" in asked[0]
    assert any("agreed list: signed" in p.body for p in Pending.objects.all())
    [act] = acts.of_patient(READER, chen.pk)
    assert act.says.startswith("Signed the agreed list, version 1, ")
    assert "left off Lisinopril" in act.says
    her_page = client.get(f"/patients/{chen.public_id}/").content.decode()
    assert ">Agreed Tue 8 Sep, Sarah Okafor</a>" in her_page
    assert "Settled: lisinopril" in client.get(f"/patients/{chen.public_id}/").content.decode()


def test_what_was_agreed_is_offered_again_as_long_as_no_source_changes_it(client, at, page):
    signs(client, at, page, lisinopril=5)
    again = fields(page())
    assert [o[1] for o in again["lisinopril"] if o[3]] == ["off"]
    signs(client, at, page, lisinopril=1)
    shown = page("agreed/")
    assert "Version 2, signed" in shown
    assert '<span class="tag">New</span> Lisinopril' in shown


def test_taken_back_the_list_before_stands_again(client, at, page, chen):
    signs(client, at, page, lisinopril=5)
    assert client.post(at("agreed/back/"), {}).status_code == 422
    assert (
        client.post(at("agreed/back/"), {"why": "she had it in the other bag"}).status_code == 302
    )
    assert "Version 2, taken back by Sarah Okafor" in page("agreed/")
    assert set(mine(chen).values()) == {"entered-in-error"}
    turn = differences.standing([chen.pk])[chen.pk]["medicine lisinopril"]
    assert (turn.status, turn.what) == ("open", "taken back")
    assert not [line for line in lines_of(READER, chen.pk) if "for the prescriber" in line.says]
    assert client.post(at("agreed/back/"), {"why": "again"}).status_code == 403
    signs(client, at, page, lisinopril=1)
    assert mine(chen)["lisinopril"] == "active"


def test_a_second_list_asks_the_prescriber_only_what_it_asks_itself(client, at, page, chen):
    def asked():
        found = lines_of(READER, chen.pk)
        return [line.public_id for line in found if "for the prescriber" in line.says]

    signs(client, at, page, lisinopril=5)
    [first] = asked()
    signs(client, at, page, lisinopril=5)
    assert asked() == [first], "the same is not asked twice"
    done = {"outcome": "Reached, and settled", "note": "stopped for good"}
    client.post(f"/line/{first}/done/", done)
    signs(client, at, page, lisinopril=5)
    assert not asked(), "it was answered"
    signs(client, at, page, lisinopril=1)
    signs(client, at, page, lisinopril=5)
    client.post(at("agreed/back/"), {"why": "the other bag"})
    assert not asked(), "kept on the list that stands again"


def test_a_question_to_the_prescriber_ends_with_the_list_that_asks_it_no_more(
    client, at, page, chen
):
    signs(client, at, page, lisinopril=5)
    signs(client, at, page, lisinopril=1)
    assert not [line for line in lines_of(READER, chen.pk) if "for the prescriber" in line.says]


def test_what_came_in_meanwhile_is_looked_at_first(client, at, page, chen):
    typed = filled(page())
    looked = client.post(at("check/"), typed).content.decode()
    seen = re.search(r'name="seen" value="([\w-]+)"', looked)[1]
    head = "Patient ID,First Name,Last Name,DOB,Gender,Phone,Fill Date,Drug Name,NDC,Quantity,Days Supply,Patient Pay,Pharmacy"
    line = "P9,Mei-Ling,Chen,1952-03-14,F,4155550132,2026-09-08,Spironolactone 25 mg tablet,,30,30,4.00,Kearny Pharmacy"
    arrives("pharmacy", "more.csv", f"{head}\n{line}\n".encode(), NOW)
    answer = client.post(at("sign/"), typed | {"seen": seen})
    assert answer.status_code == 422
    assert "Something has come in" in answer.content.decode()
    assert not asking.rows(chen.pk)


def test_who_prepares_does_not_sign(client, at, page, chen):
    Role.objects.update(role="community-health-worker")
    typed = filled(page())
    looked = client.post(at("check/"), typed).content.decode()
    assert "a coordinator, nurse, pharmacist or provider signs it" in looked
    assert client.post(at("sign/"), typed | {"seen": "x"}).status_code == 403
    assert not asking.rows(chen.pk)


def test_a_restricted_item_is_agreed_by_who_may_see_it_and_stays_when_others_sign(
    client, at, page, chen, sarah
):
    from northstar.access.models import Entitlement
    from northstar.desk.patient.test_page import CANARY, restricted_bundle

    before = page()
    known = {"format": "fhir_r4", "title": "House", "label": int(Label.PART2)}
    arrives("house", "x.json", restricted_bundle(), NOW, **known)
    assert fields(page()) == fields(before)
    given = {"staff": sarah, "labels": int(Label.PART2), "reason": "consent"}
    entitled = Entitlement.objects.create(start=NOW, **given)
    assert CANARY in page()
    assert signs(client, at, page).status_code == 302
    assert CANARY in page("agreed/")
    assert not any(CANARY in act.says for act in acts.of_patient(READER, chen.pk))
    Entitlement.objects.filter(pk=entitled.pk).delete()
    assert CANARY not in page("agreed/")
    assert CANARY not in page()
    assert signs(client, at, page, lisinopril=5).status_code == 302
    assert CANARY not in page("agreed/")
    Entitlement.objects.create(start=NOW, **given)
    assert CANARY in page("agreed/")


def test_a_view_is_one_entry_and_the_queries_do_not_grow(
    client, at, page, django_assert_max_num_queries
):
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(40):
        page()
    assert AuditEntry.objects.count() == before + 1
    page("agreed/")
    assert AuditEntry.objects.count() == before + 2
