"""Telling whoever watches what happened."""
