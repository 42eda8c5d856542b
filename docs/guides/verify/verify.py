"""Verifies a webhook of Essaim (Standard Webhooks 1.0), with nothing but Python 3.8 or later.

    WEBHOOK_ID=… WEBHOOK_TIMESTAMP=… WEBHOOK_SIGNATURE=… python3 verify.py whsec_… < body

With the public key of your network (whpk_…) it needs the package `cryptography`.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import sys
import time

TOLERANCE_SECONDS = 300


def is_key(key):
    """Whether this can be a key at all. With none, or half of one, anybody could sign: begin nothing without it."""
    kind, _, encoded = key.partition("_")
    try:
        length = len(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError):
        return False
    return length == 32 if kind == "whpk" else kind == "whsec" and length >= 24


def is_genuine(key, webhook_id, timestamp, signature, body, now=None):
    """`key`: whsec_… or whpk_…; `body`: the raw bytes, before any parsing."""
    if not is_key(key):
        return False
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    # One signature for each live secret, while one is being replaced.
    for part in signature.split(" "):
        version, _, value = part.partition(",")
        try:
            given = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            continue
        if key.startswith("whpk_"):
            if version == "v1a" and is_signed_by(key, signed, given):
                return True
        elif version == "v1":
            secret = base64.b64decode(key[6:])
            if hmac.compare_digest(hmac.new(secret, signed, hashlib.sha256).digest(), given):
                return True
    return False


def is_signed_by(public_key, signed, signature):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key[5:])).verify(signature, signed)
        return True
    except InvalidSignature:
        return False


if __name__ == "__main__":
    raw = sys.stdin.buffer.read()
    given = [os.environ.get(f"WEBHOOK_{name}", "") for name in ("ID", "TIMESTAMP", "SIGNATURE")]
    good = is_genuine(sys.argv[1], *given, raw)
    print(json.loads(raw)["type"] if good else "refused")
    sys.exit(0 if good else 1)
