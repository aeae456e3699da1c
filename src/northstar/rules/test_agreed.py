"""From versions side by side to one agreed list: likeness, what must be chosen, and what follows from it."""

from datetime import date

import pytest
from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.people import HumanName
from northstar.rules.agreed import (
    OFF,
    Chosen,
    answers,
    differences,
    draft,
    facts,
    settled_before,
    withdrawn,
)
from northstar.rules.assess import judge
from northstar.rules.disagreement import AGREED, disagreements
from northstar.rules.example_dates import ZONE, at, moment
from northstar.rules.examples import (
    allergy,
    chart_of,
    fills,
    from_feed,
    patient,
    prescribed,
    problem,
    said_taken,
)
from northstar.rules.lists.medicines import strength
from northstar.rules.medicines import medicines
from northstar.rules.reconciliation import (
    Column,
    Likeness,
    Stated,
    column_by,
    fingerprint,
    parts,
    table,
)
from northstar.rules.signals.allergy_against_medicine import SIGNAL as ALLERGY

NOW = moment("Tue 8 Sep 2026 07:30")
STATED = Stated("Sarah Okafor", at("8 Sep 2026"), "Agreed list, version 1")
STOPPED = prescribed("Lisinopril 10 mg", "3 Feb 2025", status="stopped", ended="4 Sep 2026")


def rows(*notes):
    return on(chart_of(*notes)())


def on(chart):
    return table(chart, NOW.date(), ZONE, column_by(["clinic"], chart))


def one(*notes):
    [row] = rows(*notes)
    return row


def stated(chart, items):
    """The chart with what our own people state in it."""
    told = [(kind, v) for kind in chart.kinds() for v in chart.of(kind)]
    for kind, key, value, _ in facts(items, STATED):
        [sourced] = from_feed("staff", [value], written="8 Sep 2026")()
        told.append((kind, replace(sourced, source=replace(sourced.source, kind=kind, key=key))))
    return Chart(told)


def test_the_three_lists_in_their_order():
    assert [part.code for part in parts()] == ["problems", "allergies", "medicines"]


@pytest.mark.parametrize(
    ("notes", "likeness"),
    [
        ([prescribed("Lisinopril 10 mg", "1 Mar 2026")], Likeness.ONLY),
        (
            [prescribed("Lisinopril 10 MG Oral Tablet", "1 Mar 2026"), fills(Zestril="1 Sep 2026, 30 days")],
            Likeness.SAME,
        ),
        (
            [prescribed("Lisinopril 10 mg", "1 Mar 2026"), from_feed("hospital", prescribed("Prinivil 20 mg", "1 Sep 2026"))],
            Likeness.DIFFERENT,
        ),
        (
            [
                prescribed("Lisinopril 10 mg", "1 Mar 2026", dosage="1 tablet twice a day"),
                from_feed("hospital", prescribed("Lisinopril 10 mg", "1 Sep 2026", dosage="once daily")),
            ],
            Likeness.DIFFERENT,
        ),
        ([prescribed("Lisinopril 10 mg", "1 Mar 2026"), from_feed("hospital", STOPPED)], Likeness.DIFFERENT),
        (
            [allergy("Sulfa", "rash"), from_feed("hospital", allergy("Sulfa"))],
            Likeness.SAME,
        ),
        (
            [allergy("Sulfa", "rash"), from_feed("hospital", allergy("Sulfa", "anaphylaxis"))],
            Likeness.DIFFERENT,
        ),
        (
            [
                problem("HFrEF", snomed="84114007"),
                from_feed("hospital", problem("Heart failure", snomed="84114007")),
            ],
            Likeness.SAME,
        ),
    ],
)  # fmt: skip
def test_likeness(notes, likeness):
    assert one(*notes).likeness == likeness


def test_what_she_says_herself_stands_by_itself_whoever_wrote_it_down():
    she = patient(names=(HumanName(family="Chen", given=("Mei-Ling",)),))
    row = one(she, said_taken("Danshen tea", "2 Jun 2026", informant="Mei-Ling Chen"))
    assert [v.column for v in row.versions] == [Column.SAID]
    assert not draft([row], {row.id: Chosen(row.versions[0].id)}, ()).missing, (
        "to keep needs no reason"
    )


def test_two_strengths_of_one_source_both_stand():
    row = one(prescribed("Warfarin 3 mg", "1 Mar 2026"), prescribed("Warfarin 5 mg", "1 Mar 2026"))
    assert [v.says for v in row.versions] in (
        ["Warfarin 3 mg", "Warfarin 5 mg"],
        ["Warfarin 5 mg", "Warfarin 3 mg"],
    )


