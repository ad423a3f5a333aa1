"""The curated knowledge base: questions and answers as files. It holds no entries yet."""
