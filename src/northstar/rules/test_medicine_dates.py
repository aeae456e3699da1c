"""Until when lists show use, and when a medicine was stopped: by what sources date, and no further."""

from datetime import date

from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.chart.words import DocumentReference
from northstar.rules import examples as ex
from northstar.rules.example_dates import ZONE, moment
from northstar.rules.medicine_dates import over_on, stop_days
from northstar.rules.medicines import medicines
from northstar.rules.signals.stopped_but_refilled import SIGNAL

NOW = moment("Tue 8 Sep 2026 07:30")
LISINOPRIL = "Lisinopril 20 MG Oral Tablet"


def told(note, heard: str, written: str = "", feed: str = "clinic"):
    """A value as a feed told it: when we heard it, and the source's own time where it gave one."""
    source = Source(
        feed, received=moment(heard), written=moment(written) if written else None, key=feed
    )
    return replace(note(), source=source)


def refilled(stop, handed_over: str) -> list:
    fill = ex.fills(lisinopril=handed_over)()[0]
    fill = told(lambda: fill, "Mon 7 Sep 2026 09:00", feed="pharmacy")
    chart = Chart([("MedicationRequest", stop), ("MedicationDispense", fill)])
    return [f for f in SIGNAL.find(chart, NOW) if hasattr(f, "says")]


def test_an_end_that_lay_ahead_was_planned_and_is_not_the_stop():
    order = ex.prescribed(LISINOPRIL, "10 Jan 2026", status="stopped", ended="10 Jan 2027")
    stop = told(order, "Mon 7 Sep 2026 09:00", written="20 Aug 2026")
    assert stop_days(stop, ZONE) == (date(2026, 8, 20), date(2026, 8, 20))
    assert "stop lisinopril 20 Aug 2026" in refilled(stop, "30 Aug 2026, 30 days")[0].says


def test_stopped_without_a_day_accuses_no_fill_before_we_heard_of_it():
    order = ex.prescribed(LISINOPRIL, "10 Feb 2025", status="stopped")
    stop = told(order, "Tue 1 Sep 2026 09:00", written="10 Feb 2025")
    assert stop_days(stop, ZONE) == (date(2025, 2, 10), date(2026, 9, 1))
    assert not refilled(stop, "20 Aug 2026, 30 days")
    (found,) = refilled(stop, "5 Sep 2026, 30 days")
    assert "stop lisinopril by 1 Sep 2026" in found.says


def test_a_stop_with_its_day_counts_though_another_source_gives_none():
    dated = told(
        ex.prescribed(LISINOPRIL, "3 Feb 2025", status="stopped", ended="24 Aug 2026"),
        "Tue 1 Sep 2026 09:00",
    )
    bare = told(ex.prescribed(LISINOPRIL, "1 Mar 2019", status="stopped"), "7 Sep 2026", feed="old")
    fill = ex.fills(lisinopril="30 Aug 2026, 30 days")()[0]
    values = [("MedicationRequest", dated), ("MedicationRequest", bare)]
    chart = Chart([*values, ("MedicationDispense", fill)])
    (found,) = [f for f in SIGNAL.find(chart, NOW) if hasattr(f, "says")]
    assert "24 Aug 2026" in found.says


def test_an_old_stop_of_unknown_day_does_not_end_what_was_ordered_since():
    bare = told(ex.prescribed(LISINOPRIL, "1 Mar 2019", status="stopped"), "7 Sep 2026")
    anew = told(ex.prescribed(LISINOPRIL, "1 Mar 2024"), "7 Sep 2026", feed="old")
    chart = Chart([("MedicationRequest", bare), ("MedicationRequest", anew)])
    assert "lisinopril" in medicines(chart, ZONE).in_use(NOW.date())


def test_a_course_is_over_a_month_after_its_end_and_an_order_for_a_year_later():
    course = ex.prescribed("amoxicillin 500 MG", "1 Aug 2026", ended="10 Aug 2026")()
    assert over_on(course, ZONE) == date(2026, 9, 10)
    year = ex.prescribed(LISINOPRIL, "1 Aug 2025", ended="31 Jul 2026")()
    assert over_on(year, ZONE) == date(2026, 10, 30)


def test_days_and_refills_tell_the_end_where_no_date_does():
    box = ex.prescribed("amoxicillin 500 MG", "1 Mar 2015", days_supply=10.0, refills=0)()
    assert over_on(box, ZONE) == date(2015, 4, 10)
    unknown = ex.prescribed(LISINOPRIL, "1 Mar 2015", days_supply=30.0)()
    assert over_on(unknown, ZONE) is None


def test_a_statement_shows_use_through_the_last_day_it_gives():
    taken = ex.said_taken("simvastatin 40 mg", "1 Jan 2026", end=ex.at("8 Sep 2026"))()
    known = medicines(Chart([("MedicationStatement", taken)]), ZONE)
    assert "simvastatin" in known.in_use(date(2026, 9, 8))
    assert "simvastatin" not in known.in_use(date(2026, 9, 9))
    assert date(2026, 9, 9) in set(known.ends())


def test_an_order_for_the_ward_is_no_medicine_of_the_home_list():
    ward = ex.prescribed("ampicillin 1 g", "1 Sep 2026", category="inpatient")()
    assert not medicines(Chart([("MedicationRequest", ward)]), ZONE).in_use(NOW.date())


def test_a_list_in_a_document_shows_use_for_a_year_and_a_record_entry_until_it_is_changed():
    def listed(locator):
        taken = ex.said_taken("warfarin 5 mg", "1 Jan 2018")()
        source = Source("hospital", "paper-1", locator)
        paper = replace(DocumentReference(date=ex.at("1 Mar 2025")), source=source)
        values = [("MedicationStatement", replace(taken, source=source))]
        known = medicines(Chart([*values, ("DocumentReference", paper)]), ZONE)
        return [day for day in (date(2026, 4, 1), date(2026, 9, 8)) if known.in_use(day)]

    assert listed("/ClinicalDocument/component#") == [date(2026, 4, 1)]
    assert len(listed("/entry/0/resource#")) == 2


def test_completed_in_a_document_with_an_end_ahead_is_still_taken():
    def taken(end):
        said = ex.said_taken("simvastatin 40 mg", "1 Jan 2026", status="completed", end=ex.at(end))
        value = told(said, "1 Sep 2026", written="1 Sep 2026")
        return medicines(Chart([("MedicationStatement", value)]), ZONE).in_use(NOW.date())

    assert taken("31 Dec 2026")
    assert not taken("1 Aug 2026")
