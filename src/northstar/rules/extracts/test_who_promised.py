"""Who promised what for which day, in many wordings: ours are promises, others' are awaited, and the rest is neither."""

from itertools import pairwise

import pytest

from northstar.rules.example_dates import moment
from northstar.rules.extracts import extracts

NOW = moment("Tue 8 Sep 2026 07:30")

OURS = {
    "I will call you on Thursday.": ["call 10"],
    "I'll give her a ring on Friday about the ride.": ["call 11"],
    "I agreed to call her on Friday.": ["call 11"],
    "I have promised to send it Friday.": ["send 11"],
    "I plan to visit her Monday.": ["see again 14"],
    "I'll be sure to send you the form by Friday.": ["send 11"],
    "I'll remind you on Wednesday.": ["remind 9"],
    "You will hear from me by Friday.": ["get back 11"],
    "You'll get the form from us by Friday.": ["send 11"],
    "Somebody from our team will call you tomorrow.": ["call 9"],
    "Our nurse will call you on Friday.": ["call 11"],
    "Reminder to self: call Friday.": ["call 11"],
    "Needs call back Friday.": ["call 11"],
    "Owes her a call Friday.": ["call 11"],
    "Spoke with her. Call her Fri.": ["call 11"],
    "Will call her Fri and fax the form Mon.": ["call 11", "send 14"],
    "I will call her Friday and fax the form on Monday.": ["call 11", "send 14"],
    "Call her Fri and fax Mon.": ["call 11", "send 14"],
    "Will call Fri, fax Mon, visit Wed.": ["call 11", "send 14", "see again 9"],
    "I'll call Fri & fax Mon.": ["call 11", "send 14"],
    "RN to call her Fri and send the form Mon.": ["call 11", "send 14"],
    "Plan: call Fri and fax form Mon.": ["call 11", "send 14"],
    "I'll call you Thursday, then send the form and email Dr. Park.": [
        "call 10",
        "send 10",
        "send 10",
    ],
    "On Friday I'll call and on Monday I'll fax the form.": ["call 11", "send 14"],
    "I'll talk with Dr. Park and call you back tomorrow.": ["find out", "call 9"],
    "Will call her and ask about the pill.": ["call"],
    "I will ask Dr. Park and let you know by Friday.": ["find out 11"],
    "I will call about the labs and order status.": ["call"],
    "I'll send the letter and form Friday.": ["send 11"],
    "Will ask her to call Fri and fax the form.": ["find out 11"],
    "I'll call her Thursday and Dana will fax the form Mon.": ["call 10"],
    "Agreed to call Friday; she was glad.": ["call 11"],
    "Spoke with her son, I will call him Friday.": ["call 11"],
    "She did not answer, I will call her Friday.": ["call 11"],
    "No pain today, and I will call her Friday.": ["call 11"],
}
NOT_OURS = [
    "We would like to hear how you are and to help.",
    "We want to help you.",
    "I do not think I will call Friday.",
    "I will not call her Friday.",
    "I won't call her Friday.",
    "We will not be sending the form.",
    "I called her Friday and faxed the form.",
    "I was going to call her Friday.",
    "I would have called her Friday.",
    "I will have called her by Friday.",
    "I might call on Friday.",
    "I could call you on Friday.",
    "Should I call her Friday?",
    "Shall we call you on Friday?",
    "Did I say I would call?",
    "Will you call her Friday?",
    "No need to call Friday.",
    "Do not call before Friday.",
    "Call the pharmacy on Friday.",
    "Call us on Friday.",
    "She asked me to call her on Friday.",
    "She will call us Friday and fax the form Monday.",
    "Called pharmacy and faxed the form Mon.",
]
SUPPOSED = [
    "If you like, I will call you on Thursday.",
    "If no answer, will call her daughter Fri.",
    "Unless she calls, I will ring her Friday.",
]
THEIRS = {
    "Sarah to call Fri.": [("Sarah", "call 11")],
    "SO to call her Thu.": [("SO", "call 10")],
    "Dana Whitfield to fax form Wed.": [("Dana Whitfield", "send 9")],
    "RN Dana to call Fri.": [("Dana", "call 11")],
    "Plan: Dana to call her Fri, Sarah to fax form Mon.": [
        ("Dana", "call 11"),
        ("Sarah", "send 14"),
    ],
    "Dana to call her Fri and fax the form Mon.": [("Dana", "call 11"), ("Dana", "send 14")],
    "My colleague Dana will ring you on Friday.": [("Dana", "call 11")],
    "Dana, our nurse, will call you on Friday.": [("Dana", "call 11")],
    "Told her that Dana will call her Fri.": [("Dana", "call 11")],
    "Dr. Park will send the report Friday.": [("Dr. Park", "send 11")],
    "Spoke with Dr. Park; he will send the report Fri.": [("he", "send 11")],
    "I'll call her and Dana will fax the form Mon.": [("Dana", "send 14")],
    "Dr. Park will call her and I will fax the form Mon.": [("Dr. Park", "call")],
    "She will call us Thursday.": [("She", "call 10")],
    "Told her daughter that Dr. Park will send the report Friday.": [("Dr. Park", "send 11")],
    "She will let us know.": [("She", "call")],
    "He said he'd call us Friday.": [("He", "call 11")],
    "Pt will call back Friday.": [("Pt", "call 11")],
    "Patient states she will call the clinic on Friday.": [("she", "call 11")],
    "Her daughter will bring the forms Monday.": [("Her daughter", "bring 14")],
    "Son to bring forms Fri.": [("Son", "bring 11")],
    "Cardiology to send report Fri.": [("Cardiology", "send 11")],
    "Pharmacy will deliver Fri.": [("Pharmacy", "bring 11")],
    "Hospital said they will fax the summary tomorrow.": [("Hospital", "send 9")],
    "Insurance will call back in 3 days.": [("Insurance", "call 11")],
}
NOBODYS = [
    "She will not call us.",
    "Dr. Park will not send it.",
    "Dr. Park may send the report Friday.",
    "Dr. Park sent the report Friday.",
    "Will Dana call her Fri?",
    "Pt will call back if worse.",
    "Daughter will call 911 if she falls.",
    "If Dr. Park will send it, we are done.",
    "She hopes he will call us.",
    "Daughter will call pharmacy.",
    "She will visit her mother some day.",
    "Mrs. Chen will take the pill tomorrow.",
    "BP will come down by Friday.",
    "I will call Friday.",
    "Coordinator to call daughter Fri.",
]


def heard(text, kind):
    return [one for one in extracts(text, NOW) if one.kind == kind]


def told(one):
    return f"{one.says} {one.on.day}" if one.on else one.says


@pytest.mark.parametrize("text", OURS)
def test_what_we_promise(text):
    found = heard(text, "promise")
    assert [told(one) for one in found] == OURS[text]
    assert not any(one.how.supposed or one.how.denied or one.how.family for one in found)


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_we_do_not_promise(text):
    assert not heard(text, "promise")


@pytest.mark.parametrize("text", SUPPOSED)
def test_what_holds_only_if(text):
    assert all(one.how.supposed for one in heard(text, "promise"))


@pytest.mark.parametrize("text", THEIRS)
def test_what_others_promise(text):
    assert [(one.detail, told(one)) for one in heard(text, "awaited")] == THEIRS[text]


@pytest.mark.parametrize("text", NOBODYS)
def test_what_nobody_promises(text):
    assert not heard(text, "awaited")


@pytest.mark.parametrize("text", [*OURS, *THEIRS])
def test_no_words_are_told_twice(text):
    found = sorted((*heard(text, "promise"), *heard(text, "awaited")), key=lambda one: one.start)
    for one, other in pairwise(found):
        assert one.end <= other.start, text[other.start :]
