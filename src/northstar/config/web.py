"""The web server: several processes of one program loaded once, each with a few threads."""

import gc
import os
from typing import Any

from northstar.config.home import BadSetting

# Two, so that a page that takes long never holds up every other; a process for each core beyond.
_LEAST, _MOST, _THREADS = 2, 8, 4
_KEPT = 30  # seconds a browser's connection waits for the next click; it holds no thread meanwhile


def processes() -> int:
    """How many (NORTHSTAR_WEB_PROCESSES); else as many as this machine has cores for, two to eight."""
    asked = os.environ.get("NORTHSTAR_WEB_PROCESSES", "")
    if not asked:
        return max(_LEAST, min(_MOST, _cores()))
    if not asked.isdecimal() or not 1 <= int(asked) <= 64:
        raise BadSetting("NORTHSTAR_WEB_PROCESSES must be a number from 1 to 64 or be left unset.")
    return int(asked)


def _cores() -> int:
    """Those this process may use, where the system can say so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve(address: str) -> None:
    """Until asked to end."""
    from gunicorn.app.base import BaseApplication

    options = {
        "bind": address,
        "worker_class": "gthread",
        "workers": processes(),
        "threads": _THREADS,
        "keepalive": _KEPT,
        "preload_app": True,
        "loglevel": "warning",
        "graceful_timeout": 5,
        "control_socket_disable": True,
    }

    class Web(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return _loaded()

    Web().run()


def _loaded() -> Any:
    """The application with everything it imports, ready to be shared by the processes forked from here."""
    from django.db import connections
    from django.urls import get_resolver

    from northstar.config.wsgi import application
    from northstar.record.collector import settled

    _ = get_resolver().url_patterns  # every page's module, read before the fork
    connections.close_all()  # no connection to a store may cross a fork
    settled()
    # A page makes thousands of values and hardly a circle: looking for circles after every seven
    # hundred would take a tenth of its time.
    gc.set_threshold(20_000, 20, 20)
    return application
