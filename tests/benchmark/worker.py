"""One database in a process of its own: runs flows on demand and says what they cost.

Reads lines of JSON ``{"flow": name, "round": n}`` and answers each with
``{step: [wall ms, CPU ms, queries, ms in the database]}``.
"""

import gc
import json
import logging
import os
import sys
import threading
import time


def start(database):
    """Load Odoo and the database's addons; return the registry."""
    from odoo.modules.registry import Registry
    from odoo.service.server import load_server_wide_modules
    from odoo.tools import config

    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    load_server_wide_modules()
    logging.getLogger().setLevel(logging.ERROR)
    return Registry(database)


class Bench:
    """Runs steps as requests of one user: each with empty caches, committed at its end."""

    def __init__(self, database):
        from odoo import SUPERUSER_ID, api

        from .flows import FLOWS
        from .prepare import prepared

        self.flows, self.api = FLOWS, api
        self.registry = start(database)
        with self.registry.cursor() as cr:
            self.data = prepared(api.Environment(cr, SUPERUSER_ID, {}))

    def run(self, flow, number):
        """Run a flow once."""
        state, figures = {"round": number}, {}
        for name, step in self.flows[flow]:
            figure = self._step(step, state, keep=not name.startswith("~"))
            if not name.startswith("-"):
                # A step that is taken several times stands in the table once.
                before = figures.get(name.lstrip("~"), [0] * len(figure))
                figures[name.lstrip("~")] = list(
                    map(sum, zip(before, figure, strict=True))
                )
        return figures

    def _step(self, step, state, keep):
        thread = threading.current_thread()
        context = {
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "allowed_company_ids": [self.data["company"]],
        }
        with self.registry.cursor() as cr:
            user = self.data[getattr(step, "user", "user")]
            env = self.api.Environment(cr, user, context)
            env["res.users"].browse(env.uid).mapped(
                "name"
            )  # the session's own look-ups
            gc.collect()  # what earlier steps left behind is not charged to this one
            thread.query_count = thread.query_time = 0
            wall, cpu = time.perf_counter(), time.thread_time()
            step(env, self.data, state)
            if keep:
                cr.commit()
            figure = [
                (time.perf_counter() - wall) * 1000,
                (time.thread_time() - cpu) * 1000,
                thread.query_count,
                thread.query_time * 1000,
            ]
            if not keep:
                cr.rollback()
        return figure


def main():
    """Answer the questions on standard input until it ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever Odoo prints goes to the log
    bench = Bench(sys.argv[1])
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = bench.run(question["flow"], question["round"])
        except Exception as error:
            logging.getLogger(__name__).exception("%s", question)
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
