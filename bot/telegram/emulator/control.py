"""What tests and demonstrations do to the emulator's world, over HTTP."""

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.telegram.emulator.world import Fault, Json, World

_Act = Callable[[Json], Awaitable[Any]]


class Control:
    """Each act takes a JSON object whose keys are the arguments of World's method of that name."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        acts: dict[str, _Act] = {
            "write": lambda given: self._world.write(**given),
            "edit": lambda given: self._world.edit(**given),
            "press": self._press,
            "block": lambda given: self._world.block(**given),
            "migrate": lambda given: self._world.migrate(**given),
            "queue": self._world.queue,
            "faults": self._add_fault,
            "revoke": self._revoke,
            "delay": self._delay,
        }
        posts = [web.post(f"/control/{name}", _handler(act)) for name, act in acts.items()]
        return [*posts, web.get("/control/chats/{chat}", self._chat), web.get("/control/calls", self._calls), web.get("/control/state", self._state)]

    async def _press(self, given: Json) -> Json:
        """Presses by `data`, or by `label`: the newest button that says so."""
        label = given.pop("label", None)
        if label is not None:
            given.update(self._find_button(given["chat_id"], label))
        return await self._world.press(**given)

    def _find_button(self, chat_id: int, label: str) -> Json:
        for message in reversed(self._world.said_in(chat_id)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return {"message_id": message["message_id"], "data": button["callback_data"]}
        raise KeyError(label)

    async def _add_fault(self, given: Json) -> Json:
        fault = Fault(**given)
        self._world.faults.append(fault)
        return dataclasses.asdict(fault)

    async def _revoke(self, _: Json) -> Json:
        self._world.is_revoked = True
        return {}

    async def _delay(self, given: Json) -> Json:
        self._world.answer_delay = float(given["seconds"])
        return given

    async def _chat(self, request: web.Request) -> web.Response:
        """Everything in the chat, both sides; `?by=bot` only what the bot said, with monotonic times."""
        chat_id = int(request.match_info["chat"])
        if request.query.get("by") == "bot":
            return web.json_response(self._world.said_in(chat_id))
        chat = self._world.chats.get(chat_id)
        return web.json_response([] if chat is None else list(chat.messages.values()))

    async def _calls(self, request: web.Request) -> web.Response:
        method = request.query.get("method")
        return web.json_response([dataclasses.asdict(call) for call in self._world.calls if method in (None, call.method)])

    async def _state(self, _: web.Request) -> web.Response:
        world = self._world
        return web.json_response(
            {
                "bot": world.bot,
                "chats": list(world.chats),
                "pending": [update["update_id"] for update in world.waiting()],
                "confirmed": world.confirmed,
                "commands": world.commands,
                "webhook": world.webhook.get("url", ""),
            }
        )


def _handler(act: _Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(await request.json()))
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return handle
