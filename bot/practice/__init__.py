"""Practice mode: our own strict servers, the chat page and the script; nothing here leaves the machine."""
