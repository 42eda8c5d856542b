"""Receives webhooks of Essaim, with nothing but Python 3.8 or later: verifies each, prints what is new, answers at once.

    WEBHOOK_KEY=whsec_… PORT=8080 python3 receive.py
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from verify import is_genuine, is_key

WEBHOOK_KEY = os.environ.get("WEBHOOK_KEY", "")
if not is_key(WEBHOOK_KEY):
    raise SystemExit("WEBHOOK_KEY is to be the secret of your endpoint, whsec_…")

# In a database of yours: attempts go on for more than a day.
known = set()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        webhook_id = self.headers.get("webhook-id", "")
        given = (webhook_id, self.headers.get("webhook-timestamp", ""), self.headers.get("webhook-signature", ""))
        if not is_genuine(WEBHOOK_KEY, *given, body):
            return self.answer(401)
        self.answer(204)
        if webhook_id in known:
            return
        known.add(webhook_id)
        said = json.loads(body)
        print(said["sequence"], said["type"], said["data"].get("title", ""), flush=True)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Receiver)
print("ready", flush=True)
server.serve_forever()
