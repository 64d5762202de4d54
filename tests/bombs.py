"""Small files that are large ones once they are unpacked."""

from __future__ import annotations

import zlib

_MODULUS = 65_521  # of Adler's sum: RFC 1950


def packed(block: bytes, times: int) -> bytes:
    """So many blocks one after the other as zlib packs them; only one of them is packed."""
    packer = zlib.compressobj(9)
    first, again = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    high, low = divmod(zlib.adler32(block), 1 << 16)
    rise, size = low - 1, len(block)
    low = (1 + times * rise) % _MODULUS
    high = (times * high + size * rise * (times * (times - 1) // 2)) % _MODULUS
    return first + again * (times - 1) + b"\x03\0" + (high << 16 | low).to_bytes(4, "big")  # an empty last block before
