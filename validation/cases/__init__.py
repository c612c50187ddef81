"""Files of cases: their format, the inputs and the length of a run that each case asks for."""
