"""
G.711, the sound of the telephone: mu-law and A-law, a byte a sample.

Tables are computed once, when the module is read; after that a call's audio is one lookup. Decoded samples are float32,
-1 to 1 (a law's full scale stays just inside); encoding rounds to the nearest step that the law has.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]


def _mu_law_steps() -> npt.NDArray[np.int16]:
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    magnitude = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _a_law_steps() -> npt.NDArray[np.int16]:
    code = np.arange(256, dtype=np.int32) ^ 0x55
    exponent = code >> 4 & 7
    mantissa = (code & 0x0F) << 4
    magnitude = np.where(exponent == 0, mantissa + 8, mantissa + 0x108 << np.maximum(exponent - 1, 0))
    return np.where(code & 0x80, magnitude, -magnitude).astype(np.int16)


def _nearest_code(steps: npt.NDArray[np.int16]) -> npt.NDArray[np.uint8]:
    """For each 16-bit value, offset by 32768, the code whose step lies nearest; a tie goes to the larger magnitude."""
    order = np.argsort(steps, kind="stable")
    levels = steps[order].astype(np.int32)
    values = np.arange(-32768, 32768, dtype=np.int32)
    above = np.searchsorted(levels, values).clip(1, 255)
    low, high = levels[above - 1], levels[above]
    take_high = np.where(values >= 0, high - values <= values - low, high - values < values - low)
    return order[np.where(take_high, above, above - 1)].astype(np.uint8)


_MU_LAW: Final = _mu_law_steps()
_A_LAW: Final = _a_law_steps()
_MU_LAW_FLOAT: Final[Samples] = _MU_LAW.astype(np.float32) / np.float32(32768)
_A_LAW_FLOAT: Final[Samples] = _A_LAW.astype(np.float32) / np.float32(32768)
_MU_LAW_CODE: Final = _nearest_code(_MU_LAW)


def decode_mu_law(data: bytes | bytearray | memoryview) -> Samples:
    """Samples of mu-law bytes, one each."""
    return _MU_LAW_FLOAT[np.frombuffer(data, dtype=np.uint8)]


def decode_a_law(data: bytes | bytearray | memoryview) -> Samples:
    """Samples of A-law bytes, one each."""
    return _A_LAW_FLOAT[np.frombuffer(data, dtype=np.uint8)]


def encode_mu_law(samples: Samples) -> bytes:
    """Mu-law bytes of samples, one each. What is louder than full scale is clipped to it; not-a-number is silence."""
    whole = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0) * 32768
    return _MU_LAW_CODE[np.rint(whole).clip(-32768, 32767).astype(np.int32) + 32768].tobytes()
