from core.detections import detect, stories


def test_no_events_are_no_detections_and_no_stories() -> None:
    assert detect([]) == []
    assert stories([], []) == ()
