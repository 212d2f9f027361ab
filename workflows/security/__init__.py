"""What happened in the account: read once for everybody who asks, judged, and narrowed down to each question."""