def test_ampicillin_and_penicillin_stay_two_allergies():
    assert len(rows(allergy("Ampicillin"), from_feed("hospital", allergy("Penicillin G")))) == 2


def test_what_ended_long_ago_is_not_on_the_table():
    assert not rows(
        prescribed("Amoxicillin 500 mg", "1 Mar 2020", status="completed", ended="8 Mar 2020")
    )
    assert not rows(problem("Pneumonia", "resolved", since="2019", ended="Mar 2019"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Lisinopril 10 MG Oral Tablet", "10 mg"),
        ("Lisinopril 10.0 mg", "10 mg"),
        ("sacubitril-valsartan 24-26 mg", "24-26 mg"),
        ("Insulin glargine 100 units/mL", "100 unit"),
        ("Vitamin D", ""),
    ],
)
def test_strength(words, told):
    assert strength(words) == told


def test_columns_are_ours_theirs_the_pharmacys_and_what_is_said():
    found = rows(
        prescribed("Lisinopril 10 mg", "1 Mar 2026"),
        from_feed("hospital", prescribed("Lisinopril 10 mg", "1 Sep 2026")),
        fills(lisinopril="1 Sep 2026, 30 days"),
        said_taken("Lisinopril", "7 Sep 2026", informant="Patient"),
    )[0]
    assert {v.column for v in found.versions} == set(Column)


def test_what_differs_wants_a_choice_and_a_reason_and_what_is_alike_neither_reason():
    differ = rows(prescribed("Lisinopril 10 mg", "1 Mar 2026"), from_feed("hospital", STOPPED))
    [row] = differ
    assert draft(differ, {}, ()).missing
    assert draft(differ, {row.id: Chosen(row.versions[0].id)}, ()).missing
    assert draft(differ, {row.id: Chosen("not one of them", "why")}, ()).missing
    assert not draft(differ, {row.id: Chosen(row.versions[0].id, "asked her")}, ()).missing
    alike = rows(
        prescribed("Lisinopril 10 mg", "1 Mar 2026"), fills(lisinopril="1 Sep 2026, 30 days")
    )
    [row] = alike
    assert not draft(alike, {row.id: Chosen(row.proposed.id)}, ()).missing
    assert draft(alike, {row.id: Chosen(OFF)}, ()).missing


def test_leaving_off_what_is_prescribed_asks_the_prescriber():
    found = rows(prescribed("Lisinopril 10 mg", "1 Mar 2026"), from_feed("hospital", STOPPED))
    [item] = draft(found, {found[0].id: Chosen(OFF, "she stopped")}, ()).items
    assert item.ask
    assert not item.kept
    [(kind, key, value, _)] = facts([item], STATED)
    assert (kind, key, value.status) == (
        "MedicationStatement",
        f"{AGREED}medicines: lisinopril",
        "not-taken",
    )
    assert withdrawn(value).status == "entered-in-error"


def test_choosing_the_version_that_stopped_it_leaves_it_off():
    found = rows(prescribed("Lisinopril 10 mg", "1 Mar 2026"), from_feed("hospital", STOPPED))
    stopped = next(v for v in found[0].versions if not v.on)
    [item] = draft(found, {found[0].id: Chosen(stopped.id, "cardiology did")}, ()).items
    assert not item.kept


def test_the_agreed_list_settles_the_disagreement_and_the_rules_see_it():
    chart = chart_of(
        prescribed("Lisinopril 10 mg", "1 Mar 2026"),
        from_feed("hospital", STOPPED),
        fills(lisinopril="5 Sep 2026, 30 days"),
    )()
    found = on(chart)
    items = draft(found, {found[0].id: Chosen(OFF, "the bottle is gone")}, ()).items
    [(settled, side)] = answers(disagreements(chart, ZONE), found, items)
    assert (settled.key, side) == ("medicine lisinopril", "stopped")
    assert medicines(chart, ZONE).in_use(date(2026, 9, 9))
    after = stated(chart, items)
    assert not medicines(after, ZONE).in_use(date(2026, 9, 9))
    assert [d.mark for d in disagreements(after, ZONE)] == [
        d.mark for d in disagreements(chart, ZONE)
    ]
    assert on(after) == found, "our own list is the outcome, not a version"


def test_an_allergy_left_off_speaks_no_more_until_a_source_writes_it_again():
    notes = [
        from_feed("hospital", allergy("Penicillin", "hives"), written="1 Sep 2026"),
        fills(amoxicillin="7 Sep 2026, 10 days"),
    ]
    chart = chart_of(*notes)()
    row = next(r for r in on(chart) if r.part == "allergies")
    items = draft([row], {row.id: Chosen(OFF, "it was the virus, tested in 2024")}, ()).items
    assert judge(chart, NOW, [ALLERGY]).found
    assert not judge(stated(chart, items), NOW, [ALLERGY]).found
    again = from_feed("hospital", allergy("Penicillin", "hives"), written="9 Sep 2026")
    assert judge(stated(chart_of(again, *notes[1:])(), items), NOW, [ALLERGY]).found


