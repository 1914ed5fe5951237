import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import mcp_types as types
from mcp import Client
from mcp.client.sse import sse_client

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from checks import main  # noqa: E402
from session import Session, callbacks, plain  # noqa: E402


class Session2(Session):
    def __init__(self, client, seen):
        self.client = client
        self.seen = seen
        self.protocol = client.protocol_version

    async def list(self, what):
        result = plain(await getattr(self.client, f"list_{what}")())
        return result["resourceTemplates" if what == "resource_templates" else what]

    async def call(self, name, arguments, progress=None, meta=None):
        return plain(await self.client.call_tool(name, arguments, progress_callback=progress, meta=meta))

    async def read(self, uri):
        return plain(await self.client.read_resource(uri))

    async def get_prompt(self, name, arguments):
        return plain(await self.client.get_prompt(name, arguments))

    async def complete(self, prompt, argument, context):
        reference = types.PromptReference(type="ref/prompt", name=prompt)
        return plain(await self.client.complete(reference, argument, context))

    async def set_level(self, level):
        await self.client.set_logging_level(level)

    async def ping(self):
        await self.client.send_ping()

    @asynccontextmanager
    async def watch(self, uri):
        if not self.modern:
            await self.client.subscribe_resource(uri)
            yield
            await self.client.unsubscribe_resource(uri)
            return

        async with self.client.listen(resource_subscriptions=[uri]) as subscription:
            reader = asyncio.create_task(self.collect(subscription))
            yield
            reader.cancel()

    async def collect(self, subscription):
        async for event in subscription:
            self.seen.updates.append(event.uri)


@asynccontextmanager
async def connect(options, seen):
    client = Client(
        sse_client(options.url) if options.transport == "sse" else options.url,
        mode="auto" if options.era == "modern" else "legacy",
        **callbacks(types, seen),
    )
    async with client:
        yield Session2(client, seen)


main(connect)
