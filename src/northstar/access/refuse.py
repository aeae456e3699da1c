"""How the house says no."""

from collections.abc import Iterable
from uuid import UUID


class Refused(Exception):
    """One plain sentence: what may not be done, why, and what would help.

    A page that lets it through answers with that sentence and `status`; the refusal is audited.
    `patients` are the public ids of those whom the person asked for and may not see.
    """

    def __init__(
        self, sentence: str, *, patients: Iterable[UUID | str] = (), status: int = 403
    ) -> None:
        super().__init__(sentence)
        self.patients = tuple(map(str, patients))
        self.status = status
