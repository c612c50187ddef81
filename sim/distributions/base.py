"""What every distribution answers: its average, and the duration at a given quantile."""

from pydantic import BaseModel, ConfigDict, Field

from sim.arrays import Floats
from sim.units import Duration


class BaseDistribution(BaseModel):
    """A distribution of durations, by its average and the inverse of its CDF."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @property
    def average(self) -> float:
        """Expected value, minutes."""
        raise AssertionError("every distribution defines its average")

    def quantile(self, u: Floats) -> Floats:
        """Inverse CDF at `u` in (0, 1): minutes, shape of `u`."""
        raise AssertionError("every distribution defines its quantile")


class ByMean(BaseDistribution):
    """A distribution that is written by its mean."""

    mean: Duration = Field(gt=0, description="mean", examples=["50min"])

    @property
    def average(self) -> float:
        """The mean."""
        return self.mean
