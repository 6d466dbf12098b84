"""
What can go wrong through no fault of this program, and how it is told.
"""


class Trouble(Exception):
    """Something expected went wrong. The message is for a person: what is wrong, whose it is, and what to do."""
