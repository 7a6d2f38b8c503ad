"""`spacebeat schedule` with stub `crontab` and `systemctl` programs in a temporary folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import spacebeat

CRONTAB = """#!/bin/sh
PATH=/usr/bin:/bin
table="$HOME/table"
case "$1" in
  -l) if [ -f "$table" ]; then cat "$table"; else echo "no crontab for user" >&2; exit 1; fi ;;
  -) cat > "$table"; echo write >> "$HOME/writes" ;;
esac
"""
SYSTEMCTL = """#!/bin/sh
PATH=/usr/bin:/bin
echo "$@" >> "$HOME/calls"
shift
case "$1" in
  is-enabled) test -f "$HOME/enabled" ;;
  enable) touch "$HOME/enabled" ;;
  disable) rm -f "$HOME/enabled" ;;
esac
"""
OTHERS = "# my own\n0 5 * * * tidy # spacebeat\n@daily backup 100\\%"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up a machine with cron and without systemd, with spaces and other traps in its paths."""
    home = tmp_path / 'home of % $HOME "me"'
    (home / "bin").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("PATH", str(home / "bin"))
    monkeypatch.setenv("SPACEBEAT_CONTACT", "desk's 100% team")
    put(home, "crontab", CRONTAB)
    put(home, "systemctl", "#!/bin/sh\nexit 1\n")
    return home


def put(home: Path, name: str, program: str) -> None:
    (home / "bin" / name).write_text(program)
    (home / "bin" / name).chmod(0o755)


def schedule(home: Path, *arguments: str) -> Result:
    verb, *rest = arguments
    line = ["schedule", verb, "--archive", str(home / "news.db"), *rest]
    return CliRunner().invoke(spacebeat, line, standalone_mode=False, catch_exceptions=False)


def test_a_crontab_line_is_added_once_and_removed_alone(home: Path) -> None:
    (home / "table").write_text(OTHERS)
    assert "installed (crontab)" in schedule(home, "install").output
    table = (home / "table").read_text()
    assert table.startswith(OTHERS + "\n")
    assert table.count("crawl --due") == 1
    assert "already installed" in schedule(home, "install").output
    assert (home / "writes").read_text().split() == ["write"]
    assert "crawl --due" in schedule(home, "show").output
    assert "removed (crontab)" in schedule(home, "remove").output
    assert (home / "table").read_text() == OTHERS + "\n"
    assert "nothing is installed" in schedule(home, "remove").output


def test_the_crontab_line_is_quoted_correctly_for_the_shell(home: Path) -> None:
    schedule(home, "install")
    (line,) = (home / "table").read_text().splitlines()
    command = line.split(maxsplit=5)[5].replace("\\%", "%").partition(">/dev/null")[0]
    asked = "/usr/bin/printf '%s|' \"$SPACEBEAT_CONTACT\""
    command = command.replace("exec nice -n 10 env", "").replace(sys.executable, f"; {asked}", 1)
    shown = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout.split("|")
    assert shown[:9] == ["desk's 100% team", "-P", "-m", "crawler", "crawl", "--due", "--max-time", "1h", "--archive"]
    assert shown[9] == str(home / "news.db")


@pytest.mark.parametrize("timer", ["crontab", "systemd"])
def test_a_timer_reaches_the_web_as_the_shell_that_installed_it(
    timer: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, "systemctl", SYSTEMCTL)
    network = {
        "https_proxy": "http://proxy.example:3128",
        "NO_PROXY": "intranet.example",
        "SSL_CERT_FILE": "/etc/ca.pem",
    }
    for name, value in network.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not of the network")
    schedule(home, "install", "--with", timer)
    shown = schedule(home, "show", "--with", timer).output
    for name, value in network.items():
        assert f"{name}={value}" in shown
    assert "AWS" not in shown


