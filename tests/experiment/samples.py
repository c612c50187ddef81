"""Samples as small as they can be: what is named, and nothing else."""

from sim.experiment.play.sample import Sample
from sim.kpi.registry import measures

BY_KEY = {name: {} for name, measure in measures().items() if measure.by}


def sample(by_key=None, **parts):
    """A sample with these parts; `by_key` are measures with a value for each key, the others have none."""
    whole = {
        "kpis": {}, "twin": None, "curve": (), "lead_time": (), "binds_first": None, "plan_cost": 0.0, "dips": (),
        "shock_until": None,
    }  # fmt: skip
    return Sample(**{**whole, **parts}, by_key={**BY_KEY, **(by_key or {})})


def of_kpis(**kpis):
    """A sample of single numbers."""
    return sample(kpis=kpis)
