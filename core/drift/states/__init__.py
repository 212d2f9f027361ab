"""Whether a resource meets the controls, from its configuration as AWS Config records it.

What a configuration does not tell is unknown, never good.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from core.drift.states import databases, functions, identity, machines, network, storage
from core.drift.states.standing import Resource, Standing

__all__ = ["Resource", "Standing", "standings"]

_Judge = Callable[[Resource], Iterator[Standing]]
_KINDS: Mapping[str, _Judge] = MappingProxyType(
    {
        "AWS::CloudTrail::Trail": identity.trail,
        "AWS::EC2::Instance": machines.instance,
        "AWS::EC2::NetworkAcl": network.network_acl,
        "AWS::EC2::SecurityGroup": network.security_group,
        "AWS::EC2::Subnet": machines.subnet,
        "AWS::EC2::Volume": machines.volume,
        "AWS::EKS::Cluster": functions.cluster,
        "AWS::IAM::Group": identity.holder,
        "AWS::IAM::Policy": identity.policy,
        "AWS::IAM::Role": identity.holder,
        "AWS::IAM::User": identity.user,
        "AWS::KMS::Key": databases.key,
        "AWS::Lambda::Function": functions.function,
        "AWS::RDS::DBCluster": databases.database,
        "AWS::RDS::DBInstance": databases.database,
        "AWS::Redshift::Cluster": databases.redshift,
        "AWS::S3::AccountPublicAccessBlock": storage.account_block,
        "AWS::S3::Bucket": storage.bucket,
        "AWS::SNS::Topic": functions.topic,
        "AWS::SQS::Queue": functions.queue,
    }
)


def standings(kind: str, resource: Resource) -> tuple[Standing, ...]:
    """The controls for one kind of resource (`AWS::EC2::Instance`); none for a kind that is not judged here."""
    judge = _KINDS.get(kind)
    return tuple(judge(resource)) if judge else ()
