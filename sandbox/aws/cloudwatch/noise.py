"""Noise that follows from a key and the time alone, so that asking twice gives the same values."""

import hashlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Times = NDArray[np.int64]
BLOCK_S = 300
_HOUR_S = 3_600
_DAY_S = 86_400
_53_BITS = 2.0**-53


def key_of(text: str) -> int:
    """A 64-bit key that depends on nothing but the text."""
    return int.from_bytes(hashlib.sha256(f"sandbox/metric/{text}".encode()).digest()[:8])


def uniforms(key: int, steps: Times) -> Floats:
    """A number from 0 up to 1 for each step: the finaliser of SplitMix64, which needs no state."""
    mixed = steps.astype(np.uint64)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed ^= np.uint64(key)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    made: Floats = (mixed >> np.uint64(11)).astype(np.float64) * _53_BITS
    return made


def swell(key: int, times: Times, every_s: int = _HOUR_S) -> Floats:
    """A slow wander between -1 and 1 with a new direction every so often."""
    if not times.size:
        return np.empty(0)
    nodes = np.arange(times[0] // every_s, times[-1] // every_s + 2)
    return np.interp(times, nodes * every_s, 2 * uniforms(key, nodes) - 1)


def days(key: int, times: Times) -> Floats:
    """A factor around 1 that tells busy days from quiet ones, without a jump at midnight."""
    return 1 + 0.08 * swell(key ^ 1, times, _DAY_S)


def skewed(uniform: Floats) -> Floats:
    """Mean 0, never below -1, with a long tail upwards: what queues and requests look like."""
    tail: Floats = -np.log1p(-uniform) - 1
    return tail
