"""Tests get a home of their own. pytest loads this before Django reads its settings."""

import atexit
import os
import shutil
import tempfile


def a_home_of_their_own() -> None:
    """Whatever this machine's own Northstar keeps stays out of reach of its tests."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="northstar-home-")
    os.environ["NORTHSTAR_HOME"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


a_home_of_their_own()
# What tests send goes to simulators, and is not kept waiting.
os.environ["NORTHSTAR_OUTBOUND"] = "email=simulator, text=simulator, fax=simulator, portal=here"
os.environ["NORTHSTAR_UNDO_SECONDS"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "northstar.config.settings"
