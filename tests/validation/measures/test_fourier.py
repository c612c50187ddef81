"""The component of a wave is found with its size and its phase."""

import numpy as np
import pytest

from sim.kpi.steps import Steps
from validation.measures.fourier import fourier_component


def test_the_component_of_a_wave_is_its_size_and_its_phase():
    times = np.linspace(0, 24, 24_001)
    turn = 2 * np.pi / 12
    wave = Steps(times, 5 + 2 * np.sin(turn * times) - 3 * np.cos(turn * times))
    sine, cosine = fourier_component(wave, turn, 0.0, 24.0)
    assert sine == pytest.approx(2.0, abs=2e-3)
    assert cosine == pytest.approx(-3.0, abs=2e-3)
