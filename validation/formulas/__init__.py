"""Closed forms and recursions of the literature: expectations of control variates, outputs that are computed."""