def test_the_shell_of_cron_shows_no_password_while_the_crawl_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACEBEAT_NOTIFY", "mailto://desk:password@mail.example")
    put(home, "python", '#!/bin/sh\necho $$ > "$HOME/pid"\n')
    monkeypatch.setattr(sys, "executable", str(home / "bin" / "python"))
    schedule(home, "install")
    command = (home / "table").read_text().rstrip("\n").split(maxsplit=5)[5].replace("\\%", "%")
    with subprocess.Popen(["/bin/sh", "-c", command], env={"HOME": str(home), "PATH": "/usr/bin:/bin"}) as shell:
        assert shell.wait(30) == 0
    assert (home / "pid").read_text() == f"{shell.pid}\n"


def test_systemd_units_are_written_once_and_removed_alone(home: Path) -> None:
    put(home, "systemctl", SYSTEMCTL)
    units = home / "config" / "systemd" / "user"
    units.mkdir(parents=True)
    (units / "other.timer").write_text("[Timer]\n")
    assert "installed (systemd)" in schedule(home, "install").output
    (timer,) = units.glob("spacebeat-*.timer")
    (service,) = units.glob("spacebeat-*.service")
    for setting in ("Persistent=true", "RandomizedDelaySec=600"):
        assert setting in timer.read_text()
    for setting in (
        "Nice=10",
        f"MemoryMax={1024 + 512 * (os.cpu_count() or 1)}M",
        '"crawl" "--due"',
        "100%% team",
        '%% $$HOME \\"me\\"/news.db',
    ):
        assert setting in service.read_text()
    assert {path.stat().st_mode & 0o777 for path in (timer, service)} == {0o600}  # passwords are in the environment
    (home / "calls").unlink()
    assert "already installed" in schedule(home, "install").output
    assert "enable " not in (home / "calls").read_text()
    assert "removed (systemd)" in schedule(home, "remove").output
    assert [path.name for path in units.iterdir()] == ["other.timer"]


def test_an_installation_that_fails_leaves_nothing(home: Path) -> None:
    from crawler.schedule.job import TimerError

    put(home, "systemctl", SYSTEMCTL.replace("enable) touch", "enable) echo no >&2; exit 1; touch"))
    with pytest.raises(TimerError, match=r"enable .*failed: no; .*--with crontab"):
        schedule(home, "install", "--with", "systemd")
    assert list((home / "config" / "systemd" / "user").iterdir()) == []


def test_a_unit_that_spacebeat_did_not_write_is_not_changed(home: Path) -> None:
    from crawler.schedule.job import TimerError

    put(home, "systemctl", SYSTEMCTL)
    schedule(home, "install")
    (timer,) = (home / "config" / "systemd" / "user").glob("*.timer")
    timer.write_text("[Timer]\nOnCalendar=weekly\n")
    with pytest.raises(TimerError, match="was not written by Spacebeat"):
        schedule(home, "install")
    schedule(home, "remove")
    assert timer.read_text() == "[Timer]\nOnCalendar=weekly\n"


def test_without_systemd_and_cron_the_error_names_the_alternative(home: Path) -> None:
    from crawler.schedule.job import TimerError

    (home / "bin" / "crontab").unlink()
    with pytest.raises(TimerError, match="schedule run"):
        schedule(home, "install")


def test_a_timer_has_the_services_that_the_settings_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACEBEAT_NOTIFY_FROM", "DESK_MAIL DESK_PHONE")
    monkeypatch.setenv("DESK_MAIL", "mailto://desk.example")
    monkeypatch.setenv("OTHER_MAIL", "mailto://other.example")
    schedule(home, "install")
    shown = schedule(home, "show").output
    assert "DESK_MAIL=mailto://desk.example" in shown
    assert "other.example" not in shown


def test_the_foreground_crawls_at_once_and_ends_on_sigterm(tmp_path: Path) -> None:
    (tmp_path / "crawler.py").write_text("raise SystemExit(9)")  # of the user, where the timer starts
    catalogue = tmp_path / "none.toml"
    catalogue.write_text("")
    options = ["--archive", "a.db", "--catalogue", str(catalogue), "--only-catalogue"]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "crawler", "schedule", "run", *options],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = next(line for line in process.stderr if "next crawl in" in line)
    assert "exit code 2;" in line  # no sources, not 9
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 130
    assert time.monotonic() - began < 5
    process.stderr.close()
