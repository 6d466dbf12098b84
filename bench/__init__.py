"""Measurements of what Steadyline promises: ``python -m bench``."""
