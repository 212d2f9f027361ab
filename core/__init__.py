"""Pure vocabulary and judgement: no I/O."""
