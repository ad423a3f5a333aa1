"""What the data files hold: every date swept, every source used, the code table as it was given."""
