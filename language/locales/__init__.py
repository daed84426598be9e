"""One module for each language that is understood; a new one is a module and a line in the registry."""
