"""Models of cases: one file each, found because it is in the folder; `translate(inputs, length)` makes the world."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from validation.translation import Translate


@cache
def models() -> Mapping[str, Translate]:
    """The `translate` of every model, by the name of its file."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return {name: importlib.import_module(f"{__name__}.{name}").translate for name in names}
