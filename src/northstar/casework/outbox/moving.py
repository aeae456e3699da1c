"""A message comes into a state: the dated row, and the copy on the message itself."""

from datetime import datetime
from typing import Any

from northstar.access.viewer import Viewer
from northstar.casework.outbox.models import SENDING, Message, Passage


def move(
    message: Message,
    state: str,
    *,
    by: Viewer,
    at: datetime,
    why: str = "",
    receipt: str = "",
    **columns: Any,
) -> Message:
    """Into this state, now; call it inside `writing()`, with the message locked by its claim or line."""
    message.state, message.changed = state, at
    if state != SENDING:
        columns.setdefault("claim", None)
        columns.setdefault("claimed", None)
    for name, value in columns.items():
        setattr(message, name, value)
    message.save(update_fields=["state", "changed", *columns])
    Passage.objects.create(
        message=message, state=state, at=at, by=by.name, staff_id=by.staff_id, why=why[:300],
        receipt=receipt[:300],
    )  # fmt: skip
    return message
