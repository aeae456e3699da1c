"""What the person said to a plan: to which version, taken back, struck out, asked again; and who has a copy."""

from datetime import date, timedelta

import pytest
from tests.harness.mrs_chen import NOW
from tests.harness.plans import FRIDAY, READER, of_the_plan

from northstar.access.refuse import Refused
from northstar.casework.acts import asking as acts
from northstar.casework.plans.readiness import readiness
from northstar.doing import agreeing, signing

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]


def test_what_she_said_to_it_and_who_has_a_copy(goal, me, chen, plan):
    goal()
    with pytest.raises(Refused, match="Sign"):
        agreeing.copy_given(
            by=me, patient=chen, kind="person", to="Mei-Ling Chen", how="by hand", at=NOW
        )
    signing.sign(by=me, patient=chen, at=NOW)
    with pytest.raises(Refused, match="explained"):
        agreeing.agree(
            by=me, patient=chen, said="declined", who="Mei-Ling Chen", how="by phone",
            on=NOW.date(), at=NOW,
        )  # fmt: skip
    agreeing.agree(
        by=me, patient=chen, said="agreed", who="Mei-Ling Chen", how="with interpreter, by phone",
        on=NOW.date(), at=NOW,
    )  # fmt: skip
    agreeing.copy_given(
        by=me, patient=chen, kind="person", to="Mei-Ling Chen", how="by hand", at=NOW
    )
    [agreed] = plan().signed.agreements
    assert agreed.who == "Mei-Ling Chen"
    ready = readiness([chen.pk])[chen.pk]
    assert (ready.version, ready.copy_given) == (1, NOW.date())
    assert "problems" in ready.missing
    assert "goals" in ready.missing
    kinds = {act.kind for act in acts.of_patient(READER, chen.pk)}
    assert kinds == {"plan signed", "plan agreed", "plan copy given"}


def test_who_said_no_is_asked_again_on_the_day(goal, me, chen, plan):
    goal()
    signing.sign(by=me, patient=chen, at=NOW)
    told = {"by": me, "patient": chen, "who": "Mei-Ling Chen", "how": "by phone", "at": NOW}
    no = {"said": "declined", "on": NOW.date(), "words": "explained the stool; she wants to wait"}
    with pytest.raises(Refused, match="to come"):
        agreeing.agree(**told, **no, ask_again=NOW.date())
    with pytest.raises(Refused, match="year"):
        agreeing.agree(**told, **no | {"on": date(1950, 1, 1)})
    agreeing.agree(**told, **no, ask_again=FRIDAY)
    assert agreeing.agree(**told, **no, ask_again=FRIDAY) is None
    [line] = of_the_plan(chen)
    assert (line.next_on, line.staff_id) == (FRIDAY, me.staff_id)
    goal("Sleep through the night")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(minutes=1))
    assert len(of_the_plan(chen)) == 1  # a new version does not answer it
    agreeing.agree(**told | {"at": NOW + timedelta(minutes=2)}, said="agreed", on=NOW.date())
    assert of_the_plan(chen) == []


def test_an_agreement_is_taken_back_or_struck_out(goal, me, chen, plan):
    goal()
    signing.sign(by=me, patient=chen, at=NOW)
    told = {"by": me, "patient": chen, "who": "Mei-Ling Chen", "how": "by phone", "at": NOW, "on": NOW.date()}  # fmt: skip
    with pytest.raises(Refused, match="nothing to withdraw"):
        agreeing.agree(**told, said="withdrawn", words="she thought again")
    agreeing.agree(**told, said="agreed")
    agreeing.agree(**told, said="withdrawn", words="she thought again; it is her right")
    assert plan().signed.answer.said == "withdrawn"
    agreeing.strike_answer(by=me, patient=chen, why="that was her sister", at=NOW)
    assert plan().signed.answer.said == "agreed"
    assert [(one.said, bool(gone)) for one, gone in plan().signed.answers] == [
        ("agreed", False),
        ("withdrawn", True),
    ]
    assert {act.kind for act in acts.of_patient(READER, chen.pk)} == {
        "plan signed", "plan agreed", "plan agreement withdrawn", "plan answer struck out",
    }  # fmt: skip


def test_what_was_said_to_a_version_holds_again_when_the_next_is_taken_back(
    goal, says, me, chen, plan
):
    goal()
    signing.sign(by=me, patient=chen, at=NOW)
    told = {"by": me, "patient": chen, "who": "Mei-Ling Chen", "how": "by phone", "at": NOW, "on": NOW.date()}  # fmt: skip
    agreeing.agree(**told, said="agreed")
    agreeing.copy_given(
        by=me, patient=chen, kind="person", to="Mei-Ling Chen", how="by hand", at=NOW
    )
    says("words", "To see my grandson marry")
    signing.sign(by=me, patient=chen, at=NOW + timedelta(minutes=1))
    assert plan().signed.answer is None
    signing.take_back(by=me, patient=chen, why="too soon", at=NOW + timedelta(minutes=2))
    signed = plan().signed
    assert (signed.number, signed.at, signed.answer.said) == (1, NOW, "agreed")
    assert [one.to for one in signed.copies] == ["Mei-Ling Chen"]
    assert readiness([chen.pk])[chen.pk].copy_given == NOW.date()
