"""How a call may end, in the words and keys of the desk, and what each means for the work."""

from dataclasses import dataclass

from northstar.rules.contacts import TRIED


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status` is what the fact of the call says; `person`: somebody came to the telephone."""

    code: str
    key: str
    says: str
    status: str
    person: bool = False

    @property
    def in_vain(self) -> bool:
        """It is tried again."""
        return self.status in TRIED


OUTCOMES = (
    Outcome("reached", "1", "Reached", "reached", person=True),
    Outcome("left-message", "2", "Left message", "left message"),
    Outcome("no-answer", "3", "No answer", "no answer"),
    Outcome("busy", "4", "Busy", "busy"),
    Outcome("wrong-number", "5", "Wrong number", "wrong number"),
    Outcome("dead-number", "6", "Number is dead", "dead number"),
    Outcome("declined", "7", "Declined", "declined", person=True),
    Outcome("refused", "8", "Wants no more calls", "refused further calls", person=True),
    Outcome("deceased", "9", "Has died", "deceased"),
)
BY_CODE = {one.code: one for one in OUTCOMES}
# Somebody else came to the telephone, with whom one may not speak about the person: it is tried again.
SOMEBODY_ELSE = Outcome("somebody-else", "", "Spoke with somebody else", "spoke with somebody else")
# What the telephone itself says, as an outcome to be confirmed by the one who heard it.
HEARD = {
    "voicemail": "left-message",
    "busy": "busy",
    "dead": "dead-number",
    "no answer": "no-answer",
}
