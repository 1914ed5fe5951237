"""What each capability must do, for the Python SDKs."""

import argparse
import asyncio
import base64
import json
import os
import sys
import uuid
import warnings
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from session import Json, Seen, Session

DEADLINE = 10
DOCUMENT = "demo://resource/static/document/features.md"
LOG_LEVEL = "io.modelcontextprotocol/logLevel"


class Unsupported(Exception):
    pass


def equal(actual: Any, expected: Any) -> None:
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


def contains(text: str, part: str) -> None:
    if part not in text:
        raise AssertionError(f"{part!r} is not in {text!r}")


async def until(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    while True:
        met = condition()
        if (await met) if isinstance(met, Awaitable) else met:
            return
        await asyncio.sleep(0.05)


def text_of(result: Json) -> str:
    return "\n".join(block["text"] for block in result["content"] if block["type"] == "text")


async def tools(session: Session, seen: Seen) -> None:
    echo = next(tool for tool in await session.list("tools") if tool["name"] == "echo")
    equal(echo["inputSchema"]["properties"]["message"]["type"], "string")
    message = f"grüße ✓ {uuid.uuid4()}"
    equal(text_of(await session.call("echo", {"message": message})), f"Echo: {message}")


async def structured(session: Session, seen: Seen) -> None:
    result = await session.call("get-structured-content", {"location": "Chicago"})
    equal(result["structuredContent"], {"temperature": 36, "conditions": "Light rain / drizzle", "humidity": 82})


async def images(session: Session, seen: Seen) -> None:
    content = (await session.call("get-tiny-image", {}))["content"]
    image = next(block for block in content if block["type"] == "image")
    equal(image["mimeType"], "image/png")
    equal(base64.b64decode(image["data"])[1:4], b"PNG")


async def progress(session: Session, seen: Seen) -> None:
    steps = []

    async def report(progress: float, total: float | None, message: str | None) -> None:
        steps.append((progress, total, message))

    equal(text_of(await session.call("count", {}, progress=report)), "counted")
    equal(steps, [(step, 5, f"step {step}") for step in range(1, 6)])


async def logging(session: Session, seen: Seen) -> None:
    if not session.modern:
        await session.set_level("info")
    meta = {LOG_LEVEL: "info"} if session.modern else None
    equal(text_of(await session.call("log-messages", {}, meta=meta)), "logged")

    def logs() -> list[tuple[str, str]]:
        return [(log["level"], log["data"]) for log in seen.logs if log.get("logger") == "interop"]

    await until(lambda: len(logs()) >= 2)
    equal(logs(), [("info", "second"), ("warning", "third")])


async def sampling(session: Session, seen: Seen) -> None:
    prompt = str(uuid.uuid4())
    result = await session.call("trigger-sampling-request", {"prompt": prompt, "maxTokens": 7})
    equal(len(seen.sampling), 1)
    equal(seen.sampling[0]["maxTokens"], 7)
    contains(json.dumps(seen.sampling[0]["messages"]), prompt)
    contains(text_of(result), seen.answer)


async def elicitation(session: Session, seen: Seen) -> None:
    result = await session.call("trigger-elicitation-request", {})
    equal(len(seen.elicitation), 1)
    contains(seen.elicitation[0]["message"], "provide inputs")
    equal(seen.elicitation[0]["requestedSchema"]["required"], ["name"])
    contains(text_of(result), f"- Name: {seen.answer}")


async def resources(session: Session, seen: Seen) -> None:
    contains(json.dumps([resource["uri"] for resource in await session.list("resources")]), DOCUMENT)
    content = (await session.read(DOCUMENT))["contents"][0]
    equal((content["uri"], content["mimeType"]), (DOCUMENT, "text/markdown"))
    contains(content["text"], "Everything Server")


async def templates(session: Session, seen: Seen) -> None:
    listed = [template["uriTemplate"] for template in await session.list("resource_templates")]
    contains(json.dumps(listed), "demo://resource/dynamic/text/{resourceId}")
    contains((await session.read("demo://resource/dynamic/text/42"))["contents"][0]["text"], "Resource 42: ")


async def prompts(session: Session, seen: Seen) -> None:
    prompt = next(prompt for prompt in await session.list("prompts") if prompt["name"] == "completable-prompt")
    equal([argument["name"] for argument in prompt["arguments"]], ["department", "name"])
    result = await session.get_prompt(prompt["name"], {"department": "Sales", "name": "Eve"})
    equal(result["messages"][0]["content"]["text"], "Please promote Eve to the head of the Sales team.")


async def completion(session: Session, seen: Seen) -> None:
    async def complete(name: str, value: str, context: Json | None = None) -> list[str]:
        result = await session.complete("completable-prompt", {"name": name, "value": value}, context)
        return result["completion"]["values"]

    equal(await complete("department", "E"), ["Engineering"])
    equal(await complete("name", "A", {"department": "Engineering"}), ["Alice"])


async def subscriptions(session: Session, seen: Seen) -> None:
    async with session.watch(DOCUMENT):
        await session.call("touch", {})
        await until(lambda: bool(seen.updates))
        equal(set(seen.updates), {DOCUMENT})


async def cancellation(session: Session, seen: Seen) -> None:
    token = str(uuid.uuid4())

    async def state(expected: str) -> bool:
        return text_of(await session.call("wait-state", {"token": token})) == expected

    call = asyncio.create_task(session.call("wait", {"token": token}))
    await until(lambda: state("waiting"))
    await session.cancel(call)
    await asyncio.wait({call})
    if not call.cancelled() and not call.exception():
        raise AssertionError(f"the cancelled call was answered: {call.result()}")
    await until(lambda: state("cancelled"))


async def ping(session: Session, seen: Seen) -> None:
    if session.modern:
        raise Unsupported(f"{session.protocol} has no ping")
    await session.ping()


CHECKS = {
    check.__name__: check
    for check in (tools, structured, images, progress, logging, sampling, elicitation, resources, templates)
    + (prompts, completion, subscriptions, cancellation, ping)
}
Connect = Callable[[argparse.Namespace, Seen], AbstractAsyncContextManager[Session]]


def reason_of(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"not done after {DEADLINE} s" if isinstance(error, TimeoutError) else f"{type(error).__name__}: {error}"


async def run(name: str, connect: Connect, options: argparse.Namespace, verdict: Json) -> None:
    try:
        async with asyncio.timeout(DEADLINE):
            seen = Seen()
            async with connect(options, seen) as session:
                verdict["protocol"] = session.protocol
                await CHECKS[name](session, seen)
                verdict["ok"] = True
    except Unsupported as unsupported:
        verdict["unsupported"] = str(unsupported)
    except Exception as error:
        # An SDK may wrap what the check raised in the group of its own tasks.
        inner = error
        while isinstance(inner, BaseExceptionGroup):
            inner = inner.exceptions[0]
        if isinstance(inner, Unsupported):
            verdict["unsupported"] = str(inner)
        elif not verdict.get("ok"):
            verdict.update(ok=False, reason=reason_of(error))
        else:
            print(f"{name}: closing failed: {reason_of(error)}", file=sys.stderr)


async def run_all(connect: Connect, options: argparse.Namespace) -> None:
    for name in options.capability.split(","):
        verdict: Json = {"capability": name}
        _, late = await asyncio.wait({asyncio.create_task(run(name, connect, options, verdict))}, timeout=DEADLINE + 2)
        if late and "ok" not in verdict:
            verdict.update(ok=False, reason=f"neither done nor closed after {DEADLINE + 2} s")
        print(json.dumps(verdict), flush=True)


def main(connect: Connect) -> None:
    """Runs what the command line asks for, one fresh session a capability, and ends the process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--transport", choices=("http", "sse"), default="http")
    parser.add_argument("--era", choices=("legacy", "modern"), default="legacy")
    parser.add_argument("--capability", default=",".join(CHECKS))
    warnings.simplefilter("ignore")
    asyncio.run(run_all(connect, parser.parse_args()))
    # A session that would not close must not keep the process.
    sys.stdout.flush()
    os._exit(0)
