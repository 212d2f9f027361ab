"""The state of the bot: one small interface, one module per backend."""
