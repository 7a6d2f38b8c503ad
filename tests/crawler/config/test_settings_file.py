"""spacebeat.toml: strict, without secrets, and after the command line and the environment."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from crawler.cli import main
from crawler.config.load import ConfigurationError, check_environment, description, extra, read_settings_file
from crawler.config.settings_file import SettingsFile
from crawler.schedule.notifications import services_of

ROOT = Path(__file__).parents[3]
KEYS = msgspec.structs.fields(SettingsFile)


def write(folder: Path, text: str) -> Path:
    path = folder / "spacebeat.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_each_key_is_documented_and_its_variable_is_read(key: msgspec.structs.FieldInfo) -> None:
    page = (ROOT / "docs" / "reference" / "configuration.md").read_text("utf-8")
    variable = extra(key)["variable"]
    assert f"| `{key.name}` |" in page
    assert description(key) in page
    readers = [file for file in (ROOT / "crawler").rglob("*.py") if file.name != "settings_file.py"]
    assert any(f'"{variable}"' in file.read_text("utf-8") for file in readers)


def test_values_become_those_of_their_variables(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'archive = "space.db"\ncatalogue = ["a.toml", "/b.toml"]\nonly_catalogue = true\n'
        'shortest_poll_interval = 1800\nnotify = ["MAIL", "CHAT"]\n',
    )
    assert read_settings_file(path) == {
        "SPACEBEAT_ARCHIVE": str(tmp_path / "space.db"),
        "SPACEBEAT_CATALOGUE": f"{tmp_path / 'a.toml'}:/b.toml",
        "SPACEBEAT_ONLY_CATALOGUE": "1",
        "SPACEBEAT_POLL_FLOOR": "1800",
        "SPACEBEAT_NOTIFY_FROM": "MAIL CHAT",
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('contcat = "a@b.example"', r'key "contcat": unknown key \(did you mean "contact"\?\)'),
        ("shortest_poll_interval = 1", 'key "shortest_poll_interval": must be a whole number from 60 to 8640000$'),
        ('web_archive_delay = "a"', 'key "web_archive_delay": must be a number from 1 to 3600$'),
        ("notify = 3", 'key "notify": must be a list of texts that are names'),
        ('notify = ["a b"]', 'key "notify": must be a list of texts that are names'),
        ("allow_private = 1", 'key "allow_private": must be true or false$'),
        ("shortest_poll_interval = 90000", "is longer than longest_poll_interval"),
        ('basis = "none"', 'key "basis": must be "research" or "general"$'),
        ("archive = 3", 'key "archive": must be a text in quotes$'),
        ("archive", "is not TOML"),
        pytest.param("web_archive_delay = " + "1" * 5000, "is not TOML", id="an integer of thousands of digits"),
        ('archive = "~nobody-there/a.db"', 'key "archive": ~nobody-there is no user of this machine'),
        ('catalogue = ["a\\u0000.toml"]', 'key "catalogue": has a NUL character'),
        ('notify = ["ntfy://topic"]', 'key "notify": looks like a secret'),
        ('mail_password = "x"', 'key "mail_password": looks like a secret'),
        ('web_archive = "https://me:word@archive.example"', 'key "web_archive": looks like a secret'),
    ],
)
def test_what_is_wrong_is_refused_with_its_key(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        read_settings_file(write(tmp_path, text))


def test_command_line_environment_file_and_default_come_in_this_order(desk) -> None:
    write(desk.folder, 'contact = "file@desk.example"\nbasis = "general"\narchive = "other.db"\n')
    shown = desk.run("config", "show", "--basis", "research").stdout
    lines = {line.split()[0]: line for line in shown.splitlines()[1:]}
    assert lines["contact"].endswith(f"file@desk.example  ({desk.folder / 'spacebeat.toml'})")
    assert lines["basis"].endswith("research  (command line)")
    assert lines["archive"].endswith("test.db  (environment, $SPACEBEAT_ARCHIVE)")
    assert lines["web_archive_delay"].endswith("4.0  (default)")
    assert lines.keys() == {key.name for key in KEYS}


def test_a_wrong_file_stops_every_command_with_one_line(desk) -> None:
    write(desk.folder, "colour = 1\n")
    done = desk.run("status")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert 'key "colour": unknown key' in done.stderr


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        (
            {"SPACEBEAT_POLL_FLOOR": "1h"},
            "$SPACEBEAT_POLL_FLOOR: '1h' is not a whole number from 60 to 8640000",
        ),
        ({"SPACEBEAT_POLL_CEILING": "-5"}, "$SPACEBEAT_POLL_CEILING: '-5' is not a whole number from 60"),
        ({"SPACEBEAT_WEB_ARCHIVE_DELAY": "0"}, "$SPACEBEAT_WEB_ARCHIVE_DELAY: '0' is not a number from 1 to 3600"),
        ({"SPACEBEAT_WEB_ARCHIVE_DELAY": "nan"}, "'nan' is not a number"),
        ({"SPACEBEAT_POLL_FLOOR": "172800"}, "$SPACEBEAT_POLL_FLOOR is longer than $SPACEBEAT_POLL_CEILING"),
    ],
    ids=str,
)
def test_a_number_of_the_environment_is_held_to_the_bounds_of_the_file(
    variables: dict[str, str], reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        main(["config", "show"])
    shown = capsys.readouterr().err
    assert (stop.value.code, shown.count("\n")) == (2, 1)
    assert reason in shown


def test_numbers_of_the_environment_and_empty_ones_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACEBEAT_POLL_FLOOR", "")
    monkeypatch.setenv("SPACEBEAT_POLL_CEILING", "7200")
    monkeypatch.setenv("SPACEBEAT_WEB_ARCHIVE_DELAY", "2.5")
    check_environment()


def test_a_byte_order_mark_before_the_settings_is_passed_over(tmp_path: Path) -> None:
    assert read_settings_file(write(tmp_path, '\ufeffcontact = "a@b.example"')) == {"SPACEBEAT_CONTACT": "a@b.example"}


def test_the_catalogue_of_the_file_is_used_and_stays_with_the_file_in_a_timer(desk, tmp_path: Path) -> None:
    (desk.folder / "ours.toml").write_text(
        '[[source]]\nid = "ours"\nname = "Ours"\nhomepage = "https://ours.example/"\ncountry = "US"\n'
        'languages = ["en"]\nkind = "agency"\nfocus = "space"\n[[source.feed]]\nurl = "https://ours.example/feed"\n'
    )
    write(desk.folder, 'catalogue = ["ours.toml"]\nonly_catalogue = true\ncontact = "a@b.example"\n')
    assert [line.split()[0] for line in desk.run("sources", "list").stdout.splitlines()] == ["id", "ours"]
    program = (
        "import json; from crawler.config.load import apply_settings_file; apply_settings_file();"
        "from pathlib import Path; from crawler.schedule.job import crawl_job;"
        "job = crawl_job(Path('a.db'), (Path('ours.toml'),), only_catalogue=True, allow_private=False);"
        "print(json.dumps([job.arguments, dict(job.environment)]))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=desk.folder,
        env=desk.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    arguments, environment = json.loads(printed.stdout)
    assert not {"--catalogue", "--only-catalogue"} & set(arguments)
    assert environment["SPACEBEAT_CONFIG"] == str(desk.folder / "spacebeat.toml")
    assert "SPACEBEAT_CONTACT" not in environment


def test_services_are_read_from_the_named_variables() -> None:
    environment = {"SPACEBEAT_NOTIFY": "a://1 b://2", "MAIL": "c://3"}
    assert services_of(environment) == ["a://1", "b://2"]
    assert services_of(environment | {"SPACEBEAT_NOTIFY_FROM": "MAIL"}) == ["c://3"]
