"""The composition root: command line, settings, wiring, lifecycle, doctor, practice mode."""
