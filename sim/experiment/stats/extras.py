"""Libraries that the core does without: imported when a study needs them, with an error that says how to get them."""

from importlib import import_module
from typing import Any, Literal

from sim.errors import SurgeError


class MissingExtraError(SurgeError):
    """A library of an optional extra is not installed."""

    exit_code = 2


def extra(module: str, of: Literal["study", "optimise"], purpose: str) -> Any:
    """The module, which the extra `of` brings; `MissingExtraError` says what it is for and how to get it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0].replace("_", "-")
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise
        raise MissingExtraError(
            f"{purpose} needs {library}, which is not installed: pip install 'surgetwin[{of}]'"
        ) from None
