"""What a person asked for that needs the network, carried out after the update is safe."""
