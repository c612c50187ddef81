"""Runs of a result as small as they can be: what a verdict reads, and nothing else; and a result of them."""

from sim.results.studies import Drill
from sim.results.study import Estimate, Families, Method, Run, Titles, Words


def estimate(mean, low=None, high=None, n=10):
    return Estimate(mean=mean, ci_low=low, ci_high=high, n=n)


def run(name, rate=0.99, light="green", plan=None, title=None, effect=None, cost=None, lights=None, score=None, **kpis):
    nothing = {"hours": (), "median": (), "low": (), "high": ()}
    score = 100 * (rate or 0) if score is None else score
    return Run(
        id=name,
        plan=plan,
        title=Words(zh=title or "场景", en=title or "scenario"),
        plan_title=Words(zh=title or "预案名", en=title or "plan name") if plan else None,
        row="",
        shock=None,
        kpis={"fulfilment_rate": estimate(rate), **{kpi: estimate(value) for kpi, value in kpis.items()}},
        light=light,
        lights={"fulfilment_rate": light} if lights is None and light else lights or {},
        grade=None,
        score=score,
        delta={},
        effect={"fulfilment_rate": effect} if isinstance(effect, Estimate) else effect or {},
        plan_cost=cost,
        expect=(),
        curve=nothing,
        lead_time={"hours": (), "share": ()},
        stages={},
        utilisation={},
        binds_first=None,
        funnel=(),
        exits=(),
        cost={},
        intervals=Families(stages={}, utilisation={}, funnel={}, exits={}, cost={}, recall={}),
        worst=(),
        recall=None,
    )


def result(run_id, *runs, config_hash="", score=None, seed=7, replications=2):
    """A result of these runs."""
    return Drill(
        run_id=run_id, brand=Words(zh="店", en="Shop"), month="", seed=seed, version="1", config_hash=config_hash,
        replications=replications, start="2026-06-15T00:00:00+08:00", horizon=1440.0, score=score, history=(),
        verdict=Words(zh="", en=""), first_action=None, targets={}, titles=Titles(resource={}, site={}, item={}),
        kpis={}, runs=runs, method=Method(how=Words(zh="", en=""), warnings=(), not_modelled=(), versions={}),
    )  # fmt: skip


DRILL = [
    run("baseline", title="基线"),
    run("a_head_streamer", 0.97, title="头部主播爆单"),
    run("b_material_shortage", 0.7649, "red", title="面粉短缺"),
    run("b_material_shortage", 0.912, "amber", "second_mill", "启用备用面粉厂", estimate(0.1478, 0.13, 0.16), 2999.2),
]
