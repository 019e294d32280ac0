"""A small web service: facts about itself on /, and whether it is well on /health."""

import json
import os
import signal
import socket
import sys
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME = "lab"
VERSION = "0.1.0"
STARTED = time.monotonic()


def answer(method, path):
    """The status and the body that a request gets."""
    if path not in ("/", "/health"):
        return HTTPStatus.NOT_FOUND, {"error": "not found"}
    if method != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED, {"error": "method not allowed"}
    if path == "/health":
        return HTTPStatus.OK, {"status": "healthy"}
    return HTTPStatus.OK, {
        "service": NAME,
        "version": VERSION,
        "hostname": socket.gethostname(),
        "uptime_seconds": int(time.monotonic() - STARTED),
    }


class Handler(BaseHTTPRequestHandler):
    # A client that connects and asks nothing is let go after so many seconds.
    timeout = 5

    def respond(self):
        status, value = answer(self.command, self.path.partition("?")[0])
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = respond

    def log_message(self, format, *args):
        print(self.address_string(), format % args, flush=True)


def stop(number, frame):
    print("stopping", flush=True)
    sys.exit(0)


def main():
    # A container engine ends a service with SIGTERM, which process 1 ignores unless it asks for it.
    signal.signal(signal.SIGTERM, stop)
    port = int(os.environ.get("PORT", "8080"))
    with ThreadingHTTPServer(("0.0.0.0", port), Handler) as server:
        print(f"listening on port {port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
