"""Presence is registration: collects what the files in a folder declare."""

import importlib
import importlib.util
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any


@cache
def modules(package: str) -> tuple[ModuleType, ...]:
    """Every public module and sub-package directly inside a package, in order of name.

    Names that start with an underscore or with `test` are passed over. An import error is not
    swallowed: a file that cannot be imported would otherwise go missing in silence.
    """
    home = importlib.import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(home.__path__))
    return tuple(
        importlib.import_module(f"{package}.{name}")
        for name in names
        if not name.startswith(("_", "test"))
    )


def declared(package: str, name: str) -> tuple[Any, ...]:
    """What the modules of a package call `name` (`SIGNAL`, `FORMAT`, `urlpatterns`), in order."""
    return tuple(getattr(module, name) for module in modules(package) if hasattr(module, name))


@cache
def within(package: str, file: str, name: str) -> tuple[Any, ...]:
    """What the file of that name in each folder of a package calls `name`, in order: how a kind of
    casework joins in where others ask about all of them."""
    homes = [module for module in modules(package) if hasattr(module, "__path__")]
    there = [f"{home.__name__}.{file}" for home in homes]
    found = [importlib.import_module(one) for one in there if importlib.util.find_spec(one)]
    return tuple(getattr(module, name) for module in found)
