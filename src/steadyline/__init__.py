"""Steadyline: live help for calming an angry caller."""
