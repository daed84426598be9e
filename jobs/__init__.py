"""What anyone may ask for (a person, a button, a sentence, the command line): create, find, change, cancel, undo."""
