"""
A server on loopback that answers as OpenAI-compatible ones do, over real HTTP, in whatever way a test wants it to fail.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[str], "str | Odd"]
"""What is said of a passage: words for a completion, or something else altogether."""


class Odd:
    """An answer that is no completion: a status, bytes as they are, seconds before them, or a drip of them."""

    def __init__(self, body: bytes = b"", *, status: int = 200, after: float = 0.0, drip: float = 0.0) -> None:
        self.body, self.status, self.after, self.drip = body, status, after, drip


class ModelServer:
    """``asked`` lists the requests: path, authorization, and the JSON sent."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str | None, dict[str, Any]]] = []
        self.url = ""

    @property
    def passages(self) -> list[str]:
        """The passages that it was shown."""
        return [json.loads(body["messages"][-1]["content"])["passage"] for _, _, body in self.asked]


def completion(text: str | None, finish: str = "stop") -> bytes:
    """A chat completion, with the fields that such servers send besides."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish, "logprobs": None}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    whole = {"id": "c-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(whole).encode()


@contextmanager
def serving(answer: Answer) -> Iterator[ModelServer]:
    """A server for as long as the block runs."""
    model = ModelServer(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append((self.path, self.headers.get("Authorization"), body))
            said = model.answer(json.loads(body["messages"][-1]["content"])["passage"])
            odd = said if isinstance(said, Odd) else Odd(completion(said))
            time.sleep(odd.after)
            self.send_response(odd.status)
            if odd.status == 307:
                self.send_header("Location", model.url + "/elsewhere")
            self.send_header("Content-Length", str(len(odd.body)))
            self.end_headers()
            try:
                for at in range(0, len(odd.body), 1 if odd.drip else max(1, len(odd.body))):
                    self.wfile.write(odd.body[at : at + (1 if odd.drip else len(odd.body))])
                    time.sleep(odd.drip)
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
