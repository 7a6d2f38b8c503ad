"""A systemd user timer (systemd.timer(5)), which catches up after sleep and limits the crawl's memory and priority."""

import os
import shutil
import subprocess
from pathlib import Path

from crawler.schedule.job import Job, TimerError

MARK = "# Written by 'spacebeat schedule install'; 'spacebeat schedule remove' takes it away."
MEMORY_MAX = "3G"
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
    changed = False
    for path, text in files(job).items():
        existing = path.read_text("utf-8") if path.exists() else None
        if existing == text:
            continue
        if existing is not None and not existing.startswith(MARK):
            raise TimerError(f"{path} exists and was not written by Spacebeat; move it away first")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        changed = True
    if changed:
        _must("daemon-reload")
    if changed or _systemctl("is-enabled", f"{job.name}.timer").returncode != 0:
        _must("enable", "--now", f"{job.name}.timer")
        changed = True
    return changed


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
        f"SuccessExitStatus=3\nNice=10\nIOSchedulingClass=idle\nMemoryMax={MEMORY_MAX}\nTimeoutStopSec=120\n"
    )


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
        raise TimerError(f"systemctl --user {' '.join(arguments)} failed: {done.stderr.strip() or done.returncode}")


def _systemctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["systemctl", "--user", *arguments], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(arguments, 1, "", str(error))
