"""The stages through which orders flow: arrays in, arrays out, exact in continuous time."""
