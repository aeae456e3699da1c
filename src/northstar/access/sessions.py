"""Sessions in the store, written in turn: behind a large import a page must not wait for luck."""

from django.contrib.sessions.backends.db import SessionStore as InTheStore

from northstar.access.writing import writing


class SessionStore(InTheStore):
    """Django's own, waiting in the same line as every other writer."""

    def save(self, must_create: bool = False) -> None:
        with writing():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with writing():
            super().delete(session_key)
