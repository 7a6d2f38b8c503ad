"""What the demo prints at its end can be typed as it is."""

from pathlib import Path

import pytest

from crawler.cli.demo import next_commands


@pytest.mark.parametrize(
    ("called", "on_path", "typed"),
    [
        (".venv/bin/spacebeat", "", ".venv/bin/spacebeat"),
        (".venv/bin/spacebeat", "bin", "spacebeat"),
        ("/opt/spacebeat/crawler/__main__.py", "", "spacebeat"),
        ("/home/ada/my news/bin/spacebeat", "", "'/home/ada/my news/bin/spacebeat'"),
    ],
)
def test_the_next_commands_are_called_as_the_demo_was(
    called: str, on_path: str, typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "spacebeat").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / on_path))
    monkeypatch.setattr("sys.argv", [called, "demo"])
    commands = next_commands(Path("my demo.db"))
    assert commands[0] == f"{typed} search --archive 'my demo.db' '\"strategic space dialogue\"'"
    assert all(command.startswith(f"{typed} ") for command in commands)
