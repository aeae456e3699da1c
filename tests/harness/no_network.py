"""Nothing leaves this machine: a connection to another one fails the test that tried it."""

import ipaddress
import socket

import pytest


class ReachedOut(BaseException):
    """Not an Exception: code that swallows errors must not swallow this one."""


def pytest_configure():
    socket.socket.connect = _guarded(socket.socket.connect)
    socket.socket.connect_ex = _guarded(socket.socket.connect_ex)
    socket.socket.sendto = _guarded(socket.socket.sendto)
    socket.getaddrinfo = _guarded_lookup(socket.getaddrinfo)


def _guarded(call):
    def connect(sock, *args):
        address = args[-1]
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not stays_here(address[0]):
            raise ReachedOut(f"a test reached out to {address[0]}")
        return call(sock, *args)

    return connect


def _guarded_lookup(call):
    def getaddrinfo(host, *args, **kwargs):
        if host and not stays_here(host):
            raise ReachedOut(f"a test looked up {host}")
        return call(host, *args, **kwargs)

    return getaddrinfo


def stays_here(host) -> bool:
    host = host.decode() if isinstance(host, bytes) else str(host)
    if host in ("localhost", "", "0.0.0.0", "::", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.endswith(".localhost")


@pytest.fixture
def reaching_out():
    """What a test that tries the guard itself expects."""
    return ReachedOut
