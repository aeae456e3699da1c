"""Who may be meant, asked of the index in bounded questions, and only of whom the viewer may see."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from northstar.access.viewer import Viewer
from northstar.record.models import Feed
from northstar.record.sought import Option, Term
from northstar.record.store import (
    EACH_BY_ITSELF,
    batches,
    begins,
    beside,
    by_itself,
    holes,
    in_order,
    one_of,
    read_beside,
    select,
)

FEW = 1500  # a term that fewer identities share is where the question begins
SMALL_PANEL = 3000  # so many people are looked up one by one
MANY = 25_000  # what so many share at most is gathered, where a crowd would be asked one by one
_ONE_BY_ONE = 250
_MOST_SCANNED, _MOST_KEPT = 6_000, 300
Fit = tuple[Option, str]


class Scope:
    """Whom one viewer may find on a day: the panels' people, or, with a purpose stated, everybody whom
    they may know of; and never by a word that a fact said which they may not see."""

    def __init__(self, viewer: Viewer, day: date) -> None:
        self.viewer, self.day = viewer, day
        self.hidden = ~viewer.labels & 0x7FFF
        self.everybody = bool(viewer.purpose or viewer.everyone)

    def counts(self, terms: list[Term], most: int = 0) -> list[int]:
        """How many identities share each term, counted as far as `FEW`, or another number."""
        asked, values = [], []
        for bearing, some in (_bearing(term, most or FEW) for term in terms):
            asked.append(f"(SELECT COUNT(*) FROM ({bearing}) b)")
            values += some
        return list(select(f"SELECT {', '.join(asked)}", values)[0]) if asked else []

    def panel_is_small(self) -> bool:
        """Whether the viewer's panels hold so few that each can be looked up."""
        if self.everybody:
            return False
        held, values = self.held()
        some = f"SELECT 1 FROM record_panel h WHERE {held} LIMIT %s"
        counted = select(f"SELECT COUNT(*) FROM ({some}) counted", [*values, SMALL_PANEL + 1])
        return counted[0][0] <= SMALL_PANEL

    def having(self, terms: list[Term], people: Iterable[int]) -> dict[int, list[Fit]]:
        """Those of these people whom all terms fit, with the best reading of each."""
        wanted = list(people)
        found: list[dict[int, Fit]] = [{} for _ in terms]
        fits, values = _fits(terms, "w")
        for some in batches(wanted):
            among, whom = one_of("l.patient_id", some)
            rows = select(
                "SELECT l.patient_id, w.word FROM record_link l JOIN record_word w ON w.identity_id = l.identity_id "
                f"WHERE l.ended_at IS NULL AND {among} AND ({fits}) "
                f"AND (w.label & %s) = 0 {self.open_feed('l')}",
                [*whom, *values, self.hidden],
            )
            for pk, word in rows:
                for term, best in zip(terms, found, strict=True):
                    _better(best, pk, term, word)
        return {pk: [f[pk] for f in found] for pk in wanted if all(pk in f for f in found)}

    def among_panel(self, terms: list[Term]) -> tuple[dict[int, list[Fit]], bool]:
        """Those of a small panel whom all terms fit."""
        held, values = self.held()
        sql = f"SELECT DISTINCT h.patient_id FROM record_panel h WHERE {held}"
        asked = [self._one_by_one(term, "h.patient_id") for term in terms]
        return self._fitting(sql, values, asked, terms)

    def among_crowds(self, terms: list[Term]) -> tuple[dict[int, list[Fit]], bool]:
        """The same of terms that thousands bear each: of whom one source says all, and perhaps more; else
        begun from the term that fewest bear."""
        borne = dict(zip(terms, self.counts(terms, MANY), strict=True))
        first = min(terms, key=lambda term: borne[term])
        if max(borne.values()) < MANY:
            people, _ = self._told_by_one(first, terms)
            if people:
                return people, True
        return self.among_bearers(first, terms, borne)

    def _told_by_one(self, first: Term, terms: list[Term]) -> tuple[dict[int, list[Fit]], bool]:
        """Those of whom one source says all: whose they are is asked of few."""
        bearing, values = _bearing(first, MANY)
        sql = f"SELECT b.identity_id FROM ({bearing}) b WHERE (b.label & %s) = 0"
        values = [*values, self.hidden]
        for term in terms:
            if term is not first:
                among, more = self._is_among(term, "b.identity_id")
                sql, values = f"{sql} AND {among}", [*values, *more]
        within, more = self._whose(by_itself(sql))
        return self._fitting(within, [*values, *more], [], terms)

    def among_bearers(
        self, first: Term, terms: list[Term], borne: dict[Term, int] | None = None
    ) -> tuple[dict[int, list[Fit]], bool]:
        """Those of the bearers of one term whom all of `terms` fit; of very many, some, and whether there
        may be more. `borne`: how many bear each, as far as it was counted."""
        bearing, values = _bearing(first, _MOST_SCANNED)
        sql, more = self._whose(f"({bearing})", "AND (b.label & %s) = 0", [self.hidden])
        gathers = self.everybody and borne is not None and borne[first] > _ONE_BY_ONE
        asked = [
            self._gathered(term, "l.patient_id")
            if gathers and borne and self._is_gathered(borne[term], term)
            else self._one_by_one(term, "l.patient_id")
            for term in terms
            if term is not first
        ]
        return self._fitting(sql, [*values, *more], asked, terms)

    def _whose(self, identities: str, and_: str = "", values: Iterable = ()) -> tuple[str, list]:
        """The viewer's patients to whom these identities belong, `b` in the question."""
        sql = (
            f"SELECT l.patient_id FROM {identities} b "
            f"{beside('record_link', 'l', 'l.identity_id = b.identity_id AND l.ended_at IS NULL')} "
            f"WHERE l.ended_at IS NULL {and_} {self.open_feed('l')}"
        )
        if self.everybody:
            return sql, [*values]
        held, more = self.held("h.patient_id = l.patient_id AND ")
        sql += f" AND EXISTS (SELECT 1 FROM record_panel h WHERE {held} {EACH_BY_ITSELF})"
        return sql, [*values, *more]

    def _is_gathered(self, borne: int, term: Term) -> bool:
        """Whether fewer than `MANY` bear it, counted farther where need be: to hold all of them costs less
        than to go through the words of thousands."""
        return (borne if borne != FEW else self.counts([term], MANY)[0]) < MANY

    def _gathered(self, term: Term, patient: str) -> tuple[str, list]:
        """That a patient is among all who bear a term."""
        among, values = self._is_among(term, "m.identity_id")
        return (
            f"EXISTS (SELECT 1 FROM record_link m WHERE m.patient_id = {patient} AND m.ended_at IS NULL "
            f"AND {among} {self.open_feed('m')} {EACH_BY_ITSELF})"
        ), values

    def _is_among(self, term: Term, identity: str) -> tuple[str, list]:
        """That an identity bears a term, said so that either database gathers them once, and looks up."""
        bearing, values = _bearing(term, MANY)
        return (
            f"({identity} IN (SELECT x.identity_id FROM ({bearing}) x WHERE (x.label & %s) = 0)) IS TRUE"
        ), [*values, self.hidden]

    def _one_by_one(self, term: Term, patient: str) -> tuple[str, list]:
        """That a word of a patient fits a term, asked of each."""
        fits, values = _fits([term], "w")
        return (
            "EXISTS (SELECT 1 FROM record_link m JOIN record_word w ON w.identity_id = m.identity_id "
            f"WHERE m.patient_id = {patient} AND m.ended_at IS NULL AND ({fits}) AND (w.label & %s) = 0 "
            f"{self.open_feed('m')} {EACH_BY_ITSELF})"
        ), [*values, self.hidden]

    def _fitting(
        self, sql: str, values: list, asked: list[tuple[str, list]], terms: list[Term]
    ) -> tuple[dict[int, list[Fit]], bool]:
        """The patients of a question of whom all that is `asked` holds too, with how all `terms` fit them."""
        for condition, more in asked:
            sql += f" AND {condition}"
            values = [*values, *more]
        rows = select(sql + " LIMIT %s", [*values, _MOST_KEPT])
        people = dict.fromkeys(pk for (pk,) in rows)
        return self.having(terms, people), len(rows) == _MOST_KEPT

    def seen(self, people: Iterable[int]) -> dict[int, str]:
        """The name to sort by of those of these people whom the viewer may find."""
        found: dict[int, str] = {}
        held, values = ("", []) if self.everybody else self.held("h.patient_id = p.id AND ")
        within = (
            f" AND EXISTS (SELECT 1 FROM record_panel h WHERE {held} {EACH_BY_ITSELF})"
            if held
            else ""
        )
        for some in batches(people):
            among, whom = one_of("p.id", some)
            rows = select(
                f"SELECT p.id, p.sort_name FROM record_patient p WHERE {among} AND (p.label & %s) = 0{within}",
                [*whom, self.hidden, *values],
            )
            found.update(rows)
        return found

    def by_name(self, most: int) -> tuple[list[tuple[int, list[Fit]]], bool]:
        """Everybody, by name."""
        from northstar.record.panels import reach

        rows = reach(self.viewer, self.day).order_by("sort_name", "pk")
        found = list(rows.values_list("pk", flat=True)[: most + 1])
        return [(pk, []) for pk in found[:most]], len(found) > most

    def held(self, more: str = "") -> tuple[str, list]:
        """That a row `h` of the panels is one of the viewer's that day."""
        teams = sorted(self.viewer.teams)
        whose = f"(h.team IN ({holes(teams)}) OR h.staff = %s)" if teams else "h.staff = %s"
        days = "h.start <= %s AND (h.end IS NULL OR h.end >= %s)"
        return f'{more}{whose} AND {days.replace("h.end", _END)}', [
            *teams, self.viewer.staff_id, self.day, self.day,
        ]  # fmt: skip

    def open_feed(self, link: str) -> str:
        """That the identity of a link came from a feed which the viewer may know of."""
        if not self._hidden_feeds:
            return ""
        closed = ", ".join(map(str, self._hidden_feeds))
        return (
            f"AND NOT EXISTS (SELECT 1 FROM record_identity i WHERE i.id = {link}.identity_id "
            f"AND i.feed_id IN ({closed}))"
        )

    @cached_property
    def _hidden_feeds(self) -> list[int]:
        return [
            pk
            for pk, label in Feed.objects.exclude(label=0).values_list("pk", "label")
            if not self.viewer.may_see(label)
        ]


