"""Sessions in the store, written in turn: behind a large import a page must not wait for luck."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InTheStore
from django.db.models.functions import Now

from northstar.access.worded_once import worded_once
from northstar.access.writing import writing

# The model is not there yet when Django imports this.
_standing = worded_once(
    lambda key: InTheStore.get_model_class().objects.filter(session_key=key, expire_date__gt=Now())
)


class SessionStore(InTheStore):
    """Django's own, waiting in the same line as every other writer; every page reads one."""

    def save(self, must_create: bool = False) -> None:
        with writing():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with writing():
            super().delete(session_key)

    def _get_session_from_db(self) -> Any:
        found = next(iter(_standing(self.session_key)), None)
        if found is None:
            self._session_key = None
        return found
