"""The kinds of arguments operations take: each carries its range, help, flag and words once, for every door."""
