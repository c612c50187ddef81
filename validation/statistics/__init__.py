"""From the samples of several replications to a value and its standard error."""
