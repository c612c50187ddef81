"""Statistics of studies, from plain numbers: intervals, paired differences, selection, sensitivity, steady states."""
