"""Queries of CloudWatch Logs Insights: begun, looked after, and stopped when nobody waits any more."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from core.errors import AssistantError, Cause, NotFound, Upstream
from services.aws.deadline import answering_within, left_s
from services.aws.persistence import persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_logs.type_defs import GetQueryResultsResponseTypeDef

_LOOK_S = 0.5
_MOST_S = 20.0  # a query may take an hour; an answer may not
_GOES_ON = ("Scheduled", "Running", "Unknown")


class Insights:
    """Asks CloudWatch Logs Insights."""

    def __init__(self, aws: Aws, sleep: Callable[[float], object] = time.sleep) -> None:
        self._aws = aws
        self._sleep = sleep

    def rows(self, group: str, query: str, since: datetime, until: datetime) -> tuple[Mapping[str, str], ...]:
        """What a query finds in a log group, each row by its fields.

        Raises:
            Upstream: there is no such log group, the query failed, or the deadline came first.
        """
        with answering_within(_MOST_S):
            query_id = persistently(partial(self._begun, group, query, since, until))
            while left_s() > _LOOK_S:  # the last moments are for stopping it
                told = persistently(partial(self._told, query_id))
                status = told.get("status", "Unknown")
                if status == "Complete":
                    return tuple(
                        {each.get("field", ""): each.get("value", "") for each in row}
                        for row in told.get("results", [])
                    )
                if status not in _GOES_ON:
                    sentence = f"The query of {group} ended without a result ({status})."
                    raise Upstream(sentence, cause=Cause.BROKEN, retryable=True, advice="Ask again in a minute.")
                self._sleep(_LOOK_S)
            self._stop(query_id)
        raise Upstream.timed_out("a query of CloudWatch Logs Insights")

    def _begun(self, group: str, query: str, since: datetime, until: datetime) -> str:
        try:
            with self._aws.asking("logs", "StartQuery"):
                told = self._aws.client("logs").start_query(
                    logGroupName=group,
                    startTime=int(since.timestamp()),
                    endTime=int(until.timestamp()),
                    queryString=query,
                )
        except NotFound as error:
            sentence = f"There is no log group {group} in {self._aws.region}."
            raise Upstream(sentence, cause=Cause.REFUSED, retryable=False) from error
        return told["queryId"]

    def _told(self, query_id: str) -> "GetQueryResultsResponseTypeDef":
        with self._aws.asking("logs", "GetQueryResults"):
            return self._aws.client("logs").get_query_results(queryId=query_id)

    def _stop(self, query_id: str) -> None:
        """It would go on reading, and be paid for; where it cannot be stopped it ends by itself."""
        try:
            with self._aws.asking("logs", "StopQuery"):
                self._aws.client("logs").stop_query(queryId=query_id)
        except AssistantError:
            return
