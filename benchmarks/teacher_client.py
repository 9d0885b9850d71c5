"""Overhead of the teacher's client against a local server that answers after 50 ms, side by side in one run.

    python benchmarks/teacher_client.py            # needs: pip install 'tutelage[bench]'
    python benchmarks/teacher_client.py --faults   # the same under faults of the server
    python benchmarks/teacher_client.py --requests 10 --rounds 1 --beside aiohttp    # the smallest, needs nothing

Clients: aiohttp alone, the `openai` package alone (both post and read the answer, nothing else), and ours through the
whole path: prompt, call, reading of the form, write to the ledger, draft. The server has a process of its own; on two
cores it shares them with the client. Rounds alternate; figures are medians with their range.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FAULTS = {"429": 0.05, "500": 0.02, "cut": 0.01, "truncated": 0.01, "slow": 0.01}
ITEM = {
    "question": "leap: what is 3 + 4?",
    "steps": [{"skill": "leap", "text": "3 + 4 = 7, step by step. " * 6}] * 5,
    "answer": "7",
    "check": "answer = 3 + 4",
}
MISSING = 77
"""Exit code where a package is missing."""
ANSWER = json.dumps({"exercises": [ITEM]})


async def serve(folder: Path, faults: bool) -> None:
    """The server: about 1 KB an answer, after 50 ms."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from endpoint import Endpoint

    endpoint = Endpoint(lambda body: ANSWER, delay=0.05, faults=FAULTS if faults else None)
    endpoint.bodies = _Nowhere()
    endpoint.headers = _Nowhere()
    endpoint.addresses = _Nowhere()
    await endpoint.start()
    (folder / "url").write_text(endpoint.url)
    await asyncio.Event().wait()


class _Nowhere(list[Any]):
    """A list that keeps nothing, so that the server does not grow."""

    def append(self, item: Any) -> None:
        pass


def ours(url: str, number: int, concurrency: int, folder: Path) -> int:
    """Drafts through the whole path."""
    from tutelage import graph
    from tutelage.config import TeacherConfig
    from tutelage.records import ExercisesRequest, Reply, Skill
    from tutelage.teacher import make_teacher

    skills = graph.build([Skill(id="leap", name="leap")], [])
    config = TeacherConfig(
        kind="openai", model="m", base_url=url, concurrency=concurrency, exercises_per_call=1, timeout=1.0
    )
    requests = [ExercisesRequest(id=f"r{i}", skill="leap", seed=i, difficulties=(1,)) for i in range(number)]
    with tempfile.TemporaryDirectory(dir=folder) as ledger:
        teacher = make_teacher(config, skills, folder=Path(ledger))
        return sum(len(reply.drafts) for reply in teacher.answer(requests) if isinstance(reply, Reply))


def bare_openai(url: str, number: int, concurrency: int, folder: Path) -> int:
    import openai

    async def run() -> int:
        gate = asyncio.Semaphore(concurrency)
        async with openai.AsyncOpenAI(api_key="x", base_url=url, max_retries=6, timeout=1.0) as client:

            async def one(i: int) -> str:
                async with gate:
                    said = await client.chat.completions.create(model="m", messages=_messages(i), seed=i)
                return said.choices[0].message.content or ""

            return len(await asyncio.gather(*map(one, range(number))))

    return asyncio.run(run())


def bare_aiohttp(url: str, number: int, concurrency: int, folder: Path) -> int:
    import aiohttp

    async def run() -> int:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=concurrency)) as session:

            async def one(i: int) -> str:
                body = {"model": "m", "messages": _messages(i), "seed": i}
                async with session.post(f"{url}/chat/completions", json=body) as response:
                    return str((await response.json())["choices"][0]["message"]["content"])

            return len(await asyncio.gather(*map(one, range(number))))

    return asyncio.run(run())


def _messages(i: int) -> list[Any]:
    """As long as our own prompt for exercises."""
    return [{"role": "user", "content": f"Write 1 exercise, number {i}. " + "Each question stands alone. " * 40}]


OTHERS: dict[str, Callable[[str, int, int, Path], int]] = {"aiohttp": bare_aiohttp, "openai": bare_openai}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--faults", action="store_true", help="5%% 429, 2%% 500, 1%% each of cut, truncated, slow")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--beside", nargs="+", choices=OTHERS, default=list(OTHERS), help="clients beside ours")
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.serve, options.faults))
        return
    if "openai" in options.beside and not options.faults and find_spec("openai") is None:
        print("the openai client is not installed: pip install 'tutelage[bench]', or --beside aiohttp", file=sys.stderr)
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.faults:
            _compare_faults(folder, options.requests, options.rounds)
        else:
            _compare_clients(folder, options.requests, options.rounds, options.beside)


def _compare_clients(folder: Path, number: int, rounds: int, beside: Sequence[str]) -> None:
    clients = {name: OTHERS[name] for name in beside} | {"tutelage": ours}
    server, url = _start(folder / "plain", faults=False)
    try:
        for concurrency in (64, 256):
            rates: dict[str, list[float]] = {client: [] for client in clients}
            for _ in range(rounds):
                for client, run in clients.items():
                    rates[client].append(_rate(run, url, number, concurrency, folder))
            print(f"{number} requests, {concurrency} at once, requests/s (median, range of {rounds})")
            for client, values in rates.items():
                ratio = statistics.median(a / b for a, b in zip(rates["tutelage"], values, strict=True))
                print(
                    f"  {client:<9} {statistics.median(values):>6.0f}   {min(values):.0f} to {max(values):.0f}"
                    f"   tutelage/{client} {ratio:.2f}"
                )
    finally:
        server.kill()


def _compare_faults(folder: Path, number: int, rounds: int) -> None:
    plain, plain_url = _start(folder / "plain", faults=False)
    faulty, faulty_url = _start(folder / "faulty", faults=True)
    try:
        shares = []
        for _ in range(rounds):
            good = _rate(ours, plain_url, number, 64, folder)
            bad = _rate(ours, faulty_url, number, 64, folder)
            shares.append(bad / good)
            print(f"faultless {good:.0f}/s, under faults {bad:.0f}/s, all {number} answered: {bad / good:.2f}")
        print(f"median {statistics.median(shares):.2f} of the faultless rate")
    finally:
        plain.kill()
        faulty.kill()


def _rate(run: Callable[..., int], url: str, number: int, concurrency: int, folder: Path) -> float:
    start = time.perf_counter()
    done = run(url, number, concurrency, folder)
    if done != number:
        raise SystemExit(f"{done} answers for {number} requests")
    return number / (time.perf_counter() - start)


def _start(folder: Path, *, faults: bool) -> tuple[subprocess.Popen[bytes], str]:
    folder.mkdir()
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(folder), *(["--faults"] if faults else [])])
    while not (folder / "url").exists():
        time.sleep(0.05)
    time.sleep(0.2)
    return server, (folder / "url").read_text()


if __name__ == "__main__":
    main()
