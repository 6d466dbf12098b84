"""Steadyline: live help for calming an angry caller."""

from importlib.metadata import version

__version__ = version("steadyline")
