"""A plan as it stands: its words, its signed versions, and what the person said to them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from northstar.casework.plans.models import Agreement, Copy, Plan, StepLine
from northstar.casework.worklist.models import Step as Done
from northstar.rules.plans.changes import Change, differences
from northstar.rules.plans.shape import Plan as Said
from northstar.rules.plans.shape import Word, plan_of

SIGNED, TAKEN_BACK = "signed", "taken back"
AGREED, DECLINED, WITHDRAWN = "agreed", "declined", "withdrawn"
STRUCK = "struck out"  # the answer before was not so


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing somebody wrote in a place."""

    mark: int
    text: str
    by: str
    at: datetime
    staff: int
    origin: str


@dataclass(slots=True)
class Signed:
    """One version, with what it changed and what was said to it."""

    id: UUID
    number: int
    what: str
    at: datetime
    by: str
    note: str
    words: dict[str, Word]
    missing: list[str]
    changes: list[Change] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    stands: "Signed | None" = None  # whose words these are, where a later signature was taken back

    @property
    def answers(self) -> list[tuple[Agreement, Agreement | None]]:
        """What was said to it, in order, each with the row that struck it out."""
        found: list[tuple[Agreement, Agreement | None]] = []
        for one in self.agreements:
            if one.said != STRUCK:
                found.append((one, None))
                continue
            last = max((n for n, (_, gone) in enumerate(found) if gone is None), default=None)
            if last is not None:
                found[last] = (found[last][0], one)
        return found

    @property
    def answer(self) -> Agreement | None:
        """The last answer that holds."""
        return next((one for one, gone in reversed(self.answers) if gone is None), None)


@dataclass(slots=True)
class Standing:
    """A plan as it stands now. `words` are the latest of every place, `marks` name them for the next
    save; `beside` holds what others wrote at the same time and nobody has chosen of; `withheld` is
    never shown to anybody: it only says that a signature covers more than this viewer sees."""

    row: Plan
    words: dict[str, Word]
    marks: dict[str, int]
    beside: dict[str, list[Entry]]
    versions: list[Signed]
    lines: dict[str, StepLine]
    others: list[Plan]
    withheld: bool = False
    done: dict[str, Done] = field(default_factory=dict)

    @property
    def said(self) -> Said:
        return plan_of(self.words)

    @property
    def signed(self) -> Signed | None:
        """The version that is in force: under its own number, with all that was ever said to it."""
        last = self.versions[0] if self.versions else None
        if last is None or not last.stands or not last.words:
            return None
        if last.stands is last:
            return last
        before = last.stands
        return replace(
            before, id=last.id, what=last.what, stands=before,
            agreements=[*before.agreements, *last.agreements], copies=[*before.copies, *last.copies],
        )  # fmt: skip

    @property
    def unsigned(self) -> list[Change]:
        """What was changed since it was last signed."""
        return differences(self.signed.words if self.signed else {}, self.words)

    @property
    def seen(self) -> int:
        """The latest mark of what is shown: what was written after it, the reader has not read."""
        return max((self.marks[place] for place in self.words), default=0)

    @property
    def number(self) -> int:
        """The number that the next version gets."""
        return self.versions[0].number + 1 if self.versions else 1
