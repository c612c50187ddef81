"""What textbooks measure and no report of a drill needs: pure functions of the record of a run."""
