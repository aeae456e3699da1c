"""An item that arrived, as the rules of the inbox see it: the message, and who it may be from."""

from dataclasses import dataclass, field

from northstar.chart.words import Communication


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody the item may be about. `sure` where phone and name agree with this person alone."""

    patient: str
    name: str
    sure: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One message; `earlier` are the messages of the same sender before it, oldest first;
    `answered` is true once a person has dealt with it."""

    message: Communication
    likely: tuple[Likely, ...] = ()
    earlier: tuple[Communication, ...] = field(default=())
    later: tuple[Communication, ...] = field(default=())
    answered: bool = False

    @property
    def has_words(self) -> bool:
        """What the sender said can be read. A carrier's notice has sentences of its own even where
        nobody wrote the recording down."""
        return bool(self.message.text.strip()) and self.message.transcript != "none"
