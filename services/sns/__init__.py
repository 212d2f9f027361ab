"""Amazon SNS as a sender over HTTP: whether a message is really its, and how a subscription is confirmed."""
