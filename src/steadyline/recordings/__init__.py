"""Calls that were recorded before: audio files and transcripts."""


class BadRecording(Exception):
    """This cannot be heard or read as a call. The message says what is wrong with it and what to do."""
