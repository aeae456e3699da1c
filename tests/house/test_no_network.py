"""The guard against reaching out holds, and lets this machine speak to itself."""

import socket

import pytest


def test_another_machine_cannot_be_reached(reaching_out):
    with pytest.raises(reaching_out), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))


def test_another_machine_cannot_be_looked_up(reaching_out):
    with pytest.raises(reaching_out):
        socket.create_connection(("example.org", 80), timeout=1)


def test_this_machine_may_speak_to_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=60).close()


@pytest.mark.browser
def test_the_browser_cannot_reach_out_either(chromium):
    from playwright.sync_api import Error

    page = chromium.new_page()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    page.close()