def test_one_allergy_kept_answers_that_none_is_known():
    chart = chart_of(
        allergy("No known allergies", absent=True), from_feed("hospital", allergy("Latex", "hives"))
    )()
    found = on(chart)
    chosen = {
        r.id: Chosen(OFF if r.key == "none known" else r.versions[0].id, "asked") for r in found
    }
    items = draft(found, chosen, ()).items
    assert [side for _, side in answers(disagreements(chart, ZONE), found, items)] == ["allergic"]
    assert [value.code.words for _, _, value, _ in facts(items, STATED)] == ["Latex"]


def test_what_no_source_tells_any_more_is_carried_over_and_differences_are_named():
    both = rows(
        prescribed("Lisinopril 10 mg", "1 Mar 2026"), prescribed("Warfarin 3 mg", "1 Mar 2026")
    )
    first = draft(both, {r.id: Chosen(r.versions[0].id, "asked") for r in both}, ()).items
    other = rows(prescribed("Lisinopril 20 mg", "7 Sep 2026"))
    second = draft(other, {r.id: Chosen(r.versions[0].id, "asked") for r in other}, first).items
    assert [i.says for i in second] == ["Lisinopril 20 mg", "Warfarin 3 mg"]
    assert [(d.how, d.item.says) for d in differences(first, second)] == [
        ("changed", "Lisinopril 20 mg")
    ]
    assert [d.how for d in differences(second, first[:1])] == ["changed", "gone"]
    assert [d.how for d in differences((), first)] == ["added", "added"]


def test_what_was_agreed_is_offered_again_unless_a_source_changed_it():
    found = rows(
        from_feed("hospital", prescribed("Lisinopril 10 mg", "1 Mar 2026"), written="1 Mar 2026")
    )
    [row] = found
    items = draft(found, {row.id: Chosen(row.versions[0].id, "asked")}, ()).items
    assert settled_before(row, items, date(2026, 9, 1)).version == row.versions[0].id
    signed_before_words_were_kept = [replace(item, seen=()) for item in items]
    assert settled_before(row, signed_before_words_were_kept, date(2026, 3, 1)) is None
    [newer] = rows(
        from_feed("hospital", prescribed("Lisinopril 20 mg", "7 Sep 2026"), written="7 Sep 2026")
    )
    assert settled_before(newer, items, date(2026, 9, 1)) is None


SIGNED = date(2026, 9, 8)


def test_an_old_list_that_comes_late_and_a_word_of_the_same_day_are_asked_about():
    ours = prescribed("Lisinopril 10 mg", "1 Mar 2026")
    items = _signed(ours)
    assert settled_before(one(ours), items, SIGNED)
    for written in ("1 Sep 2026", "8 Sep 2026"):
        newer = one(ours, from_feed("hospital", STOPPED, written=written))
        assert settled_before(newer, items, SIGNED) is None, written


def test_the_same_word_told_again_in_a_newer_list_is_not_asked_about():
    said = prescribed("Lisinopril 10 mg", "1 Mar 2026", dosage="once daily")
    items = _signed(from_feed("hospital", said, written="1 Sep 2026"))
    again = one(from_feed("hospital", said, written="9 Sep 2026"))
    assert settled_before(again, items, SIGNED).version == again.versions[0].id


def test_one_more_fill_is_news_only_of_what_is_not_taken():
    ours, fill = prescribed("Lisinopril 10 mg", "1 Mar 2026"), "8 Aug 2026, 30 days"
    taken = _signed(ours, fills(Lisinopril=fill))
    off = _signed(ours, fills(Lisinopril=fill), off=True)
    later = one(ours, fills(Lisinopril=fill), fills(Lisinopril="9 Sep 2026, 30 days"))
    assert settled_before(later, taken, SIGNED)
    assert settled_before(later, off, SIGNED) is None


def _signed(*notes, off=False):
    row = one(*notes)
    return draft([row], {row.id: Chosen(OFF if off else row.versions[0].id, "asked")}, ()).items


def test_a_form_is_about_what_was_on_the_table():
    before = rows(prescribed("Lisinopril 10 mg", "1 Mar 2026"))
    after = rows(prescribed("Lisinopril 20 mg", "1 Mar 2026"))
    assert fingerprint(before) == fingerprint(rows(prescribed("Lisinopril 10 mg", "1 Mar 2026")))
    assert fingerprint(before) != fingerprint(after)
