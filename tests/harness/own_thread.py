"""Runs a coroutine where no event loop of somebody else's is in the way."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_its_own_thread(coroutine: Coroutine) -> Any:
    """A browser test of the same worker keeps an event loop in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
