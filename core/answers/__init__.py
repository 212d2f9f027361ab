"""What the operations answer, one file each, named after the slash command."""
