"""Decimals: whatever is not left to Python is what Python would have said, to the last bit."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amcenter.intake.decimals import (
    EXACT,
    NEAR,
    UNKNOWN,
    decimal,
    first_unreadable,
    sure_in_32_bits,
)

FORMATS = st.sampled_from(["%r", "%e", "%.6g", "%.9g", "%.17g", "%.25e", "%.12f", "%+.3f", "%.0f"])


def parsed(word: str) -> tuple[int, float, int]:
    text = np.frombuffer(word.encode() + b" ", np.uint8)
    return decimal(text, 0, len(text))


@given(number=st.floats(allow_nan=False, allow_infinity=False), style=FORMATS)
def test_an_exact_number_is_the_one_that_python_reads(number: float, style: str) -> None:
    word = style % number
    end, value, certainty = parsed(word)

    if certainty != UNKNOWN:
        assert end == len(word)
    if certainty == EXACT:
        assert struct.pack("d", value) == struct.pack("d", float(word))
    if certainty == NEAR:
        assert value == pytest.approx(float(word), rel=2**-50)


@given(number=st.floats(width=32, allow_nan=False, allow_infinity=False), style=FORMATS)
def test_a_number_that_is_sure_in_32_bits_has_the_bits_of_python(number: float, style: str) -> None:
    word = style % number
    _, value, certainty = parsed(word)

    if sure_in_32_bits(value, certainty):
        with np.errstate(over="ignore"):
            assert np.float32(value).tobytes() == np.float32(float(word)).tobytes()


@given(bits=st.integers(1 << 23, 0x7F000000), step=st.sampled_from([-np.inf, 0.0, np.inf]))
def test_a_number_half_way_between_two_floats_is_left_to_python(bits: int, step: float) -> None:
    # Exactly half way, and one double beside it: more digits than can be weighed here.
    low = np.uint32(bits).view(np.float32)
    middle = (float(low) + float(np.nextafter(low, np.float32(np.inf)))) / 2
    word = f"{np.nextafter(middle, step) if step else middle:.25e}"

    _, value, certainty = parsed(word)

    assert not sure_in_32_bits(value, certainty)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0", 0.0),
        ("-0.0", -0.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("+.5e1", 5.0),
        ("1E-5", 1e-5),
        ("9007199254740992", 2.0**53),
        ("000000000000000000000000000001.50", 1.5),
    ],
)
def test_numbers_may_be_written_in_many_ways(word: str, value: float) -> None:
    end, found, certainty = parsed(word)

    assert (end, certainty) == (len(word), EXACT)
    assert struct.pack("d", found) == struct.pack("d", value)


@pytest.mark.parametrize("word", ["", "-", ".", "e5", "1e", "1.5e+", "nan", "inf", "1e400", "x"])
def test_what_is_no_plain_number_is_unknown(word: str) -> None:
    assert parsed(word)[2] == UNKNOWN


@pytest.mark.parametrize(("word", "end"), [("1,5", 1), ("1.0D+00", 3), ("1_000", 1), ("1..2", 2)])
def test_a_number_ends_where_it_stops_being_one(word: str, end: int) -> None:
    assert parsed(word)[0] == end


@pytest.mark.parametrize("word", [b"1_000", b"1,5", b"1.0D+00", b"", b"1" * 401, b"\xb2"])
def test_what_python_takes_for_a_number_out_of_kindness_is_none(word: bytes) -> None:
    into = np.zeros(2)

    assert first_unreadable([b"1.5", word], into) == 1
    assert into[0] == 1.5
