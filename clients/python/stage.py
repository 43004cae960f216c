"""The simulated provider's director, and how checks are collected, run and told."""

import inspect
import asyncio
import json
import os
import signal
import sys
import traceback
import urllib.request

GATEWAY = os.environ["GATEWAY_URL"]
LOCKED = os.environ["LOCKED_URL"]
MASTER_KEY = os.environ["MASTER_KEY"]
PROVIDER_KEY = os.environ["PROVIDER_KEY"]
STAGE = os.environ["STAGE_URL"]
PROVIDER_ROOT = os.environ["PROVIDER_ROOT"]
LONGEST_SECONDS = 20
# SEMANTICS 5.3 says 100 ms, which the gateway's own tests measure; a busy machine, on which a client also starts, gets some more.
# What is left here would go on for 20 s.
LEAVING_SECONDS = 5

checks = []


def check(function):
    """Makes a check of a function, named as the function is."""
    checks.append(function)
    return function


def play(script):
    """Lets the provider do what `script` says, from its first step."""
    urllib.request.urlopen(
        urllib.request.Request(STAGE + "/script", data=script.encode(), method="PUT")
    ).close()


def asked(count=1):
    """What the provider was asked since, once there were `count` requests and all are over."""
    with urllib.request.urlopen(f"{STAGE}/requests?count={count}") as answer:
        requests = json.load(answer)
    assert len(requests) == count, f"the provider was asked {len(requests)} times, not {count}"
    return requests


def asked_never():
    with urllib.request.urlopen(STAGE + "/requests") as answer:
        assert json.load(answer) == [], "the provider was asked"


def same(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def raises(kind, call):
    """The exception of `call`, of exactly this kind."""
    try:
        call()
    except Exception as e:
        assert type(e) is kind, f"{type(e).__name__} and not {kind.__name__}: {e}"
        return e
    raise AssertionError(f"no {kind.__name__}")


def _alarm(*_):
    raise TimeoutError(f"not over in {LONGEST_SECONDS} s")


def _run(function):
    signal.alarm(LONGEST_SECONDS)
    try:
        if inspect.iscoroutinefunction(function):
            asyncio.run(function())
        else:
            function()
    finally:
        signal.alarm(0)


def main():
    signal.signal(signal.SIGALRM, _alarm)
    failed = 0
    for function in checks:
        place = " at Vertex AI" if os.environ.get("AT_VERTEX") else ""
        name = "python: " + function.__name__.replace("_", " ") + place
        try:
            _run(function)
            print("ok  ", name, flush=True)
        except Exception as e:
            failed += 1
            print(f"FAIL {name}: {type(e).__name__}: {e}", flush=True)
            traceback.print_exc(file=sys.stderr)
    sys.exit(1 if failed else 0)
