"""What every answer carries so that a browser runs our scripts and nobody else's."""

from collections.abc import Callable, Sequence
from typing import Final

from flask import Flask, Response, request

SECONDS_OF_HTTPS: Final = 63_072_000
ALWAYS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NEVER_KEPT: Final = "no-store"
_NOT_KEPT: Final = ("text/html", "application/json", "application/problem+json", "text/plain")


def content_policy(script_hashes: Sequence[str]) -> str:
    """Return the content security policy that lets these inline scripts run and no others."""
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *script_hashes]),
            # Dash's components and plotly write style attributes and style elements.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def send_security_headers(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Add the headers to every answer; the hashes are asked for once, at the first."""
    policies: list[str] = []

    @server.after_request
    def add_headers(response: Response) -> Response:
        if not policies:
            policies.append(content_policy(script_hashes()))
        response.headers["Content-Security-Policy"] = policies[0]
        for name, value in ALWAYS.items():
            response.headers[name] = value
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = (
                f"max-age={SECONDS_OF_HTTPS}; includeSubDomains"
            )
        if response.mimetype in _NOT_KEPT:
            response.headers["Cache-Control"] = NEVER_KEPT
        return response
