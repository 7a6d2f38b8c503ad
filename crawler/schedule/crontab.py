"""A line in the user's crontab (crontab(5)), for machines without systemd. Other lines are not changed."""

import shutil
import subprocess

from crawler.schedule.job import Job, TimerError, shell_line


def is_available() -> bool:
    return shutil.which("crontab") is not None


def line(job: Job) -> str:
    """Return the crontab line of a job. cron ends a command at `%` and mails its output, so both are avoided.

    The shell gives way to the crawl (`exec`): its own arguments have the passwords of notification services, and every
    user of the machine would see them in the list of processes for as long as a crawl takes.
    """
    command = shell_line(job).replace("%", "\\%")
    if "\n" in command:
        raise TimerError("a crontab line cannot contain a line break, but a path or setting has one")
    return f"{job.minute} * * * * exec nice -n 10 env {command} >/dev/null 2>&1 {_mark(job)}"


def install(job: Job) -> bool:
    """Install the line and return whether anything changed. Raises TimerError."""
    table = _read()
    if line(job) in table.splitlines():
        return False
    others = _without(table, job)
    _write(others + ("\n" if others and not others.endswith("\n") else "") + line(job) + "\n")
    return True


def remove(job: Job) -> bool:
    """Remove the job's line and return whether there was one."""
    table = _read()
    others = _without(table, job)
    if others == table:
        return False
    _write(others)
    return True


def installed(job: Job) -> str:
    """Return the job's line as it is in the crontab, or an empty string."""
    return "".join(text for text in _read().splitlines(keepends=True) if _is_ours(text, job))


def _without(table: str, job: Job) -> str:
    return "".join(text for text in table.splitlines(keepends=True) if not _is_ours(text, job))


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
