"""`news`: what is new on a topic, said once."""
