"""Carries a command to its machines: how many at once, when it gives up, and what each run reports.

https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
"""

from datetime import timedelta

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.ssm.command import ERRORS, Command, Invocation
from sandbox.aws.ssm.output import keep_output
from sandbox.aws.ssm.reach import answers
from sandbox.aws.ssm.runs import run_of
from sandbox.aws.ssm.runs.run import Node, Outcome, Steps

_TO_DELIVER_S = 1.0
_AGAIN_S = 10.0
_TO_CANCEL_S = 2.0
_STDOUT, _STDERR = 24_000, 8_000
_FATES = {"undeliverable": "Undeliverable", "access_denied": "AccessDenied"}


class Sending:
    """One command on its way. Everything here happens on the account's timeline."""

    def __init__(self, account: Account, command: Command) -> None:
        self._account = account
        self._command = command
        self._waiting = [each for each in command.invocations.values() if not each.over]
        self._running: set[str] = set()

    def start(self) -> None:
        """Put it on the timeline."""
        self._account.timeline.after(_TO_DELIVER_S, self._fill)
        self._account.timeline.at(self._command.expires, self._expire)

    def _fill(self) -> None:
        """Send to as many more machines as may run at once, unless too many have failed."""
        if self._command.count(*ERRORS) > self._command.max_errors:
            self._terminate()
        while self._waiting and len(self._running) < self._command.max_concurrency:
            invocation = self._waiting.pop(0)
            if not invocation.over:
                self._running.add(invocation.instance_id)
                self._deliver(invocation)

    def _terminate(self) -> None:
        for invocation in self._waiting:
            if not invocation.over:
                self._end(invocation, "Terminated")
        self._waiting.clear()

    def _deliver(self, invocation: Invocation) -> None:
        if invocation.over:
            self._go_on(invocation)
            return
        delivery = self._account.scenarios.of(invocation.instance_id).delivery
        if delivery in _FATES:
            self._finish(invocation, _FATES[delivery])
        elif delivery == "delivery_times_out" or not answers(self._account, self._host(invocation)):
            invocation.details = "Delayed"
            self._account.timeline.after(_AGAIN_S, lambda: self._deliver(invocation))
        else:
            self._begin(invocation)

    def _begin(self, invocation: Invocation) -> None:
        now = self._account.timeline.now()
        invocation.details, invocation.began = "InProgress", now
        host, command = self._host(invocation), self._command
        node = Node(self._account, host, command.id, command.parameters)
        steps = run_of(command.document)(node)
        allowed = self._account.timeline.span(command.execution_s)
        self._account.timeline.at(now + allowed, lambda: self._time_out(invocation, steps))
        self._step(invocation, steps)

    def _step(self, invocation: Invocation, steps: Steps) -> None:
        """Let the script go on, where its machine still runs and is still asked to."""
        if invocation.over or invocation.details == "Cancelling":
            self._stop(invocation, steps)
            return
        if not answers(self._account, self._host(invocation)):
            self._account.timeline.after(_AGAIN_S, lambda: self._step(invocation, steps))
            return
        try:
            pause = next(steps)
        except StopIteration as ended:
            self._report(invocation, ended.value)
            return
        self._account.timeline.after(pause, lambda: self._step(invocation, steps))

    def _stop(self, invocation: Invocation, steps: Steps) -> None:
        steps.close()
        if not invocation.over:
            self._end(invocation, "Cancelled")
        self._go_on(invocation)

    def _report(self, invocation: Invocation, outcome: Outcome) -> None:
        invocation.code = outcome.code
        invocation.stdout, invocation.stderr = outcome.stdout[:_STDOUT], outcome.stderr[:_STDERR]
        keep_output(self._account, self._command, invocation.instance_id, outcome)
        self._finish(invocation, "Failed" if outcome.code else "Success")

    def _time_out(self, invocation: Invocation, steps: Steps) -> None:
        """The agent stops what takes too long, and says so; one that is lost says nothing."""
        if not invocation.over and answers(self._account, self._host(invocation)):
            steps.close()
            self._finish(invocation, "ExecutionTimedOut")

    def _finish(self, invocation: Invocation, details: str) -> None:
        self._end(invocation, details)
        self._go_on(invocation)

    def _go_on(self, ended: Invocation) -> None:
        """Somewhere it is over, so there is room for the next."""
        self._running.discard(ended.instance_id)
        self._fill()

    def _end(self, invocation: Invocation, details: str) -> None:
        invocation.details, invocation.ended = details, self._account.timeline.now()

    def _expire(self) -> None:
        """Whatever has not reported by now never will, as far as Systems Manager is concerned."""
        self._waiting.clear()
        for invocation in self._command.invocations.values():
            if not invocation.over:
                self._end(invocation, "DeliveryTimedOut")

    def _host(self, invocation: Invocation) -> Host:
        return self._account.hosts[invocation.instance_id]


def cancel(account: Account, command: Command, wanted: set[str]) -> None:
    """Cancel on some machines: where nothing has begun at once, elsewhere as soon as the script can be stopped."""
    command.cancelled = command.cancelled or wanted == set(command.invocations)
    for invocation in command.invocations.values():
        if invocation.instance_id in wanted and not invocation.over:
            _cancel_one(account, invocation)


def _cancel_one(account: Account, invocation: Invocation) -> None:
    if invocation.details != "InProgress":
        invocation.details, invocation.ended = "Cancelled", account.timeline.now()
        return
    invocation.details = "Cancelling"
    account.timeline.after(_TO_CANCEL_S, lambda: _cancelled(account, invocation))


def _cancelled(account: Account, invocation: Invocation) -> None:
    if not invocation.over:
        invocation.details, invocation.ended = "Cancelled", account.timeline.now()


def visible_after(account: Account) -> timedelta:
    """How long reads do not see a new command: they are eventually consistent."""
    return account.timeline.span(1.5)
