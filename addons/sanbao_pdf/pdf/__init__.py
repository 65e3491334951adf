"""The engine. Import its modules only where WeasyPrint is known to work."""
