"""Runs of a result as small as they can be: what a verdict reads, and nothing else."""


def estimate(mean, low=None, high=None, n=10):
    return {"mean": mean, "ci_low": low, "ci_high": high, "n": n}


def run(name, rate=0.99, light="green", plan=None, title=None, effect=None, cost=None, lights=None, score=None, **kpis):
    return {
        "id": name,
        "plan": plan,
        "title": {"zh": title or "场景", "en": title or "scenario"},
        "plan_title": {"zh": title or "预案名", "en": title or "plan name"} if plan else None,
        "kpis": {"fulfilment_rate": estimate(rate), **{kpi: estimate(value) for kpi, value in kpis.items()}},
        "light": light,
        "lights": lights or {"fulfilment_rate": light},
        "score": 100 * (rate or 0) if score is None else score,
        "effect": {"fulfilment_rate": effect} if effect else {},
        "plan_cost": cost,
    }


DRILL = [
    run("baseline", title="基线"),
    run("a_head_streamer", 0.97, title="头部主播爆单"),
    run("b_material_shortage", 0.7649, "red", title="面粉短缺"),
    run("b_material_shortage", 0.912, "amber", "second_mill", "启用备用面粉厂", estimate(0.1478, 0.13, 0.16), 2999.2),
]
