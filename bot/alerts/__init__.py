"""Where alerts come in: over HTTP, from a queue, and from channels that other bots post to."""
