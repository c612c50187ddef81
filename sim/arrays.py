"""Names for the types of arrays that the program is made of."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Instants (minutes), quantities (units), money (yuan), shares (0-1)."""
Ints = NDArray[np.int64]
"""Row numbers and codes; -1 = none."""
Bools = NDArray[np.bool_]
"""Masks over rows."""
