"""One file per sender: `recognises(payload)` by structure, and `read(payload)` into alerts."""
