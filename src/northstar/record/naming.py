"""What a source names only by a code, or in another file of the same export, finds its words when a chart is read.

Bulk exports put every type of resource into a file of its own: the order says "Medication/17", and
what that is stands elsewhere, perhaps not yet arrived. The stored fact stays as its source put it.
"""

from msgspec.structs import force_setattr

from northstar.chart.kinds import decoder
from northstar.chart.systems import ELSEWHERE
from northstar.chart.value import Concept, Value
from northstar.knowledge.codes_in_words import in_words, said
from northstar.record.store import batches, holes, select

_ASK = (
    "SELECT i.feed_id, f.key, f.body FROM record_identity i JOIN record_fact f ON f.identity_id = i.id "
    "LEFT JOIN record_supersession s ON s.fact_id = f.id "
    "WHERE i.kind = 'directory' AND f.kind = 'Medication' AND s.id IS NULL AND f.key IN ({})"
)


def name_codes(values: list[tuple[int, int, str, Value]]) -> None:
    """Give words to (identity, feed, kind, value) whose source sent a code and no word."""
    for *_, value in values:
        code = getattr(value, "code", None)
        if not isinstance(code, Concept) or not code.codings or said(code):
            continue
        if words := in_words(code):
            force_setattr(value, "code", Concept(words, code.codings))


def name_medicines(values: list[tuple[int, int, str, Value]]) -> None:
    """Name those of (identity, feed, kind, value) that only point to a medicine of their own feed."""
    nameless = [(feed, key, value) for _, feed, _, value in values if (key := _points_to(value))]
    if not nameless:
        return
    known = _directory({key for _, key, _ in nameless})
    for feed, key, value in nameless:
        if named := known.get((feed, key)):
            force_setattr(value, "code", named)


def _points_to(value: Value) -> str:
    code = getattr(value, "code", None)
    return code.code(ELSEWHERE) if isinstance(code, Concept) and code.codings else ""


def _directory(keys: set[str]) -> dict[tuple[int, str], Concept]:
    found: dict[tuple[int, str], Concept] = {}
    for some in batches(sorted(keys)):
        for feed, key, body in select(_ASK.format(holes(some)), some):
            kept = decoder("Medication")(body)
            named = kept.code if kept.code.words else Concept(kept.title)
            if named.words:
                found[(feed, key)] = named
    return found
