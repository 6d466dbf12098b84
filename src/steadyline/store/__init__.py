"""Where calls are kept. The only room that speaks SQL."""
