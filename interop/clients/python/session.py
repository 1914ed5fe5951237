"""How the checks see a client: a `Session` hides how each Python SDK is called and gives plain JSON."""

import asyncio
import uuid
from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Seen:
    """What the session's callbacks were given, and what they answer."""

    logs: list[Json] = field(default_factory=list)
    sampling: list[Json] = field(default_factory=list)
    elicitation: list[Json] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)
    answer: str = field(default_factory=lambda: str(uuid.uuid4()))


class Session(ABC):
    protocol: str

    @property
    def modern(self) -> bool:
        return self.protocol >= "2026"

    @abstractmethod
    async def list(self, what: str) -> list[Json]: ...

    @abstractmethod
    async def call(self, name: str, arguments: Json, progress: Any = None, meta: Json | None = None) -> Json: ...

    @abstractmethod
    async def read(self, uri: str) -> Json: ...

    @abstractmethod
    async def get_prompt(self, name: str, arguments: Json) -> Json: ...

    @abstractmethod
    async def complete(self, prompt: str, argument: Json, context: Json | None) -> Json: ...

    @abstractmethod
    async def set_level(self, level: str) -> None: ...

    @abstractmethod
    async def ping(self) -> None: ...

    @abstractmethod
    def watch(self, uri: str) -> AbstractAsyncContextManager[Any]: ...

    async def cancel(self, call: asyncio.Task[Json]) -> None:
        call.cancel()


def plain(model: Any) -> Json:
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def callbacks(types: Any, seen: Seen) -> dict[str, Any]:
    """The callbacks of both SDKs, whose types live in different modules."""

    async def log(params: Any) -> None:
        seen.logs.append(plain(params))

    async def sample(context: Any, params: Any) -> Any:
        seen.sampling.append(plain(params))
        content = types.TextContent(type="text", text=seen.answer)
        return types.CreateMessageResult(role="assistant", content=content, model="interop")

    async def elicit(context: Any, params: Any) -> Any:
        seen.elicitation.append(plain(params))
        return types.ElicitResult(action="accept", content={"name": seen.answer})

    async def message(message: Any) -> None:
        # 1.x wraps the notification in a root model.
        notification = getattr(message, "root", message)
        if isinstance(notification, types.ResourceUpdatedNotification):
            seen.updates.append(str(notification.params.uri))

    return {
        "logging_callback": log,
        "sampling_callback": sample,
        "elicitation_callback": elicit,
        "message_handler": message,
    }
