"""Vehicle routing instances are read; an error names its line."""

import pytest

from validation.cases.inputs import UnfitError
from validation.cases.vrplib import read_instance

GOOD = """NAME : tiny
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 9
NODE_COORD_SECTION
1 0 0
2 3.5 -4

DEMAND_SECTION
1 0
2 7
DEPOT_SECTION
1
-1
EOF
"""


def written(folder, text):
    path = folder / "tiny.vrp"
    path.write_text(text)
    return path


def test_places_and_demands_come_in_the_order_of_the_file(tmp_path):
    instance = read_instance(written(tmp_path, GOOD))
    assert instance.places == ((0.0, 0.0), (3.5, -4.0))
    assert instance.demands == (0.0, 7.0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("EUC_2D", "EXPLICIT", r"tiny.vrp:2: distances of kind EXPLICIT"),
        ("2 3.5 -4", "2 3.5", r"tiny.vrp:6: '2 3.5' has no number in place 3"),
        ("2 7", "2 many", r"tiny.vrp:10: '2 many' has no number in place 2"),
        ("2 7\n", "", "2 places and 1 demands"),
        ("_SECTION", "", "0 places and 0 demands"),
    ],
)
def test_an_error_names_its_line(tmp_path, old, new, message):
    with pytest.raises(UnfitError, match=message):
        read_instance(written(tmp_path, GOOD.replace(old, new)))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "tiny.vrp"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnfitError, match="cannot be read"):
        read_instance(path)
