"""Recordings written down by the program that `NORTHSTAR_TRANSCRIBER` names, one at a time; the worker
asks after it and does not wait."""

from datetime import datetime, timedelta

from django.conf import settings

from northstar.access.writing import writing
from northstar.casework.inbox import hearing
from northstar.engines.hearing import Listening
from northstar.jobs.duty import Duty

_at_work: list[tuple[hearing.Recording, Listening]] = []


def _transcribe(now: datetime, at: datetime) -> None:
    if not settings.TRANSCRIBER:
        return
    if _at_work:
        recording, listening = _at_work[0]
        words = listening.words()
        if words is None:
            return
        _at_work.clear()
        with writing():
            hearing.keep(recording, words, at=now)
    if unheard := hearing.next_unheard():
        listening = Listening(settings.TRANSCRIBER, unheard.sound, unheard.kind)
        _at_work.append((unheard, listening))


DUTY = Duty(code="transcribing", do=_transcribe, every=timedelta(seconds=1))
