"""Who is like whom: the words under which an identity is found, and what the model says of each pair."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from django.db.models import Q

from northstar.chart.kinds import decoder
from northstar.chart.people import Patient as Person
from northstar.chart.people import joined
from northstar.engines.linking.corrected import Word, judge_through
from northstar.engines.linking.detective import MODEL, at_odds, judge, tokens_of
from northstar.engines.linking.policy import DOUBTED, HELD, JOINING, SAME, Verdict
from northstar.engines.linking.traits import Traits, of_patient
from northstar.record import histories
from northstar.record.models import Match, Token
from northstar.record.store import batches, holes, select

Pair = tuple[int, int]
Both = tuple[Traits, Traits]
History = dict[int, list[Word]]  # what each record has said, the newest word last
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
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
            "ORDER BY f.recorded NULLS FIRST, f.sequence, f.digest",
            some,
        )
        for pk, body in rows:
            person, before = read(body), found[pk]
            found[pk] = joined(before, person) if before else person
    return found


def made_ready(persons: dict[int, Person]) -> dict[int, Traits]:
    """Each description in the form in which it is compared."""
    return {pk: of_patient(person) for pk, person in persons.items()}


def index(persons: dict[int, Traits], said: History) -> None:
    """Keep the words under which each is found, also by what it said before a correction: who was found
    one person by it is to be found whichever came first, the other or the correction. `said`: what each
    has said (`histories.words_of`)."""
    have: dict[int, set[str]] = defaultdict(set)
    for some in batches(persons):
        for pk, word in Token.objects.filter(identity__in=some).values_list("identity", "word"):
            have[pk].add(word)
    want = _tokens(persons, said)
    for pk, words in have.items():
        if words - want[pk]:
            Token.objects.filter(identity=pk, word__in=words - want[pk]).delete()
    Token.objects.bulk_create(
        Token(identity_id=pk, word=word)
        for pk, words in want.items()
        for word in sorted(words - have[pk])
    )


def match(persons: dict[int, Traits], said: History, *, relearn: bool = False) -> None:
    """Compare each with whoever shares a word with it, and store what the model says.

    What an earlier model has joined or kept apart stays so (`relearn` False): a new model waits for a
    person's word (`relinking.py`). Where two that it joined come to contradict each other, they are doubted.
    """
    earlier = {
        (m.one_id, m.other_id): m
        for some in batches(persons)
        for m in Match.objects.filter(Q(one__in=some) | Q(other__in=some))
    }
    joined_before = {pair for pair, match in earlier.items() if match.verdict in JOINING}
    fresh, changed = [], []
    for pair, (one, other), verdict in judged(persons, said, joined_before):
        match = earlier.pop(pair, None)
        if match is None:
            fresh.append(_row(Match(one_id=pair[0], other_id=pair[1]), verdict))
        elif match.model != MODEL and not relearn:
            if stays := _as_before(match, verdict, one, other):
                changed.append(stays)
        elif _news(match, verdict):
            changed.append(_row(match, verdict))
    Match.objects.bulk_update(changed, ["verdict", "weight", "why", "model"])
    Match.objects.bulk_create(fresh)
    if earlier:
        Match.objects.filter(pk__in=[m.pk for m in earlier.values()]).delete()


def judged(
    persons: dict[int, Traits], said: History, beside: Collection[Pair] = ()
) -> Iterator[tuple[Pair, Both, Verdict]]:
    """The verdict on everyone beside whoever shares a word with them, and on the pairs `beside`, with all
    that either has said before."""
    compared = [(pair, both, judge(*both)) for pair, both in pairs(persons, said, beside)]
    strangers = {
        pk: person
        for pair, both, now in compared
        if now.verdict != SAME
        for pk, person in zip(pair, both, strict=True)
        if pk not in persons
    }
    said = said | histories.words_of(strangers)
    for pair, both, now in compared:
        if now.verdict != SAME:
            one, other = (
                said.get(pk) or [Word(person, _LONG_AGO)]
                for pk, person in zip(pair, both, strict=True)
            )
            yield pair, both, judge_through(one, other, now)
        else:
            yield pair, both, now


def pairs(
    persons: dict[int, Traits], said: History, beside: Collection[Pair] = ()
) -> Iterator[tuple[Pair, Both]]:
    """Everyone beside whoever shares a word with them: the row numbers, smaller first, and the two."""
    sharing = _sharing(persons, said)
    strangers = {other for others in sharing.values() for other in others}
    strangers |= {pk for pair in beside for pk in pair}
    strangers -= persons.keys()
    known = {pk: p for pk, p in demographics(strangers).items() if p is not None}
    everyone = persons | made_ready(known)
    wanted = {
        (min(pk, other), max(pk, other))
        for pk, others in sharing.items()
        for other in others
        if other in everyone
    }
    for one, other in sorted(wanted.union(beside)):
        if one in everyone and other in everyone:
            yield (one, other), (everyone[one], everyone[other])


def _row(match: Match, verdict: Verdict) -> Match:
    match.verdict, match.weight, match.why = verdict.verdict, verdict.weight, list(verdict.why)
    match.model = MODEL
    return match


def _news(match: Match, verdict: Verdict) -> bool:
    held = match.verdict == HELD and verdict.verdict == SAME
    before = SAME if held else match.verdict  # whether two are held apart is said by their group
    return (before, match.why, match.model) != (verdict.verdict, list(verdict.why), MODEL)


def _as_before(match: Match, verdict: Verdict, one: Traits, other: Traits) -> Match | None:
    """What an earlier model said, with what has changed since: the same verdict by today's, or a doubt
    about a join, or its end. None where nothing changes."""
    was_joined, is_joined = match.verdict in JOINING, verdict.verdict in JOINING
    if was_joined == is_joined and match.verdict != DOUBTED:
        return _row(match, verdict) if _news(match, verdict) else None
    if not was_joined:
        return None
    now = verdict.verdict if is_joined else DOUBTED if at_odds(one, other) else SAME
    if now == match.verdict:
        return None
    match.verdict, match.weight, match.why = now, verdict.weight, list(verdict.why)
    return match


def _sharing(persons: dict[int, Traits], said: History) -> dict[int, set[int]]:
    owners: dict[str, set[int]] = defaultdict(set)
    for pk, words in _tokens(persons, said).items():
        for word in words:
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


def _tokens(persons: dict[int, Traits], said: History) -> dict[int, set[str]]:
    """The words under which each of these is to be found, by all that it has said."""
    return {
        pk: tokens_of(person).union(*(tokens_of(word.said) for word in said.get(pk, ())[:-1]))
        for pk, person in persons.items()
    }


_ASKED_AT_ONCE = 100
_BEARERS = f"SELECT * FROM (SELECT identity_id, word FROM record_token WHERE word = %s LIMIT {CROWD + 1}) w"  # nosec B608  # a number of ours
"""Whoever bears a word, and no more of them than show that it is crowded: thousands may."""
