"""Calls that were recorded before: audio files and transcripts."""

from steadyline.service.trouble import Trouble


class BadRecording(Trouble):
    """This cannot be heard or read as a call. The message says what is wrong with it and what to do."""
