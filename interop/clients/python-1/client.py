import sys
from contextlib import asynccontextmanager
from pathlib import Path

from mcp import ClientSession, types
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client
from pydantic import AnyUrl

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from checks import main  # noqa: E402
from session import Session, callbacks, plain  # noqa: E402


class Session1(Session):
    def __init__(self, session, protocol):
        self.session = session
        self.protocol = protocol

    async def list(self, what):
        result = plain(await getattr(self.session, f"list_{what}")())
        return result["resourceTemplates" if what == "resource_templates" else what]

    async def call(self, name, arguments, progress=None, meta=None):
        return plain(await self.session.call_tool(name, arguments, progress_callback=progress, meta=meta))

    async def read(self, uri):
        return plain(await self.session.read_resource(AnyUrl(uri)))

    async def get_prompt(self, name, arguments):
        return plain(await self.session.get_prompt(name, arguments))

    async def complete(self, prompt, argument, context):
        reference = types.PromptReference(type="ref/prompt", name=prompt)
        return plain(await self.session.complete(reference, argument, context))

    async def set_level(self, level):
        await self.session.set_logging_level(level)

    async def ping(self):
        await self.session.send_ping()

    @asynccontextmanager
    async def watch(self, uri):
        await self.session.subscribe_resource(AnyUrl(uri))
        yield
        await self.session.unsubscribe_resource(AnyUrl(uri))

    async def cancel(self, call):
        # 1.x gives up waiting without a word to the server: a program has to say it, and to know the request's id.
        request_id = min(self.session._response_streams)
        cancelled = types.CancelledNotification(params=types.CancelledNotificationParams(requestId=request_id))
        await self.session.send_notification(types.ClientNotification(cancelled))
        call.cancel()


@asynccontextmanager
async def connect(options, seen):
    open_streams = sse_client if options.transport == "sse" else streamable_http_client
    async with open_streams(options.url) as (reader, writer, *_):
        async with ClientSession(reader, writer, **callbacks(types, seen)) as session:
            yield Session1(session, (await session.initialize()).protocolVersion)


main(connect)