_END = 'h."end"'  # a word of SQL itself


def _bearing(term: Term, most: int) -> tuple[str, list]:
    """(identity, word, label) of those that bear a term, at most so many of each reading."""
    parts, values = [], []
    for fits, some in _readings(term, "w.word"):
        parts.append(
            "SELECT * FROM (SELECT w.identity_id, w.word, w.label FROM record_word w "
            f"WHERE {fits} ORDER BY {in_order('w.word')} LIMIT %s) part"
        )
        values += [*some, most]
    return f"SELECT * FROM ({' UNION ALL '.join(parts)}) whole LIMIT %s", [*values, most]


def _readings(term: Term, column: str) -> list[tuple[str, list]]:
    """A condition for all whole words, one for each beginning: an index answers each by itself."""
    whole = [option.word for option in term.options if option.whole]
    begun = [option.word for option in term.options if not option.whole]
    conditions = [begins(column, word) for word in begun]
    if whole:
        conditions.append((f"{column} IN ({holes(whole)})", whole))
    return conditions


def _fits(terms: list[Term], table: str) -> tuple[str, list]:
    """That a word of somebody who is known already fits one of them: the index of words is not asked again."""
    column = read_beside(f"{table}.word")
    readings = [reading for term in terms for reading in _readings(term, column)]
    return " OR ".join(sql for sql, _ in readings), [v for _, values in readings for v in values]


def _better(found: dict[int, Fit], pk: int, term: Term, word: str) -> None:
    option = term.fit(word)
    if option and (pk not in found or _rank(option, word) < _rank(*found[pk])):
        found[pk] = (option, word)


def _rank(option: Option, word: str) -> tuple[float, bool, str]:
    return option.far, word != option.word, word
