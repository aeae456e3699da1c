"""The data folder and the settings of the environment, each with a safe default or a clear refusal."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

_PASSPHRASE = 16  # characters


class BadSetting(Exception):
    """A setting of the environment cannot be used; the text is one plain sentence."""


def home() -> Path:
    """The folder that holds everything this installation stores (NORTHSTAR_HOME)."""
    folder = Path(os.environ.get("NORTHSTAR_HOME") or Path.home() / ".local/share/northstar")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(
            f"The data folder {folder} cannot be made ({error.strerror}). "
            "Set NORTHSTAR_HOME to a folder you may write to."
        ) from None
    return folder


def secret_key() -> str:
    """NORTHSTAR_SECRET_KEY, or one made once and kept in the data folder, readable by its owner."""
    given = os.environ.get("NORTHSTAR_SECRET_KEY")
    if given:
        return given
    path = home() / "secret-key"
    if not path.exists():
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text()


def daysheet() -> tuple[str, str]:
    """NORTHSTAR_DAYSHEET, the folder of the day sheets, and the passphrase that locks them; nothing where
    there is no folder. A sheet that is not locked well is not written at all."""
    folder = os.environ.get("NORTHSTAR_DAYSHEET", "")
    passphrase = os.environ.get("NORTHSTAR_DAYSHEET_PASSPHRASE", "")
    if folder and len(passphrase) < _PASSPHRASE:
        raise BadSetting(
            f"NORTHSTAR_DAYSHEET_PASSPHRASE must have {_PASSPHRASE} characters or more: it locks the day sheets."
        )
    return folder, passphrase


def databases() -> dict:
    """Django's DATABASES: the record, and the audit chain in a store of its own.

    NORTHSTAR_DATABASE_URL is `postgresql://user:password@host:port/name`, or unset for SQLite.
    """
    url = os.environ.get("NORTHSTAR_DATABASE_URL", "")
    if not url:
        return {"default": _sqlite("northstar.sqlite3"), "audit": _sqlite("audit.sqlite3")}
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadSetting("NORTHSTAR_DATABASE_URL must begin with postgresql:// or be left unset.")
    return {"default": _postgres(parts), "audit": _postgres(parts, schema="audit")}


def _sqlite(name: str) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home() / name),
        "CONN_MAX_AGE": None,  # opening it anew for every page would cost more than most pages ask
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;"
                "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;"
                "PRAGMA journal_size_limit=67108864"
            ),
        },
        "TEST": {"NAME": None},
    }


def _postgres(parts, schema: str = "") -> dict:
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": False},
    }
    if schema:
        # Only that schema, so that Django's list of migrations lies there too; and in tests a
        # database of its own, since Django would take two aliases of one database for one.
        settings["OPTIONS"] = {"options": f"-c search_path={schema}"}
        settings["TEST"] = {"NAME": f"test_{settings['NAME']}_{schema}"}
    return settings


def casework(package: Path) -> list[str]:
    """The apps of casework, by presence: every folder of that room that has an `apps.py`."""
    found = sorted(path.parent.name for path in (package / "casework").glob("*/apps.py"))
    return [f"northstar.casework.{name}" for name in found]
