"""Where calls come in from telephone systems."""
