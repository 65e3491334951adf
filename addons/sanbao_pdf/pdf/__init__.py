"""The engines. Import their modules only where their packages are known to work."""
