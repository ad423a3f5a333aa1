"""Worked examples that billers can read and sign, and the tests that run them through the library."""
