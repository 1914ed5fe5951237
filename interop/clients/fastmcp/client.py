import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import mcp_types as types
from fastmcp import Client
from fastmcp.client.transports import SSETransport, StreamableHttpTransport
from mcp.client.subscriptions import listen

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from checks import main  # noqa: E402
from session import Session, callbacks, plain  # noqa: E402


class FastMcpSession(Session):
    def __init__(self, client, seen):
        self.client = client
        self.seen = seen
        self.protocol = client.protocol_version

    async def list(self, what):
        result = plain(await getattr(self.client, f"list_{what}_mcp")())
        return result["resourceTemplates" if what == "resource_templates" else what]

    async def call(self, name, arguments, progress=None, meta=None):
        return plain(await self.client.call_tool_mcp(name, arguments, progress_handler=progress, meta=meta))

    async def read(self, uri):
        return plain(await self.client.read_resource_mcp(uri))

    async def get_prompt(self, name, arguments):
        return plain(await self.client.get_prompt_mcp(name, arguments))

    async def complete(self, prompt, argument, context):
        reference = types.PromptReference(type="ref/prompt", name=prompt)
        return plain(await self.client.complete_mcp(reference, argument, context))

    async def set_level(self, level):
        await self.client.set_logging_level(level)

    async def ping(self):
        if not await self.client.ping():
            raise AssertionError("ping was not answered by an empty result")

    @asynccontextmanager
    async def watch(self, uri):
        # FastMCP has no call of its own for this; its client hands out the SDK's session.
        session = self.client.session
        if not self.modern:
            await session.subscribe_resource(uri)
            yield
            await session.unsubscribe_resource(uri)
            return

        async with listen(session, resource_subscriptions=[uri]) as subscription:
            reader = asyncio.create_task(self.collect(subscription))
            yield
            reader.cancel()

    async def collect(self, subscription):
        async for event in subscription:
            self.seen.updates.append(event.uri)


@asynccontextmanager
async def connect(options, seen):
    shared = callbacks(types, seen)
    transport = SSETransport if options.transport == "sse" else StreamableHttpTransport
    client = Client(
        transport(options.url),
        mode="auto" if options.era == "modern" else "legacy",
        log_handler=shared["logging_callback"],
        message_handler=shared["message_handler"],
        sampling_handler=lambda messages, params, context: shared["sampling_callback"](context, params),
        elicitation_handler=lambda message, kind, params, context: shared["elicitation_callback"](context, params),
    )
    async with client:
        yield FastMcpSession(client, seen)


main(connect)
