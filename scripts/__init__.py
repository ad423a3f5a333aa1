"""Chores for the people who work on Unitwise; not part of the wheel."""
