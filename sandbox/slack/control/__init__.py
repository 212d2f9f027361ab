"""The control API: act as any user and read everything that happened. The app never uses it."""
