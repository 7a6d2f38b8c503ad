"""A line in the user's crontab (crontab(5)), for machines without systemd. All other lines stay as they are."""

import shutil
import subprocess

from crawler.schedule.job import Job, TimerError, shell_line


def is_available() -> bool:
    return shutil.which("crontab") is not None


def line(job: Job) -> str:
    """The line of a job. `%` would end the command for cron, and output would be sent as mail every hour."""
    command = shell_line(job).replace("%", "\\%")
    if "\n" in command:
        raise TimerError("a path or setting with a line break cannot stand in a crontab")
    return f"{job.minute} * * * * nice -n 10 env {command} >/dev/null 2>&1 {_mark(job)}"


def install(job: Job) -> bool:
    """Give whether anything had to be changed. Raises TimerError."""
    held = _read()
    kept = _without(held, job)
    wanted = kept + ("\n" if kept and not kept.endswith("\n") else "") + line(job) + "\n"
    if line(job) in held.splitlines():
        return False
    _write(wanted)
    return True


def remove(job: Job) -> bool:
    """Give whether there was a line of ours."""
    held = _read()
    kept = _without(held, job)
    if kept == held:
        return False
    _write(kept)
    return True


def shown(job: Job) -> str:
    """Our line as it stands; empty when there is none."""
    return "".join(text for text in _read().splitlines(keepends=True) if _is_ours(text, job))


def _without(held: str, job: Job) -> str:
    return "".join(text for text in held.splitlines(keepends=True) if not _is_ours(text, job))


def _is_ours(text: str, job: Job) -> bool:
    return text.rstrip().endswith(_mark(job))


def _mark(job: Job) -> str:
    return f"# {job.name}"


def _read() -> str:
    done = _crontab("-l")
    if done.returncode != 0 and "no crontab" not in done.stderr.lower():
        raise TimerError(f"crontab -l failed: {done.stderr.strip() or done.returncode}")
    return done.stdout if done.returncode == 0 else ""


def _write(text: str) -> None:
    done = _crontab("-", text=text)
    if done.returncode != 0:
        raise TimerError(f"crontab refused the new table: {done.stderr.strip() or done.returncode}")


def _crontab(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["crontab", *arguments], input=text, capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TimerError(f"crontab cannot be run: {error}") from error
