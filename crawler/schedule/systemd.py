"""A systemd user timer (systemd.timer(5)), which catches up after sleep and limits the crawl's memory and priority."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from crawler.schedule.job import Job, TimerError

MARK = "# Written by 'spacebeat schedule install'; 'spacebeat schedule remove' takes it away."
MEMORY_MIB = (1024, 512)  # of the crawl itself, and of each of its workers
SPREAD_S = 600


def is_available() -> bool:
    """Return whether the user's systemd instance responds."""
    return shutil.which("systemctl") is not None and _systemctl("show-environment").returncode == 0


def folder() -> Path:
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(config, "systemd", "user")


def files(job: Job) -> dict[Path, str]:
    """Return the unit files of a job by path."""
    stem = folder() / job.name
    return {Path(f"{stem}.service"): _service(job), Path(f"{stem}.timer"): _timer(job)}


def install(job: Job) -> bool:
    """Write and start the units; return whether anything changed. Raises TimerError."""
    units = files(job)
    before = {path: path.read_text("utf-8") if path.exists() else None for path in units}
    for path, existing in before.items():
        if existing is not None and not existing.startswith(MARK):
            raise TimerError(f"{path} exists and was not written by Spacebeat; move it away first")
    changed = before != units
    try:
        if changed:
            _write(units)
            _must("daemon-reload")
        if changed or _systemctl("is-enabled", f"{job.name}.timer").returncode != 0:
            _must("enable", "--now", f"{job.name}.timer")
            changed = True
    except (OSError, TimerError) as error:
        _write(before)  # what was there, or nothing
        _systemctl("daemon-reload")
        if isinstance(error, TimerError):
            raise
        raise TimerError(f"cannot write the units: {error}") from error
    return changed


def _write(units: Mapping[Path, str | None]) -> None:
    for path, text in units.items():
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(0o600)  # the environment has the passwords of notification services
            path.chmod(0o600)
            path.write_text(text, "utf-8")


def remove(job: Job) -> bool:
    """Stop the timer and delete its units; return whether there were any."""
    ours = [path for path in files(job) if path.exists() and path.read_text("utf-8").startswith(MARK)]
    if not ours:
        return False
    _systemctl("disable", "--now", f"{job.name}.timer")
    for path in ours:
        path.unlink()
    _systemctl("daemon-reload")
    return True


def installed(job: Job) -> str:
    """Return the installed units and the timer's next run, or an empty string."""
    units = [f"# {path}\n{path.read_text('utf-8')}" for path in files(job) if path.exists()]
    if not units:
        return ""
    return "\n".join([*units, _systemctl("list-timers", "--no-pager", f"{job.name}.timer").stdout])


def _service(job: Job) -> str:
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environment.items())
    return (
        f"{MARK}\n[Unit]\nDescription=Spacebeat crawl into {_plain(str(job.archive))}\n\n"
        f"[Service]\nType=oneshot\nExecStart={' '.join(map(_argument, job.command))}\n{environment}"
        f"SuccessExitStatus=3\nNice=10\nIOSchedulingClass=idle\nMemoryMax={_memory_mib()}M\nTimeoutStopSec=120\n"
    )


def _memory_mib() -> int:
    """Return the limit for a crawl with its workers, one for each core."""
    itself, worker = MEMORY_MIB
    return itself + worker * (os.cpu_count() or 1)


def _timer(job: Job) -> str:
    return (
        f"{MARK}\n[Unit]\nDescription=Hourly Spacebeat crawl\n\n"
        f"[Timer]\nOnCalendar=*-*-* *:{job.minute:02d}:00\nPersistent=true\nRandomizedDelaySec={SPREAD_S}\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _quoted(text: str) -> str:
    """Quote a word of a unit file (systemd.syntax(7)), in which `%` starts a specifier."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")
    return f'"{escaped}"'


def _argument(text: str) -> str:
    """Quote a word of a command line, in which `$` starts a variable too (systemd.service(5))."""
    return _quoted(text).replace("$", "$$")


def _plain(text: str) -> str:
    return " ".join(text.replace("%", "%%").split())


def _must(*arguments: str) -> None:
    done = _systemctl(*arguments)
    if done.returncode != 0:
        raise TimerError(
            f"systemctl --user {' '.join(arguments)} failed: {done.stderr.strip() or done.returncode}; "
            "log in as this user (ssh, not su), or use --with crontab"
        )


def _systemctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["systemctl", "--user", *arguments], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(arguments, 1, "", str(error))
