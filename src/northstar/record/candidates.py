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
    holes,
    in_order,
    read_beside,
    select,
)

FEW = 1500  # a term that fewer identities share is where the question begins
SMALL_PANEL = 3000  # so many people are looked up one by one
_MOST_SCANNED, _MOST_KEPT = 6_000, 300
Fit = tuple[Option, str]


class Scope:
    """Whom one viewer may find on a day: the panels' people, or, with a purpose stated, everybody whom
    they may know of; and never by a word that a fact said which they may not see."""

    def __init__(self, viewer: Viewer, day: date) -> None:
        self.viewer, self.day = viewer, day
        self.hidden = ~viewer.labels & 0x7FFF
        self.everybody = bool(viewer.purpose or viewer.everyone)

    def count(self, term: Term) -> int:
        """How many identities share a term, counted as far as `FEW`."""
        bearing, values = _bearing(term, FEW)
        return select(f"SELECT COUNT(*) FROM ({bearing}) b", values)[0][0]

    def panel_is_small(self) -> bool:
        """Whether the viewer's panels hold so few that each can be looked up."""
        if self.everybody:
            return False
        held, values = self.held()
        some = f"SELECT 1 FROM record_panel h WHERE {held} LIMIT %s"
        counted = select(f"SELECT COUNT(*) FROM ({some}) counted", [*values, SMALL_PANEL + 1])
        return counted[0][0] <= SMALL_PANEL

    def having(self, term: Term, people: Iterable[int]) -> dict[int, Fit]:
        """Those of these people whom a term fits, with the best reading."""
        fits, values = _fits(term, "w")
        found: dict[int, Fit] = {}
        for some in batches(people):
            rows = select(
                "SELECT l.patient_id, w.word FROM record_link l JOIN record_word w ON w.identity_id = l.identity_id "
                f"WHERE l.ended_at IS NULL AND l.patient_id IN ({holes(some)}) AND ({fits}) "
                f"AND (w.label & %s) = 0 {self.open_feed('l')}",
                [*some, *values, self.hidden],
            )
            for pk, word in rows:
                _better(found, pk, term, word)
        return found

    def among_panel(self, terms: list[Term]) -> tuple[dict[int, list[Fit]], bool]:
        """Those of a small panel whom all terms fit."""
        held, values = self.held()
        sql = f"SELECT DISTINCT h.patient_id FROM record_panel h WHERE {held}"
        return self._fitting(sql, values, "h.patient_id", terms, terms)

    def among_bearers(self, first: Term, others: list[Term]) -> tuple[dict[int, list[Fit]], bool]:
        """Those of the bearers of one term whom the others fit too; of very many, some, and whether
        there may be more."""
        bearing, values = _bearing(first, _MOST_SCANNED)
        sql = (
            f"SELECT l.patient_id FROM ({bearing}) b JOIN record_link l "
            "ON l.identity_id = b.identity_id AND l.ended_at IS NULL WHERE (b.label & %s) = 0"
            f" {self.open_feed('l')}"
        )
        values = [*values, self.hidden]
        if not self.everybody:
            held, more = self.held("h.patient_id = l.patient_id AND ")
            sql += f" AND EXISTS (SELECT 1 FROM record_panel h WHERE {held} {EACH_BY_ITSELF})"
            values += more
        return self._fitting(sql, values, "l.patient_id", others, [first, *others])

    def _fitting(
        self, sql: str, values: list, patient: str, asked: list[Term], terms: list[Term]
    ) -> tuple[dict[int, list[Fit]], bool]:
        """The patients of a question whom `asked` fit as well, with how all `terms` fit them."""
        for term in asked:
            fits, more = _fits(term, "w")
            sql += (
                " AND EXISTS (SELECT 1 FROM record_link m JOIN record_word w ON w.identity_id = m.identity_id "
                f"WHERE m.patient_id = {patient} AND m.ended_at IS NULL AND ({fits}) AND (w.label & %s) = 0 "
                f"{self.open_feed('m')} {EACH_BY_ITSELF})"
            )
            values = [*values, *more, self.hidden]
        rows = select(sql + " LIMIT %s", [*values, _MOST_KEPT])
        people: dict[int, list[Fit]] = {pk: [] for (pk,) in rows}
        for term in terms:
            fitting = self.having(term, people)
            people = {pk: [*people[pk], fit] for pk, fit in fitting.items()}
        return people, len(rows) == _MOST_KEPT

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
            rows = select(
                f"SELECT p.id, p.sort_name FROM record_patient p WHERE p.id IN ({holes(some)}) "
                f"AND (p.label & %s) = 0{within}",
                [*some, self.hidden, *values],
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


def _fits(term: Term, table: str) -> tuple[str, list]:
    """That a word of somebody who is known already fits: the index of words is not asked again."""
    readings = _readings(term, read_beside(f"{table}.word"))
    return " OR ".join(sql for sql, _ in readings), [v for _, values in readings for v in values]


def _better(found: dict[int, Fit], pk: int, term: Term, word: str) -> None:
    option = term.fit(word)
    if option and (pk not in found or _rank(option, word) < _rank(*found[pk])):
        found[pk] = (option, word)


def _rank(option: Option, word: str) -> tuple[float, bool, str]:
    return option.far, word != option.word, word
