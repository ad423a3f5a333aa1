"""The whole bot against floors: every message answered by the service, every byte it wrote searched."""
