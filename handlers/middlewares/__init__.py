"""What stands around every update, from the outside in: transaction, moved, chat, access, mishap."""
