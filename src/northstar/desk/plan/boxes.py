"""The fields of the plan as the page shows them: what stands, where it came from, what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from northstar.casework.plans.standing import Entry, Standing

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Box:
    """One field. `place` names it for saving, `mark` says what stood there when the page was made; `text`
    is what is shown: what stands (`was`), or what somebody typed and could not save."""

    place: str
    label: str
    text: str
    mark: int
    origin: str
    kind: str
    choices: Sequence[Choice] = ()
    beside: Sequence[Entry] = ()
    hint: str = ""
    was: str = ""

    @property
    def id(self) -> str:
        return self.place.replace("/", "-")


@dataclass(slots=True)
class Boxes:
    """Makes the fields of one plan; without a plan all are empty. `typed` is what a form that was not
    saved said."""

    standing: Standing | None
    typed: dict[str, str] = field(default_factory=dict)

    def box(
        self,
        place: str,
        label: str,
        kind: str = "line",
        *,
        choices: Sequence[Choice] = (),
        hint: str = "",
        standard: str = "",
    ) -> Box:
        """The field of one place. `standard` is what it means while nobody has chosen."""
        word = self.standing.words.get(place) if self.standing else None
        stands = word.text if word else standard
        text = self.typed.get(f"place:{place}", stands)
        return Box(
            place=place, label=label, text=text, was=stands,
            mark=self.standing.marks.get(place, 0) if self.standing else 0,
            origin=word.origin if word else "", kind=kind,
            choices=_with(choices, text) if kind == "choice" else choices,
            beside=self.standing.beside.get(place, ()) if self.standing else (),
            hint=hint,
        )  # fmt: skip


def _with(choices: Sequence[Choice], text: str) -> Sequence[Choice]:
    """What was chosen once stays to be seen, even where it can be chosen no longer."""
    if not text or text in {code for code, _ in choices}:
        return choices
    kind, _, name = text.partition(":")
    gone = "somebody who is not here any more" if kind in ("staff", "team") else name or text
    return [*choices, (text, gone)]
