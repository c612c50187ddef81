"""Surge (爆单演练): a digital twin for livestream and group-buy supply chains."""

__version__ = "0.1.0"
