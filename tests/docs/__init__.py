"""What people read, held against the code."""
