"""The result itself, as JSON: what every other format was made from."""

from sim.results.documents import to_json
from sim.results.study import Lang, StudyResult


def file_name(lang: Lang) -> str:
    """The same file for both languages."""
    return "report.json"


def encode(result: StudyResult, lang: Lang) -> bytes:
    """UTF-8 with a final newline, keys in the order of the result, NaN as null."""
    return to_json(result.model_dump(by_alias=True), in_order=True).encode()
