"""Colours by role, for light and dark pages; chosen so that neighbours differ in lightness, not only in hue.

A figure is drawn in the light colours. In HTML each of them is replaced by a CSS variable, so one drawing serves both
modes; that is why every light colour stands for exactly one role.
"""

ROLES: dict[str, tuple[str, str]] = {
    "ink": ("#1b2430", "#e7eaee"),
    "muted": ("#566170", "#a3adb8"),
    "line": ("#d3dae1", "#39434e"),
    "faint": ("#eff2f5", "#20272f"),
    "paper": ("#ffffff", "#12171c"),
    "base": ("#7f8a97", "#8893a0"),
    "bare": ("#c04f15", "#f2945a"),
    "plan": ("#1a5fa8", "#70b4f4"),
    "target": ("#3d4854", "#c1c9d2"),
    "shock": ("#f4ebda", "#2b2720"),
    "good": ("#0b7658", "#4bc79e"),
    "warn": ("#9a5b00", "#eab044"),
    "bad": ("#b4301f", "#f5836f"),
    "kind0": ("#1f5f9e", "#6aaef0"),
    "kind1": ("#e3a33a", "#e0a745"),
    "kind2": ("#12806a", "#3fbd9b"),
    "kind3": ("#b6557f", "#e58db3"),
    "kind4": ("#86bfe6", "#3b6f99"),
    "kind5": ("#6d5fa8", "#a99be6"),
    "kind6": ("#b9a489", "#7d6c55"),
    "kind7": ("#98a2ad", "#5d6875"),
    "heat0": ("#f4f2ee", "#1b2127"),
    "heat1": ("#f1e3cb", "#302d28"),
    "heat2": ("#ecca98", "#513f29"),
    "heat3": ("#e3a767", "#79542b"),
    "heat4": ("#cd7a3f", "#ad7231"),
    "heat5": ("#ae5029", "#dd9a4a"),
    "heat6": ("#842d1c", "#ffd18a"),
    "onheat0": ("#1b2431", "#d8dde3"),
    "onheat1": ("#1b2432", "#dfe3e8"),
    "onheat2": ("#1b2433", "#f0f1f2"),
    "onheat3": ("#1b2434", "#ffffff"),
    "onheat4": ("#111820", "#101418"),
    "onheat5": ("#fffffe", "#101419"),
    "onheat6": ("#fffffd", "#10141a"),
}

KINDS = 8
HEAT_STEPS = (0.4, 0.6, 0.7, 0.8, 0.9, 0.97)


def light(role: str) -> str:
    """The colour of a role on a light page: the one that figures are drawn in."""
    return ROLES[role][0]


def heat_role(share: float) -> int:
    """Which of the seven heat colours stands for a utilisation."""
    return sum(share >= step for step in HEAT_STEPS)


def stylesheet() -> str:
    """CSS variables of both modes; a dark screen never reaches the printer."""
    bright, dark = ("".join(f"--{role}:{pair[mode]};" for role, pair in ROLES.items()) for mode in (0, 1))
    return (
        f":root{{color-scheme:light;{bright}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}"
    )


def themed(svg: str) -> str:
    """The drawing with every known colour replaced by its variable."""
    for role, (colour, _) in ROLES.items():
        svg = svg.replace(colour, f"var(--{role})")
    return svg
