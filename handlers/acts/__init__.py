"""What is done for a person, by theme; each module writes jobs or errands, and answers."""
