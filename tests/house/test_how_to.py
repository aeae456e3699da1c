"""What docs/how-to shows is whole: it works as it stands there."""

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from northstar.access import roles
from northstar.access.models import Role, Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.acts import asking
from northstar.config import urls
from northstar.record import charts
from northstar.record.models import Panel, Patient
from northstar.rules.assess import judge
from northstar.rules.example_dates import moment
from northstar.sources.reading import Feed
from tests.harness.mrs_chen import NOW

PAGES = Path(__file__).parents[2] / "docs" / "how-to"


def blocks(page, language="python"):
    return re.findall(rf"```{language}\n(.*?)```", (PAGES / page).read_text("utf-8"), re.DOTALL)


def shown(page, number=0):
    names = {"__name__": "shown"}
    exec(compile(blocks(page)[number], page, "exec"), names)
    return SimpleNamespace(**names)


@pytest.mark.parametrize(
    "example", shown("new-signal.md").EXAMPLES, ids=lambda example: example.name
)
def test_the_signal_shown_holds_its_examples(example):
    signal = shown("new-signal.md").SIGNAL
    answer = judge(example.subject(), moment(example.now), [signal])
    assert len(answer.found) == example.finds
    a_minute_later = moment(example.now) + timedelta(minutes=1)
    assert judge(example.subject(), a_minute_later, [signal]).found == answer.found
    if example.looks_again:
        assert answer.look_again == moment(example.looks_again)


def test_the_format_shown_accounts_for_every_line_and_proves_its_quotes():
    fmt = shown("new-source-format.md").FORMAT
    data = "One Person\n\nНа другом языке\n".encode()
    found = fmt.read(data, Feed("list"), "x.names")
    assert found.elements == len(data.splitlines())
    assert [fact.value.quote for fact in found.found] == ["One Person", "На другом языке"]
    assert all(fmt.place(data, fact.locator) == fact.value.quote for fact in found.found)
    assert fmt.read(b"", Feed("list"), "x.names").refused
    with pytest.raises(LookupError):
        fmt.place(data, "line[9]#text")


@pytest.mark.django_db(databases=["default", "audit"])
def test_the_page_shown_lists_whom_it_should(client, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(roles, "MAY", dict(roles.MAY))
    house = ModuleType("house_with_one_page_more")
    house.urlpatterns = [*shown("new-page.md", 1).urlpatterns, *urls.urlpatterns]
    monkeypatch.setitem(sys.modules, house.__name__, house)
    settings.ROOT_URLCONF = house.__name__
    (tmp_path / "interpreters").mkdir()
    (tmp_path / "interpreters" / "page.html").write_text(blocks("new-page.md", "html")[0])
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [first | {"DIRS": [*first["DIRS"], tmp_path]}]
    client.force_login(a_nurse_with_two_people())
    text = client.get("/interpreters/").content.decode()
    assert "Needs One" in text
    assert "Needs None" not in text


def a_nurse_with_two_people():
    start = datetime(2020, 1, 1, tzinfo=UTC)
    staff = Staff.objects.create(username="dana", name="Dana")
    Role.objects.create(staff=staff, role="nurse", start=start)
    for name, needs in (("Needs One", True), ("Needs None", False)):
        row = Patient.objects.create(name=name, interpreter=needs, language="vi")
        Panel.objects.create(patient=row, staff=staff.pk, start=start.date())
    return staff


@pytest.mark.django_db(databases=["default", "audit"])
def test_the_act_shown_is_a_note_line_a_fact_and_minutes(sarah, chen):
    shown_act = shown("new-act.md")
    by, began = viewer_of(sarah, NOW), NOW - timedelta(minutes=40)
    act = shown_act.visited(
        by=by, patient=chen, saw="two full bottles", began=began, ended=NOW, at=NOW
    )
    assert [one.says for one in asking.of_patient(by, chen.pk)] == [
        "visited at home: two full bottles"
    ]
    visits = charts.charts(by, [chen.pk], NOW)[chen.pk].encounters
    assert [v.class_code for v in visits if v.source.identity == act.identity_id] == ["HH"]
    with pytest.raises(Refused, match="Say what you saw"):
        shown_act.visited(by=by, patient=chen, saw=" ", began=began, ended=NOW, at=NOW)
