"""Who is like whom: the words under which an identity is found, and what the model says of each pair."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from northstar.chart.kinds import decoder
from northstar.chart.people import Patient as Person
from northstar.chart.people import joined
from northstar.engines.linking.detective import MODEL, at_odds, judge, tokens_of
from northstar.engines.linking.policy import SAME, Verdict
from northstar.engines.linking.traits import Traits, of_patient
from northstar.record.models import Match, Token
from northstar.record.store import batches, holes, select

CROWD = 60  # a word shared by more identities than this tells nothing


def demographics(identities: set[int]) -> dict[int, Person | None]:
    """What each identity is called now; its several current Patient facts (registration, laboratory)
    are read as one, the newest word first."""
    read = decoder("Patient")
    found: dict[int, Person | None] = dict.fromkeys(identities)
    for some in batches(identities):
        rows = select(
            "SELECT f.identity_id, f.body FROM record_fact f "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE f.identity_id IN ({holes(some)}) AND f.kind = 'Patient' AND s.id IS NULL "
            "ORDER BY f.recorded, f.sequence, f.digest",
            some,
        )
        for pk, body in rows:
            person, before = read(body), found[pk]
            found[pk] = joined(before, person) if before else person
    return found


def made_ready(persons: dict[int, Person]) -> dict[int, Traits]:
    """Each description in the form in which it is compared."""
    return {pk: of_patient(person) for pk, person in persons.items()}


def index(persons: dict[int, Traits]) -> None:
    """Keep the words under which each is found."""
    have: dict[int, set[str]] = defaultdict(set)
    for some in batches(persons):
        for pk, word in Token.objects.filter(identity__in=some).values_list("identity", "word"):
            have[pk].add(word)
    want = {pk: tokens_of(person) for pk, person in persons.items()}
    for pk, words in have.items():
        if words - want[pk]:
            Token.objects.filter(identity=pk, word__in=words - want[pk]).delete()
    Token.objects.bulk_create(
        Token(identity_id=pk, word=word)
        for pk, words in want.items()
        for word in sorted(words - have[pk])
    )


def match(persons: dict[int, Traits], *, relearn: bool = False) -> None:
    """Compare each with whoever shares a word with it, and store what the model says.

    What an earlier model has joined or kept apart stays so (`relearn` False) unless the records now
    contradict each other: a new model waits for a person's word (`relinking.py`).
    """
    earlier = {
        (m.one_id, m.other_id): m
        for some in batches(persons)
        for m in Match.objects.filter(Q(one__in=some) | Q(other__in=some))
    }
    fresh, changed = [], []
    for pair, (one, other) in pairs(persons):
        verdict = judge(one, other)
        match = earlier.pop(pair, None)
        if match is None:
            fresh.append(_row(Match(one_id=pair[0], other_id=pair[1]), verdict))
        elif (relearn or not _waits(match, verdict, one, other)) and _news(match, verdict):
            changed.append(_row(match, verdict))
    Match.objects.bulk_update(changed, ["verdict", "weight", "why", "model"])
    Match.objects.bulk_create(fresh)
    if earlier:
        Match.objects.filter(pk__in=[m.pk for m in earlier.values()]).delete()


def pairs(persons: dict[int, Traits]) -> Iterator[tuple[tuple[int, int], tuple[Traits, Traits]]]:
    """Everyone beside whoever shares a word with them: the row numbers, smaller first, and the two."""
    sharing = _sharing(persons)
    strangers = {other for others in sharing.values() for other in others} - persons.keys()
    known = {pk: p for pk, p in demographics(strangers).items() if p is not None}
    everyone = persons | made_ready(known)
    wanted = {
        (min(pk, other), max(pk, other))
        for pk, others in sharing.items()
        for other in others
        if other in everyone
    }
    for one, other in sorted(wanted):
        yield (one, other), (everyone[one], everyone[other])


def _row(match: Match, verdict: Verdict) -> Match:
    match.verdict, match.weight, match.why = verdict.verdict, verdict.weight, list(verdict.why)
    match.model = MODEL
    return match


def _news(match: Match, verdict: Verdict) -> bool:
    return (match.verdict, match.why, match.model) != (verdict.verdict, list(verdict.why), MODEL)


def _waits(match: Match, verdict: Verdict, one: Traits, other: Traits) -> bool:
    if match.model == MODEL or match.verdict == verdict.verdict:
        return False
    return SAME in (match.verdict, verdict.verdict) and not at_odds(one, other)


def _sharing(persons: dict[int, Traits]) -> dict[int, set[int]]:
    owners: dict[str, set[int]] = defaultdict(set)
    for pk, person in persons.items():
        for word in tokens_of(person):
            owners[word].add(pk)
    for some in batches(owners, _ASKED_AT_ONCE):
        for pk, word in select(" UNION ALL ".join([_BEARERS] * len(some)), some):
            owners[word].add(pk)
    sharing: dict[int, set[int]] = {pk: set() for pk in persons}
    for together in owners.values():
        if 1 < len(together) <= CROWD:
            for pk in together & persons.keys():
                sharing[pk] |= together - {pk}
    return sharing


_ASKED_AT_ONCE = 100
_BEARERS = f"SELECT * FROM (SELECT identity_id, word FROM record_token WHERE word = %s LIMIT {CROWD + 1}) w"  # nosec B608  # a number of ours
"""Whoever bears a word, and no more of them than show that it is crowded: thousands may."""
