"""Files of an answer on the disk of whoever asked: nothing that stands there is overwritten."""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from core.attachment import Attachment
from core.errors import BadRequest


def saved(files: Iterable[Attachment], folder: Path) -> Iterator[Path]:
    """Write files into a folder, made when missing, and say where each of them is.

    Raises:
        BadRequest: nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield from (_written(file, folder) for file in files)
    except OSError as error:
        raise BadRequest(
            f"Nothing can be saved in {folder}: {error.strerror}.", advice="Try `--save .` for this folder."
        ) from error


def _written(file: Attachment, folder: Path) -> Path:
    for path in _free_names(folder / file.name):
        try:
            with path.open("xb") as new:
                new.write(file.content)
        except FileExistsError:
            continue
        return path
    raise AssertionError("there is always another number")


def _free_names(path: Path) -> Iterator[Path]:
    """The name, then the name with a number."""
    yield path
    yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
