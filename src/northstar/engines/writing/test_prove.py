"""No sentence without support: what is composed is proved, and what lies is caught."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northstar.engines.writing.compose import compose
from northstar.engines.writing.prove import proved, unsupported
from northstar.engines.writing.values import Sentence, Support, Told

AT = datetime(2026, 9, 8, 14, 22, tzinfo=UTC)


def told(
    says, number=1, marks=("Tue 8 Sep, 07:22", "Sarah Okafor", "call", "8 min"), also=(), label=0
):
    name = f"act:{number}"
    return Told(
        name, AT + timedelta(minutes=number), says, marks, Support(name, label=label), also=also
    )


CALL = told(
    "She takes 40 mg furosemide in the morning and does not take lisinopril. She feels dizzy if she stands up quickly. "
    "She was moved from Hospital A to Hospital B; no fever; no cough. Asked whether warfarin is safe. Is it safe? "
    "Daughter Ana takes warfarin. She will weigh herself until Friday."
)  # fmt: skip
LAB = told("Potassium 5.4 mmol/L, high", 2, ("4 Sep", "Bay Laboratory"))
EVIDENCE = {one.id: one for one in (CALL, LAB)}


def of(says, *ids, **more):
    return Sentence(says=says, support=tuple(Support(one) for one in ids or ("act:1",)), **more)


TRUE = [
    of("She takes 40 mg furosemide in the morning and does not take lisinopril."),
    of(
        "She feels dizzy if she stands up quickly. She was moved from the Hospital A to Hospital B; no fever; no cough."
    ),
    of("Tue 8 Sep, 07:22, Sarah Okafor: she feels dizzy if she stands up quickly."),
    of("Bay Laboratory: potassium 5.4 mmol/L, high.", "act:2"),
    of("Daughter Ana takes warfarin."),
]
LIES = {
    "another number": of("She takes 80 mg furosemide in the morning and does not take lisinopril."),
    "a number moved": of("Potassium 40 mmol/L, high.", "act:2"),
    "the denial left out": of("She takes 40 mg furosemide in the morning and takes lisinopril."),
    "only the end, without its denial": of("Take lisinopril."),
    "a denial put in": of("She does not feel dizzy if she stands up quickly."),
    "the condition left out": of("She feels dizzy."),
    "somebody else's": of("She takes warfarin."),
    "an end left out": of("She will weigh herself."),
    "put together from two": of("She takes 40 mg of warfarin."),
    "out of order": of("Furosemide takes 40 mg in the morning and does not take lisinopril."),
    "what was only asked": of("Warfarin is safe."),
    "a question as an answer": of("It is safe."),
    "the other way round": of("She was moved to Hospital A from Hospital B; no fever; no cough."),
    "the end of a denied list": of("Fever; cough."),
    "her of somebody left out": of("She will weigh herself until Friday."),
    "he for she": of("He feels dizzy if he stands up quickly."),
    "another time": of("She felt dizzy if she stood up quickly."),
    "a reason invented": of("She feels dizzy because of furosemide."),
    "another's source": of("Potassium 5.4 mmol/L, high.", "act:1"),
    "no such source": of("She feels dizzy if she stands up quickly.", "act:9"),
    "no source": Sentence(says="She feels dizzy if she stands up quickly."),
    "another author": of("Tue 8 Sep, 07:22, Dana Reyes: she feels dizzy if she stands up quickly."),
    "another day": of("Wed 9 Sep, 07:22, Sarah Okafor: she feels dizzy if she stands up quickly."),
    "more minutes": of("Sarah Okafor, call, 28 min: she feels dizzy if she stands up quickly."),
    "another's head": of(
        "Bay Laboratory: she feels dizzy if she stands up quickly.", "act:1", "act:2"
    ),
    "another tense": of("She took 40 mg furosemide in the morning and does not take lisinopril."),
    "a friendly end": of("Daughter Ana takes warfarin, and all is well."),
    "a sign": of("Potassium <5.4 mmol/L, high.", "act:2"),
    "nothing said": of("She is."),
    "an empty head": of("Sarah Okafor: "),
}


@pytest.mark.parametrize("sentence", TRUE, ids=lambda s: s.says[:40])
def test_a_true_sentence_stands(sentence):
    assert unsupported(sentence, EVIDENCE) == ()


@pytest.mark.parametrize("sentence", LIES.values(), ids=LIES)
def test_a_lie_is_caught(sentence):
    assert unsupported(sentence, EVIDENCE)


def test_the_reason_names_what_is_strange():
    assert unsupported(LIES["another number"], EVIDENCE) == ("The number 80 is not in its source.",)


def test_what_a_named_person_said_needs_no_source():
    assert unsupported(Sentence(says="I think she is lonely.", by="Sarah Okafor"), {}) == ()


def test_a_restricted_source_marks_its_sentence():
    secret = told("Goes to the clinic on Mondays.", 3, label=2)
    bare = Sentence(says="Goes to the clinic on Mondays.", support=(secret.support,))
    assert unsupported(bare, {secret.id: secret})
    assert proved(compose([secret]), {secret.id: secret})


WORDS = st.lists(
    st.sampled_from(["she", "does", "not", "take", "warfarin", "40", "mg", "if", "dizzy", ":", ";", ".", "her", "mother", "until", "Friday,", "5.4", "<3", "陈", "“", "”", "-", "no"]),
    min_size=1, max_size=25,
).map(" ".join)  # fmt: skip
ANY = st.one_of(WORDS, st.text(min_size=1, max_size=80)).filter(lambda text: text.strip())


@settings(max_examples=300)
@given(st.lists(st.tuples(ANY, st.lists(ANY, max_size=4)), min_size=1, max_size=6))
def test_whatever_was_done_a_composed_note_has_no_unsupported_sentence(rows):
    evidence = [told(says, n, tuple(marks)) for n, (says, marks) in enumerate(rows)]
    note = compose(evidence)
    assert note
    assert proved(note, {one.id: one for one in evidence})


@settings(max_examples=300)
@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_a_number_nobody_wrote_never_stands(rows, data):
    evidence = [told(says, n, ()) for n, says in enumerate(rows)]
    words = data.draw(st.sampled_from(evidence)).says.split()
    words.insert(data.draw(st.integers(0, len(words))), "7319")
    lie = Sentence(says=" ".join(words), support=tuple(one.support for one in evidence))
    assert unsupported(lie, {one.id: one for one in evidence})
