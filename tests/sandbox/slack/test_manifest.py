"""Reading the app manifest."""

from pathlib import Path

import pytest
import yaml

from sandbox.slack.manifest import Command, read
from tests.sandbox.slack.conftest import MANIFEST


def test_a_file_and_a_mapping_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(yaml.safe_dump(MANIFEST))
    assert read(path) == read(MANIFEST)


def test_what_the_sandbox_acts_on_is_read() -> None:
    manifest = read(MANIFEST)
    assert (manifest.app_name, manifest.bot_name) == ("Test app", "test-bot")
    assert manifest.command("/escaped") == Command("/escaped", "Escaped text", should_escape=True)
    assert manifest.command("/nonsense") is None
    assert (manifest.home_tab, manifest.interactive, "app_mention" in manifest.events) == (True, True, True)


def test_an_empty_manifest_grants_nothing() -> None:
    manifest = read({})
    assert (manifest.scopes, manifest.commands, manifest.interactive) == ((), (), False)


def test_what_is_no_mapping_is_no_manifest(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text("[]")
    with pytest.raises(TypeError):
        read(path)
