"""Let a language model draft a note, where one is set up: it hears only what the door lets out."""

import http.client
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from northstar.access.audit import acted
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.notes import model_door
from northstar.engines.writing import model
from northstar.engines.writing.values import Told
from northstar.record.models import Patient

_PATIENCE = 30  # seconds


@dataclass(frozen=True, slots=True)
class Model:
    """Where an OpenAI-compatible model answers (the address ends before `/chat/completions`)."""

    address: str
    name: str = ""
    key: str = ""

    @property
    def is_open(self) -> bool:
        return model_door.is_open(self.address)


class NoAnswer(Exception):
    """The model did not answer, or not in its protocol; the note is made without it."""


def draft(
    *, by: Viewer, patient: Patient, told: Iterable[Told], with_model: Model, at: datetime
) -> model.Drafted:
    """The model's draft of the evidence, checked. Each asking is audited before a word leaves."""
    if not with_model.is_open:
        raise NoAnswer("No language model may hear this.")
    with writing():
        acted(by=by, what="language model asked", patients=[str(patient.public_id)], at=at)
    return model.draft(told, lambda asks, sources: _ask(with_model, asks, sources))


def _ask(to: Model, asks: str, sources: str) -> str:
    body = {
        "model": to.name, "temperature": 0,
        "messages": [{"role": "system", "content": asks}, {"role": "user", "content": sources}],
    }  # fmt: skip
    try:
        answer = json.loads(_post(to, json.dumps(body).encode()))
        return str(answer["choices"][0]["message"]["content"])
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError) as trouble:
        raise NoAnswer(type(trouble).__name__) from trouble


def _post(to: Model, body: bytes) -> bytes:
    """One request, no redirect followed: it could lead past the door."""
    there = urlsplit(to.address)
    kind = http.client.HTTPSConnection if there.scheme == "https" else http.client.HTTPConnection
    line = kind(there.hostname or "", there.port, timeout=_PATIENCE)
    headers = {"Content-Type": "application/json"}
    if to.key:
        headers["Authorization"] = f"Bearer {to.key}"
    try:
        line.request("POST", f"{there.path.rstrip('/')}/chat/completions", body, headers)
        answer = line.getresponse()
        if answer.status != http.client.OK:
            raise NoAnswer(f"status {answer.status}")
        return answer.read(model.LONGEST)
    finally:
        line.close()
