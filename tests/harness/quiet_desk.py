"""What the code under test logs is told by pytest, with the test that failed.

The desk's own way to stderr would keep the stream that stood there when Django was set up. pytest has
closed that one long ago, and the threads of the live server complained about it at length.
"""

import logging

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure():
    for logger in map(logging.getLogger, (None, "django", "django.server")):
        for handler in [one for one in logger.handlers if type(one) is logging.StreamHandler]:
            logger.removeHandler(handler)
