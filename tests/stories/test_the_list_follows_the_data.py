"""One input changed: the list of the seventeen voicemails follows the data, never the script."""

from dataclasses import replace
from random import Random

import pytest

from northstar.access.models import Staff
from northstar.access.viewer import viewer_of
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.today import day
from northstar.demo import build, cast, vary
from northstar.demo.retold import Retold

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "audit"])


def the_list(envelopes):
    """Sarah's rows in order, after everything has arrived."""
    build.build(envelopes, cast.NOW)
    rows = day(viewer_of(Staff.objects.get(username="sarah"), cast.NOW), cast.NOW).rows
    assert all(sum(row.lead.factors.values()) == row.lead.score for row in rows)
    assert not Line.objects.filter(is_open=True, next_on=None).exists()
    assert not Line.objects.filter(is_open=True, staff=None, team=None).exists()
    return [(row.lead.band, row.name, row.lead.says, row.lead.score) for row in rows]


def shuffled(envelopes, seed):
    """The same messages, having reached us in another order: each at a moment of another."""
    envelopes = list(envelopes)
    at = [n for n, one in enumerate(envelopes) if one.feed in ("voicemail", "portal", "fax")]
    moments = [envelopes[n].received for n in at]
    Random(seed).shuffle(moments)
    for n, moment in zip(at, moments, strict=True):
        envelopes[n] = replace(envelopes[n], received=moment)
    return envelopes


RANKING: dict[str, list] = {}  # the ranking of the files as written, for the other orders


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_the_order_of_arrival_decides_nothing(seed):
    found = the_list(cast.envelopes() if seed is None else shuffled(cast.envelopes(), seed))
    assert RANKING.setdefault("as written", found) == found


def test_without_the_red_words_it_falls_to_its_computed_place():
    red = vary.removable()[0]["sentence"]
    assert "chest feels tight" in red
    plain = Retold(without=(red,))
    rows = the_list(replace(e, data=plain.file(e.name, e.data)) for e in cast.envelopes())
    brooks = [n for n, row in enumerate(rows) if "Samuel Brooks" in row[1]]
    assert "Samuel Brooks" not in rows[0][1]
    assert brooks
    assert all(rows[n][0] == 3 for n in brooks)  # among the rest, as its own words weigh
    assert all("chest" not in row[2] for row in rows)
