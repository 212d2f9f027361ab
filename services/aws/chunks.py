"""Cut what is asked for into the portions that an API takes."""

from collections.abc import Iterable, Iterator
from itertools import islice


def chunks(values: Iterable[str], size: int) -> Iterator[list[str]]:
    """Portions of at most `size`, in order, each value once; none where there are no values."""
    left = iter(dict.fromkeys(values))
    while portion := list(islice(left, size)):
        yield portion
