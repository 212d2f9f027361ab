"""The picture of the load around a patch's window, for the thread of its card."""

from blocks.charts.patch_window import windows_charts
from bot.attachments import safe_name
from bot.edge import guarded
from core.patching.offers import DAYS
from core.patching.plan import Plan
from core.progress import Silent
from services.slack.outbox import FileOf
from services.store.files import Files
from workflows.patch_window import PatchWindows
from workflows.patching.choices import heaviest


class WindowChart:
    """Draws and keeps it. A card without its picture is better than no card, so nothing that goes wrong is raised."""

    def __init__(self, windows: PatchWindows, files: Files) -> None:
        self._windows = windows
        self._files = files

    def of(self, plan: Plan) -> FileOf | None:
        """The picture of the machine whose load matters most; None without a window, without known load, or broken."""
        kept: list[FileOf] = []
        if plan.window:
            guarded("the chart of a window", lambda: kept.extend(self._drawn(plan)), lambda _: None)
        return kept[0] if kept else None

    def _drawn(self, plan: Plan) -> list[FileOf]:
        charts = windows_charts(self._windows.windows(heaviest(plan).instance_id, DAYS, Silent()))
        return [
            FileOf(
                digest=self._files.put(each.content),
                name=safe_name(each.name),
                title=each.title,
                alt_text=each.alt_text,
            )
            for each in charts
        ]
