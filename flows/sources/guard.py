"""Which addresses may be fetched: only public ones, so that a hostile feed cannot make dateline ask the inner network.

Checked where the connection is made, after the name is resolved and on every redirect, and the connection goes to the
address that was checked: a name that answers differently the next moment gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from typing import Any

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")  # public by its prefix, whatever address stands in its last 32 bits
POOLS = 64  # hosts whose connections are kept; more are opened anew


class ForbiddenAddress(urllib3.exceptions.HTTPError):
    """A host whose address is private, of this machine or otherwise not public."""


@dataclass(frozen=True)
class Guard:
    """Public addresses pass, and those in the networks that the settings allow."""

    allowed: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, networks: Sequence[str]) -> Guard:
        """From texts such as 127.0.0.1 or 10.0.0.0/8; raises ValueError."""
        return cls(tuple(ip_network(network, strict=False) for network in networks))

    def check(self, host: str, address: str) -> None:
        """Raise ForbiddenAddress unless it may be asked."""
        given = ip_address(address.partition("%")[0])
        for seen in (given, *_inner(given)):
            is_allowed = any(seen in network for network in self.allowed)
            if not is_allowed and (not seen.is_global or seen.is_multicast):
                raise ForbiddenAddress(f"{host} is at {address}, which is no public address")

    def resolve(self, host: str, port: int) -> str:
        """The address to connect to; one forbidden address among several forbids the host."""
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)]
        for address in found:
            self.check(host, address)
        return found[0]


def _inner(address: Address) -> list[Address]:
    """The IPv4 address that stands inside an IPv6 one, if any."""
    if isinstance(address, IPv4Address):
        return []
    teredo = address.teredo
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, teredo[1] if teredo else None]
    if address in NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def guarded_pool(guard: Guard, head_seconds: float) -> urllib3.PoolManager:
    """A pool whose connections go to checked addresses only and give up when headers trickle in for longer than this."""

    class Guarded(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            try:
                address = guard.resolve(self.host, self.port)
                connect: float | None = self.timeout if isinstance(self.timeout, int | float) else None
                return create_connection((address, self.port), connect, self.source_address, self.socket_options)
            except TimeoutError as error:
                raise urllib3.exceptions.ConnectTimeoutError(self, f"{self.host} does not answer") from error
            except OSError as error:  # the name does not resolve, or nothing listens
                raise urllib3.exceptions.NewConnectionError(self, str(error)) from error

        def getresponse(self) -> Any:  # noqa: ANN401
            # the socket's own time-out starts anew with every byte
            timer = Timer(head_seconds, _break_off, (self.sock,))
            timer.daemon = True
            timer.start()
            try:
                return super().getresponse()
            finally:
                timer.cancel()

    class GuardedSecure(Guarded, HTTPSConnection):
        pass

    class Pool(urllib3.HTTPConnectionPool):
        ConnectionCls = Guarded

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = GuardedSecure

    manager = urllib3.PoolManager(num_pools=POOLS, maxsize=4, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where())
    manager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}
    return manager


def _break_off(sock: socket.socket | None) -> None:
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has ended meanwhile
