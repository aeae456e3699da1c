"""A document that its source took back says nothing any more, in none of its sections."""

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.chart.words import DocumentReference, Section


def test_what_was_filed_under_the_wrong_person_speaks_no_more():
    def told(feed: str, key: str, status: str):
        doc = DocumentReference(status=status, source=Source(feed, key=key))
        text = Section(text=f"{feed} {key}", document=key, source=Source(feed, key=f"{key}|DS"))
        return [("DocumentReference", doc), ("Section", text)]

    chart = Chart(
        [
            *told("hospital", "D1", "entered-in-error"),
            *told("hospital", "D2", "current"),
            *told("clinic", "D1", "superseded"),
        ]
    )
    assert sorted(s.text for s in chart.sections) == ["clinic D1", "hospital D2"]
    assert len(chart.documents) == 2
    assert len(chart.of("DocumentReference")) == 3
