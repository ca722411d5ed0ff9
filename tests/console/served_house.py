"""Runs a house as a server of its own, as a worker does: ``python served_house.py PORT DATABASE``."""

import sys

from gevent import monkey

monkey.patch_all()

from gevent.pywsgi import WSGIServer  # noqa: E402

from kalm.api import create_app, logs  # noqa: E402
from kalm.config import read  # noqa: E402
from kalm.inforce import InForce  # noqa: E402
from kalm.store import Store  # noqa: E402

logs.configure("info")
app = create_app(read(), InForce(None, Store(f"sqlite:///{sys.argv[2]}")))
WSGIServer(("127.0.0.1", int(sys.argv[1])), app.wsgi_app, log=None).serve_forever()
