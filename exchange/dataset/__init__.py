"""The register as tables for analysis: what columns there are, their rows, files of them, and questions in SQL."""
