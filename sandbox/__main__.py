"""`python -m sandbox`: the local Slack, the seeded AWS account and the bot, until Ctrl-C."""

from sandbox.demo import main

if __name__ == "__main__":
    main()
