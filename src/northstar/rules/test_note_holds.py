"""What is missing in a note is named, by the rule that asks for it."""

from datetime import date

from northstar.rules.note_holds import Read, holds

DAY = date(2026, 9, 8)
CALL = ("call", "Sarah Okafor", 8)


def missing(program, note):
    return [one.says for one in holds(program, DAY, note) if not one.found]


def test_a_bare_note_of_chronic_care_lacks_everything():
    assert missing("CCM", Read("She is well.")) == [
        "What was done, on which day, by whom", "The minutes of each act", "Consent, recorded before",
        "How it serves the care plan",
    ]  # fmt: skip


def test_a_whole_one_lacks_nothing():
    note = Read("Went through step two of her plan.", (CALL,), "by phone, 3 Mar")
    assert missing("CCM", note) == []


def test_an_act_without_minutes_is_said():
    note = Read("Her plan.", (CALL, ("letter", "Sarah Okafor", 0)), "by phone, 3 Mar")
    assert missing("CCM", note) == ["The minutes of each act"]


def test_coming_home():
    note = Read(
        "Came home from Hospital B on Friday. Reached her daughter. Visit booked for Thursday.",
        (CALL,),
    )
    assert missing("TCM", note) == ["Medicines compared, before or on the day of the visit"]


def test_two_attempts_are_a_contact_too():
    note = Read(
        "Came home Friday. Left a message at 9:00, no answer at 16:00. Reconciled the lists. Visit on Thursday.",
        (CALL,),
    )
    assert missing("TCM", note) == []


def test_community_work_names_its_need():
    note = Read("Part of the plan.", (CALL,), "by phone")
    assert missing("CHI", note) == ["The need it was about"]


def test_each_element_says_who_asks_for_it():
    assert all(
        one.cites
        for program in ("CCM", "TCM", "CHI", "BHI", "CoCM", "PIN", "PCM", "APCM")
        for one in holds(program, DAY, Read(""))
    )
    assert holds("TCM", DAY, Read(""))[-1].cites.endswith("verify")


def test_before_the_rules_and_for_strangers_nothing_is_asked():
    assert holds("CCM", date(2020, 1, 1), Read("")) == []
    assert holds("XYZ", DAY, Read("")) == []
