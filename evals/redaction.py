"""How well secrets are masked: made-up secrets of many kinds in many surroundings, and lines that only look alike.

Figures: masked (share of the lines with a secret of which no secret text is left), literals (share of the secret texts
that are gone), false_redactions (share of the harmless lines that were changed), lines, kinds, harmless_lines,
ms_per_line (of the processor), unstable (lines that change when they are masked again); then one line for each
kind of which something was left, with how many of how many lines were missed.
"""

import argparse
import sys
import time
from collections import Counter

from core.redact import redact
from evals.lookalikes import lookalikes
from evals.made_secrets import Secret, secrets


def left(secret: Secret, said: str) -> list[str]:
    """The secret texts that are still there."""
    return [one for one in secret.literals if one in said]


def unstable(lines: list[str]) -> int:
    """How many lines are masked further when they are masked again."""
    return sum(redact(one) != one for one in map(redact, lines))


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7, help="what is drawn")
    parser.add_argument(
        "--verbose", action="store_true", help="each missed and each wrongly masked line, on the error stream"
    )
    given = parser.parse_args()
    every, harmless = list(secrets(given.seed)), list(lookalikes(given.seed))
    started = time.process_time()
    said = [redact(one.line) for one in every]
    kept = [redact(one) for one in harmless]
    took_s = time.process_time() - started
    missed = [(one, text) for one, text in zip(every, said, strict=True) if left(one, text)]
    wrong = [(one, text) for one, text in zip(harmless, kept, strict=True) if one != text]
    literals = sum(len(one.literals) for one in every)
    lines = sum(one.line.count("\n") + 1 for one in every) + sum(one.count("\n") + 1 for one in harmless)
    print(f"masked: {1 - len(missed) / len(every):.4f}")
    print(f"literals: {1 - sum(len(left(one, text)) for one, text in missed) / literals:.4f}")
    print(f"false_redactions: {len(wrong) / len(harmless):.4f}")
    print(f"lines: {len(every)}")
    print(f"kinds: {len({one.kind for one in every})}")
    print(f"harmless_lines: {len(harmless)}")
    print(f"ms_per_line: {took_s * 1000 / lines:.3f}")
    print(f"unstable: {unstable([one.line for one in every])}")
    of_kind = Counter(one.kind for one in every)
    for kind, count in Counter(one.kind for one, _ in missed).most_common():
        print(f"missed {kind}: {count} of {of_kind[kind]}")
    if given.verbose:
        for one, text in missed:
            print(f"# left in {one.kind}: {one.line[:200]!r} -> {text[:200]!r}", file=sys.stderr)
        for harmless_line, text in wrong:
            print(f"# wrongly masked: {harmless_line[:200]!r} -> {text[:200]!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
