"""Teaching the knowledge search."""
