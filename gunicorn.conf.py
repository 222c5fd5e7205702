"""How gunicorn serves the site; each figure can be changed on gunicorn's own command line."""

import os
from typing import Any

from server.jobs.keeper import end_runner
from server.logs import configure_logs
from server.running import warm_up
from server.settings import ServerSettings

bind = f"0.0.0.0:{os.environ.get('PORT', '8050')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
# Shorter than a proxy keeps its connections, gunicorn closes some just as a request comes in.
keepalive = 75
timeout = 60
graceful_timeout = 25
max_requests = 2000
max_requests_jitter = 200
# A console for operators that nobody asked for; it would write below the home folder.
control_socket_disable = True


def on_starting(_: Any) -> None:
    """Prepare once what all workers share."""
    configure_logs(ServerSettings.from_environment(os.environ).log_level)
    warm_up()


def post_worker_init(worker: Any) -> None:
    """Have somebody run the jobs and start the first analysis; all workers share one of both."""
    datasets = worker.wsgi.extensions["datasets"]
    # An address of a socket in the file system is a text: others reach it through a proxy.
    datasets.editing.serve_at(
        [address[0] if isinstance(address, tuple) else "" for address in worker.cfg.address]
    )
    datasets.begin()


def on_exit(_: Any) -> None:
    """End what ran the jobs, when no worker is left."""
    end_runner(ServerSettings.from_environment(os.environ))
