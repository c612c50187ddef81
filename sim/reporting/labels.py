"""What the report calls things: scenarios, plans, measures, resources; and the notes that many tables share."""

from sim.reporting.terms import text
from sim.results.study import Lang, Run, StudyResult

FULFILMENT = "fulfilment_rate"
LEAD_TIME = "lead_time_p95"
RECOVERY = "time_to_recover"
COST = "cost_per_order"


def short_name(result: StudyResult, run: Run, lang: Lang) -> str:
    """`A` for `a_head_streamer`, `A+` with its plan, `A+2` with the second of several plans."""
    if run.is_baseline:
        return text(lang, "基线", "Base")
    if not run.plan:
        return run.letter
    plans = result.plans(run.id)
    return f"{run.letter}+{plans.index(run) + 1}" if len(plans) > 1 else f"{run.letter}+"


def plan_title(run: Run, lang: Lang) -> str:
    """The plan in words, or `no plan`."""
    return run.plan_title.of(lang) if run.plan_title else text(lang, "无预案", "No plan")


def label(result: StudyResult, run: Run, lang: Lang) -> str:
    """Short name and words together: the first column of most tables."""
    if run.is_baseline:
        return run.title.of(lang)
    words = run.plan_title.of(lang) if run.plan_title else run.title.of(lang)
    return f"{short_name(result, run, lang)} {words}"


def scenario_labels(result: StudyResult, lang: Lang) -> dict[str, str]:
    """The scenarios without their plans in words, by id."""
    return {run.id: label(result, run, lang) for run in result.runs if not run.plan}


def measure_title(result: StudyResult, kpi: str, lang: Lang) -> str:
    """The measure in words."""
    return result.kpis[kpi].title(lang)


def resource_title(result: StudyResult, name: str, lang: Lang) -> str:
    """A resource, site or item in words.

    A resource without a title of its own is put together from those of its parts; what has no title keeps its id.
    """
    for titles in (result.titles.resource, result.titles.site, result.titles.item):
        if name in titles:
            return titles[name].of(lang)
    for mark, glue in (("->", " → "), (".", " ")):
        head, found, tail = name.partition(mark)
        if found:
            return glue.join(resource_title(result, part, lang) for part in (head, tail))
    return name


def intervals_note(result: StudyResult, lang: Lang) -> str:
    """What the small print beside numbers is, and how many replications they rest on."""
    n = result.replications
    return text(
        lang,
        f"小字为 95 % 置信区间，n = {n} 次重复（不同者另注）。",
        f"Small print: 95 % confidence intervals, n = {n} replications unless noted. ",
    )


def means_note(result: StudyResult, lang: Lang) -> str:
    """What the numbers of stages, utilisation, funnel, exits, cost and recall are."""
    return text(lang, "各次重复的平均值。", "Means over replications. ") + intervals_note(result, lang)
