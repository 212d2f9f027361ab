"""Changes of instances and their volumes: metadata service, public addresses, start scripts, protection."""

from core.detections.event import Event
from core.detections.reading import found, is_false, is_true, member, shown, text
from core.drift.answer import Area
from core.drift.said import Plain, Readers, Said, named, safer, subject
from core.findings import Severity

_FAR_HOPS = 2


def _metadata(event: Event) -> Said:
    """IMDSv1 gives an instance's credentials to whoever can make it fetch a page."""
    options = member(event.request, "ModifyInstanceMetadataOptionsRequest") or event.request
    tokens, endpoint = text(member(options, "HttpTokens")), text(member(options, "HttpEndpoint"))
    instance = named(subject(event)) or shown(text(member(options, "InstanceId")))
    if tokens == "optional":
        what = f"Instance {instance} gives its credentials without a token (IMDSv1)"
        return Said(what, Severity.HIGH, "", "IMDSv1 allowed", breaks=("FSBP EC2.8",), resource=instance)
    if tokens == "required" or endpoint == "disabled":
        what = f"Instance {instance} demands IMDSv2"
        return Said(
            what, Severity.INFORMATIONAL, "", "IMDSv2 demanded", good=True, meets=("FSBP EC2.8",), resource=instance
        )
    hops = text(member(options, "HttpPutResponseHopLimit"))
    after = f"answers over {hops} hops" if hops else ""
    far = hops.isdigit() and int(hops[:4]) > _FAR_HOPS
    what = f"The metadata service of {instance} was changed"
    return Said(what, Severity.MEDIUM if far else Severity.LOW, "", after, touches=("FSBP EC2.8",), resource=instance)


def _defaults(event: Event) -> Said:
    tokens = next((text(one) for one in found(event.request, "httptokens")), "")
    if tokens == "optional":
        what = "New instances give their credentials without a token (IMDSv1)"
        return Said(what, Severity.MEDIUM, after="IMDSv1 allowed", touches=("FSBP EC2.8",))
    good = tokens == "required"
    what = "New instances demand IMDSv2" if good else "What new instances do with metadata was changed"
    return Said(what, Severity.INFORMATIONAL if good else Severity.LOW, good=good)


def _attribute(event: Event) -> Said | None:
    """ModifyInstanceAttribute changes one thing per call."""
    instance = named(subject(event))
    if member(event.request, "userData") is not None:
        what = f"The start script of {instance} was changed"
        return Said(what, Severity.HIGH, "another script", "runs as root at the next start")
    if is_false(member(event.request, "disableApiTermination")):
        return Said(f"Instance {instance} can be terminated", Severity.LOW, "protected", "not protected")
    if is_false(member(event.request, "sourceDestCheck")):
        return Said(f"Instance {instance} may pass on traffic of others", Severity.MEDIUM, "checked", "not checked")
    kind = text(member(event.request, "instanceType", "value"))
    if kind:
        return Said(f"Instance {instance} was resized", Severity.INFORMATIONAL, after=shown(kind))
    return Said(f"An attribute of {instance} was changed", Severity.LOW) if instance else None


def _subnet(event: Event) -> Said:
    public = is_true(member(event.request, "mapPublicIpOnLaunch"))
    closed = is_false(member(event.request, "mapPublicIpOnLaunch"))
    subnet = shown(event.asked("subnetId"))
    if public:
        what = f"Subnet {subnet} gives new instances public addresses"
        return Said(what, Severity.MEDIUM, "none", "public addresses", breaks=("FSBP EC2.15",), resource=subnet)
    if closed:
        what = f"Subnet {subnet} gives no public addresses"
        return Said(what, Severity.INFORMATIONAL, after="none", good=True, meets=("FSBP EC2.15",), resource=subnet)
    return Said(f"An attribute of subnet {subnet} was changed", Severity.LOW, resource=subnet)


