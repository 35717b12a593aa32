"""`python -m bot.telegram.emulator --port 0`: prints one JSON line with the address and the token, then serves."""

import argparse
import asyncio
import json
import sys

from bot.telegram.emulator.server import TOKEN, Emulator


async def _serve(*, host: str, port: int, token: str) -> None:
    emulator = Emulator(token=token)
    await emulator.start(host=host, port=port)
    sys.stdout.write(json.dumps({"url": emulator.url, "token": emulator.token}) + "\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await emulator.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="A Bot API server for tests and demonstrations; open its address in a browser to chat.")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the token it accepts")
    given = parser.parse_args()
    try:
        asyncio.run(_serve(host=given.host, port=given.port, token=given.token))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
