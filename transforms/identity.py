"""Ids: hashes of stable content, the same on every machine, in any order and on any number of workers."""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

ID_BYTES = 10  # 80 bits: under 1e-6 chance of any collision among a billion rows


def stable_id(*parts: object) -> str:
    """A 20-character hexadecimal id of the parts, in order; None and '' differ."""
    digest = blake2b(digest_size=ID_BYTES)
    for part in parts:
        digest.update(b"\x00" if part is None else str(part).encode() + b"\x1f")
    return digest.hexdigest()


def stable_ids(rows: pl.DataFrame) -> pl.Series:
    """The `stable_id` of the cells of each row; columns of strings and whole numbers."""
    cells = [pl.coalesce(pl.col(name).cast(pl.String) + "\x1f", pl.lit("\x00")) for name in rows.columns]
    texts = rows.select(pl.concat_str(cells)).to_series()
    return pl.Series([blake2b(text.encode(), digest_size=ID_BYTES).hexdigest() for text in texts], dtype=pl.String)
