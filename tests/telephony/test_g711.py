"""G.711 against the other implementation at hand, libsndfile's, for every code there is."""

import io

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis.extra import numpy as arrays

from steadyline.telephony import g711

EVERY_CODE = bytes(range(256))


def as_libsndfile_decodes(data: bytes, subtype: str) -> np.ndarray:
    return soundfile.read(
        io.BytesIO(data), dtype="float32", format="RAW", subtype=subtype, samplerate=8000, channels=1
    )[0]


@pytest.mark.parametrize(("decode", "subtype"), [(g711.decode_mu_law, "ULAW"), (g711.decode_a_law, "ALAW")])
def test_every_code_decodes_as_libsndfile_decodes_it(decode, subtype):
    np.testing.assert_array_equal(as_libsndfile_decodes(EVERY_CODE, subtype), decode(EVERY_CODE))


def test_encoding_what_was_decoded_gives_the_same_sound_again():
    decoded = g711.decode_mu_law(EVERY_CODE)

    np.testing.assert_array_equal(decoded, g711.decode_mu_law(g711.encode_mu_law(decoded)))


@given(arrays.arrays(np.float32, 50, elements={"min_value": -1.0, "max_value": 1.0}))
def test_encoding_takes_the_nearest_step_there_is(samples):
    steps = g711.decode_mu_law(EVERY_CODE)
    nearest = np.abs(samples[:, None] - steps[None, :]).min(axis=1)

    decoded = g711.decode_mu_law(g711.encode_mu_law(samples))

    assert np.all(np.abs(decoded - samples) <= nearest + 1 / 32768)


def test_sound_beyond_full_scale_is_clipped_and_what_is_no_number_is_silent():
    wild = np.array([9.0, -9.0, np.inf, -np.inf, np.nan], dtype=np.float32)
    loudest = g711.decode_mu_law(EVERY_CODE).max()

    np.testing.assert_array_equal(
        [loudest, -loudest, loudest, -loudest, 0], g711.decode_mu_law(g711.encode_mu_law(wild))
    )
