"""A message as a letter on paper: the clinic's head, the envelope's window, the words."""

from datetime import datetime

from django.conf import settings

from northstar.access.refuse import Refused
from northstar.casework.outbox.models import Message
from northstar.engines.letters.paper import CannotSet, Letter, pdf


def letter_of(message: Message) -> bytes:
    """The PDF of a message as it was written. Raises Refused in a sentence."""
    name = message.recipient or message.detail.get("name", "")
    return letter(
        name=name, address=message.address, title=message.subject or message.purpose, text=message.text,
        language=message.language, by=message.by, at=message.at,
    )  # fmt: skip


def letter(
    *, name: str, address: str, title: str, text: str, language: str, by: str, at: datetime
) -> bytes:
    """The PDF of these words."""
    phone = settings.CLINIC_PHONE
    head = (settings.CLINIC_NAME, *settings.CLINIC_POST.split("\n"), phone)
    try:
        return pdf(
            Letter(
                title=title.strip() or "A letter for you", text=text,
                to=tuple(filter(None, (name, *address.split("\n")))), from_=tuple(filter(None, head)),
                signed=tuple(filter(None, (by, settings.CLINIC_NAME))), date=_day(at, language),
                language=language, foot=f"{settings.CLINIC_NAME} {phone}".strip(),
            )
        )  # fmt: skip
    except CannotSet as sorry:
        raise Refused(str(sorry)) from None


def _day(at: datetime, language: str) -> str:
    if language.lower().startswith("zh"):
        return f"{at.year}年{at.month}月{at.day}日"
    if language.lower().startswith("es"):
        return f"{at:%d/%m/%Y}"
    return f"{at:%B} {at.day}, {at.year}"
