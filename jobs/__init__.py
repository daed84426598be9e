"""What anyone may ask for, a person, a button or the command line: create, find, change, cancel, undo."""