def _launched(event: Event) -> Said:
    """New instances are told by what is open about them."""
    created = found(event.response, "instanceid")
    instance = shown(text(created[0])) if created else ""
    public = any(is_true(one) for one in found(event.request, "associatepublicipaddress"))
    tokens = {text(one) for source in (event.response, event.request) for one in found(source, "httptokens")}
    broken = (*(("FSBP EC2.8",) if "optional" in tokens else ()), *(("FSBP EC2.9",) if public else ()))
    met = ("FSBP EC2.8",) if tokens == {"required"} else ()
    after = ", ".join(
        one for one, said in (("a public address", public), ("IMDSv1 allowed", "optional" in tokens)) if said
    )
    more = f" and {len(created) - 1} more" if len(created) > 1 else ""
    what = f"Instance {instance}{more} was launched" if instance else "Instances were launched"
    severity = Severity.LOW if broken else Severity.INFORMATIONAL
    return Said(what, severity, "no such instance", after, breaks=broken, meets=met, resource=instance)


def _volume(event: Event) -> Said:
    encrypted = is_true(member(event.response, "encrypted")) or is_true(member(event.request, "encrypted"))
    told = member(event.response, "encrypted") is not None
    volume = shown(text(member(event.response, "volumeId")))
    control = ("FSBP EC2.3",)
    if encrypted:
        return Said(
            f"Volume {volume} was created", Severity.INFORMATIONAL, after="encrypted", meets=control, resource=volume
        )
    after = "not encrypted" if told else ""
    what = f"Volume {volume} was created"
    if told:
        return Said(what, Severity.LOW, after=after, breaks=control, resource=volume)
    return Said(what, Severity.LOW, touches=control, resource=volume)


def _address(event: Event) -> Said:
    """An address given to an interface may be a NAT gateway's or a balancer's, which may have one."""
    instance, interface = shown(event.asked("instanceId")), shown(event.asked("networkInterfaceId"))
    what = f"{instance or interface or 'Something'} got a public address"
    before, control = "another address or none", ("FSBP EC2.9",)
    if instance:
        return Said(what, Severity.MEDIUM, before, "public", breaks=control, resource=instance)
    return Said(what, Severity.LOW, before, "public", touches=control, resource=interface)


READERS = Readers(
    Area.MACHINE,
    {
        "ec2:DisassociateAddress": safer(
            "A public address was taken off", before="public", after="not by this address"
        ),
        "ec2:AllocateAddress": Plain("A public address was reserved", Severity.INFORMATIONAL),
        "ec2:ReleaseAddress": Plain("A public address was given back", Severity.INFORMATIONAL),
        "ec2:AssociateIamInstanceProfile": Plain("{} got a role", Severity.LOW, "none", "acts with that role"),
        "ec2:ReplaceIamInstanceProfileAssociation": Plain("An instance got another role", Severity.MEDIUM),
        "ec2:DisableEbsEncryptionByDefault": Plain(
            "New volumes are no longer encrypted by themselves",
            Severity.MEDIUM,
            "encrypted",
            "as asked",
            breaks=("FSBP EC2.7",),
        ),
        "ec2:EnableEbsEncryptionByDefault": safer(
            "New volumes are encrypted", "FSBP EC2.7", before="as asked", after="encrypted"
        ),
        "ec2:EnableSerialConsoleAccess": Plain(
            "Serial consoles can be used, past every security group", Severity.HIGH, "off", "on"
        ),
        "ec2:DisableSerialConsoleAccess": safer("Serial consoles cannot be used", before="on", after="off"),
        "ec2:TerminateInstances": Plain("{} was terminated", Severity.LOW, "existed", "gone"),
        "ec2:DeleteVolume": Plain("Volume {} was deleted", Severity.LOW, "existed", "gone"),
    },
    {
        "ec2:AssociateAddress": _address,
        "ec2:ModifyInstanceMetadataOptions": _metadata,
        "ec2:ModifyInstanceMetadataDefaults": _defaults,
        "ec2:ModifyInstanceAttribute": _attribute,
        "ec2:ModifySubnetAttribute": _subnet,
        "ec2:RunInstances": _launched,
        "ec2:CreateVolume": _volume,
    },
)
