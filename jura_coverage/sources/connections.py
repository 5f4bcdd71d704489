"""Connections that end: an answer has its time and its bytes, whatever its server does."""

import http.client
import io
import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import connection, connectionpool


class TooSlowError(Exception):
    """The time of an answer is over."""


class TooLargeError(Exception):
    """An answer has more bytes than it may have, its headers and chunk lines included."""


class PrivateAddressError(Exception):
    """A name of the public network leads to a machine that is not on it."""


@dataclass(kw_only=True)
class Limits:
    """What is left for an answer: status, headers, interim answers, body and all.

    Parameters
    ----------
    deadline
        When it must have come, as :func:`time.monotonic` tells it.
    silence_s
        The longest wait for the next bytes.
    most_bytes
        How many may still come.
    public_only
        Whether a machine of a private network may not answer.
    """

    deadline: float
    silence_s: float
    most_bytes: int
    public_only: bool

    def wait_s(self) -> float:
        """Give the longest wait from now on.

        Raises
        ------
        TooSlowError
            If the time is over.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TooSlowError
        return min(left, self.silence_s)

    def take(self, size: int) -> None:
        """Count bytes that came.

        Raises
        ------
        TooLargeError
            If they are too many.
        """
        self.most_bytes -= size
        if self.most_bytes < 0:
            raise TooLargeError


def session(limits: Limits) -> requests.Session:
    """Open a session whose connections keep to these limits; a proxy of the environment is used."""

    class Answer(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
            super().__init__(sock, *args, **options)
            self.fp.close()
            self.fp = io.BufferedReader(_Limited(sock, limits))

    class Plain(connection.HTTPConnection):
        response_class = Answer

        def _new_conn(self) -> socket.socket:
            return _checked(super()._new_conn(), limits, proxied=self.proxy is not None)

    class Encrypted(connection.HTTPSConnection):
        response_class = Answer

        def _new_conn(self) -> socket.socket:
            return _checked(super()._new_conn(), limits, proxied=self.proxy is not None)

    class PlainPool(connectionpool.HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(connectionpool.HTTPSConnectionPool):
        ConnectionCls = Encrypted

    class Session(requests.Session):
        def resolve_redirects(self, *_: Any, **__: Any) -> Any:
            return iter(())  # where an answer leads is for the caller to read and to judge

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
            manager = super().proxy_manager_for(*args, **options)
            manager.pool_classes_by_scheme = pools
            return manager

    pools = {"http": PlainPool, "https": EncryptedPool}
    opened = Session()
    for scheme in pools:
        opened.mount(f"{scheme}://", Adapter())
    return opened


def is_private(host: str) -> bool:
    """Tell whether an address in figures is not of the public network; a name is not looked up.

    Examples
    --------
    >>> private = ("10.0.0.1", "::1", "::ffff:169.254.169.254", "2130706433", "localhost")
    >>> [is_private(host) for host in private]
    [True, True, True, True, True]
    >>> [is_private(host) for host in ("8.8.8.8", "data.gouv.fr")]
    [False, False]
    """
    try:
        address = ipaddress.ip_address(host if ":" in host else socket.inet_aton(host))
    except (OSError, ValueError):
        return host.rstrip(".").lower().endswith("localhost")
    return not (getattr(address, "ipv4_mapped", None) or address).is_global


def _checked(opened: socket.socket, limits: Limits, *, proxied: bool) -> socket.socket:
    """Refuse a machine of a private network, to which a name may lead; a proxy may be one."""
    if limits.public_only and not proxied and is_private(opened.getpeername()[0]):
        opened.close()
        raise PrivateAddressError
    return opened


class _Limited(io.RawIOBase):
    """The bytes of a socket, each of which counts and comes in time."""

    def __init__(self, sock: socket.socket, limits: Limits) -> None:
        self._socket, self._limits = sock, limits
        self._bytes = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._socket.settimeout(self._limits.wait_s())
        try:
            size = self._bytes.readinto(buffer)
        except TimeoutError:
            self._limits.wait_s()  # which of the two waits was over?
            raise
        self._limits.take(size or 0)
        return size

    def close(self) -> None:
        self._bytes.close()
        super().close()
