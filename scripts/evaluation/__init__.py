"""Measuring the whole bot: what is asked, how it answers, and what that is worth."""
