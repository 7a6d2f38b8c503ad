"""Fuzz one reader, or all in turn: `python -m tests.fuzz [NAME|all] [SECONDS]`, guided by coverage (atheris).

What is found lies in build/fuzz/NAME; each finding becomes a seed of its target or a test.
"""

import subprocess
import sys
from pathlib import Path

_FOUND = Path("build/fuzz")
_INSTRUMENTED = ["archive", "crawler", "feedparser"]


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else "all"
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    if name != "all":
        return _fuzz(name, seconds)
    from tests.fuzz.targets import TARGETS

    names = [target.name for target in TARGETS]
    # Each in a separate process: the fuzzer ends the process with what it found.
    done = [subprocess.run([sys.executable, "-m", "tests.fuzz", one, str(seconds)], check=False) for one in names]
    failed = [one for one, process in zip(names, done, strict=True) if process.returncode]
    print(f"{len(names)} readers, {len(failed)} with findings: {', '.join(failed) or 'none'}")
    return int(bool(failed))


def _fuzz(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=_INSTRUMENTED):
        from tests.fuzz.targets import TARGETS
    targets = {target.name: target for target in TARGETS}
    if name not in targets:
        print(f"{name} is none of {', '.join(targets)}", file=sys.stderr)
        return 2
    corpus = _FOUND / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets[name].seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}", "-timeout=25", "-max_len=20000", f"-artifact_prefix={corpus}/found-"]
    atheris.Setup([sys.argv[0], str(corpus), *limits], targets[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
