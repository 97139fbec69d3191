"""Ids: hashes of stable content, the same on every machine, in any order and on any number of workers."""

from __future__ import annotations

from hashlib import blake2b

ID_BYTES = 10  # 80 bits: under 1e-6 chance of any collision among a billion rows


def stable_id(*parts: object) -> str:
    """A 20-character hexadecimal id of the parts, in order; None and '' differ."""
    digest = blake2b(digest_size=ID_BYTES)
    for part in parts:
        digest.update(b"\x00" if part is None else str(part).encode() + b"\x1f")
    return digest.hexdigest()
