"""What each kind of change does, one file per area."""

from core.drift.areas import (
    databases,
    functions,
    identity,
    keys,
    logging,
    machines,
    network,
    organizations,
    sharing,
    storage,
)
from core.drift.said import Readers

AREAS: tuple[Readers, ...] = (
    identity.READERS,
    organizations.READERS,
    storage.READERS,
    sharing.READERS,
    machines.READERS,
    keys.READERS,
    logging.READERS,
    network.READERS,
    databases.READERS,
    functions.READERS,
)
