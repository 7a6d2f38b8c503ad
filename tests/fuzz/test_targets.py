"""No bytes of strangers raise anything but the error that says so: mutations of small inputs of each form.

`make fuzz` looks for longer, guided by coverage.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target

_SIGNS = "< > & ]]> <![CDATA[ \0 \xff\xfe :// [ ] { \" ' % \\ \u202e \u0130 \u0663 \u0966".split(" ")
_CHUNKS = st.one_of(st.binary(max_size=12), st.sampled_from([sign.encode() for sign in _SIGNS]))


@st.composite
def mutated(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Draw a seed in which some places are cut out, doubled or overwritten."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(data)))
        end = min(len(data), begin + draw(st.integers(0, 40)))
        piece = draw(st.one_of(_CHUNKS, st.just(data[begin:end] * 2)))
        data = data[:begin] + piece + data[end:]
    return data


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_inputs_raise_only_the_named_errors(target: Target, data: st.DataObject) -> None:
    target(data.draw(mutated(target.seeds)))


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_the_seeds_are_read(target: Target) -> None:
    for seed in target.seeds:
        target(seed)
