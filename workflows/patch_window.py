"""The answer about patch windows: what is known of an instance, judged."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.answers.patch_window import PatchWindow
from core.business_hours import BusinessHours
from core.clock import Clock
from core.gaps import whole
from core.place import Place
from core.progress import Progress
from core.windows.advice import Question, advise
from core.windows.obstacles import in_business
from services.aws.deadline import answering_within
from services.aws.session import Aws
from workflows.fresh import Fresh
from workflows.targets import plain_ids
from workflows.window_facts import Known, Sources, WindowFacts


@dataclass(frozen=True, slots=True)
class Rules:
    """What a team has settled: its time zone, its hours, and how long a window is."""

    zone: ZoneInfo
    business: BusinessHours | None
    minutes: int


class PatchWindows:
    """Answers per instance and span, kept for `keep_s` seconds unless something failed; partial after `deadline_s`."""

    def __init__(
        self, aws: Aws, sources: Sources, rules: Rules, clock: Clock, keep_s: float, deadline_s: float
    ) -> None:
        self._aws = aws
        self._facts = WindowFacts(aws, sources, rules.zone)
        self._rules = rules
        self._clock = clock
        self._deadline_s = deadline_s
        self._kept: Fresh[PatchWindow] = Fresh(clock, keep_s, lambda answer: whole(answer.partial))

    def windows(self, instance_id: str, days_ahead: int, progress: Progress) -> PatchWindow:
        """Windows of one instance (id or ARN), best first.

        Raises:
            NotFound: the instance does not exist here.
            Upstream: AWS does not say which account this is.
        """

        def ask() -> PatchWindow:
            with answering_within(self._deadline_s):
                return self._answer(instance_id, days_ahead, progress)

        answer = self._kept.get((instance_id, days_ahead), ask)
        return answer.model_copy(update={"place": answer.place.at(self._clock.now())})

    def _answer(self, given: str, days_ahead: int, progress: Progress) -> PatchWindow:
        started, now = self._clock.monotonic(), self._clock.now()
        account = self._facts.account()
        (instance_id,) = plain_ids((given,), account, self._aws.region)
        known = self._facts.gather(instance_id, now, now + timedelta(days=days_ahead), progress)
        question = self._question(known, days_ahead)
        advice = advise(question)
        return PatchWindow(
            recommended_windows=advice.windows,
            load_analysis=advice.analysis,
            risk_assessment=advice.risk,
            summary=advice.summary,
            instance=known.instance,
            days_ahead=days_ahead,
            window_minutes=self._rules.minutes,
            conflicts=tuple(question.conflicts),
            peers=tuple(peer.label for peer in known.peers.instances),
            partial=known.gaps,
            place=Place(
                account=account,
                region=self._aws.region,
                asked_at=now,
                took_s=self._clock.monotonic() - started,
            ),
        )

    def _question(self, known: Known, days_ahead: int) -> Question:
        now = self._clock.now()
        business = in_business(self._rules.business, known.zone, now, now + timedelta(days=days_ahead))
        return Question(
            instance=known.instance,
            series=known.series,
            load_read=known.load_read,
            peers=known.peers,
            peer_cpu=known.peer_cpu,
            conflicts=(*known.conflicts, *business),
            unread=known.unread,
            zone=known.zone,
            now=now,
            days_ahead=days_ahead,
            minutes=self._rules.minutes,
        )
