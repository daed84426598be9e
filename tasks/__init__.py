"""What a due run does. A task gets values and gives values; it never sees the database."""
