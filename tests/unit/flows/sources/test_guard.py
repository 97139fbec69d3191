import socket

import pytest

from flows.sources.guard import ForbiddenAddress, Guard


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0",
     "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address):
    with pytest.raises(ForbiddenAddress, match="no public address"):
        Guard().check("a.example", address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700:4700::1111"])
def test_public_addresses_pass(address):
    Guard().check("a.example", address)


def test_what_the_settings_allow_passes_and_nothing_beside_it():
    guard = Guard.of(["127.0.0.1", "10.0.0.0/8"])
    guard.check("a.example", "127.0.0.1")
    guard.check("a.example", "10.9.9.9")
    with pytest.raises(ForbiddenAddress):
        guard.check("a.example", "127.0.0.2")


def test_one_private_address_among_public_ones_forbids_the_host(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.1"):
        Guard().resolve("a.example", 80)
