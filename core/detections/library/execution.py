"""Code that was run or planted: on machines, in functions, in clusters, with models."""

import re
from datetime import timedelta

from core.detections.event import Event
from core.detections.library.conditions import by_hand
from core.detections.reading import account_of, found, member, rows, text, texts
from core.detections.rule import HIGH, LOW, MEDIUM, Failures, Rule, Window, advice, on, shelf
from core.findings import Severity

_MANY_MACHINES = 10
_COSTLY = re.compile(
    r"^(?:p[2-9]\w*|g\d\w*|gr\d\w*|trn\d\w*|inf\d\w*|dl\d\w*|vt\d\w*|x\d\w*|u-\w+|hpc\w+)\."
    r"|\.metal|\.(?:1[2-9]|2\d|3\d|4\d|56|112)xlarge$",
    re.IGNORECASE,
)
# Documents of AWS that do one harmless thing; those that take commands or scripts are not among them.
_HARMLESS = re.compile(
    r"AWS-(?:RunPatchBaseline\w*|UpdateSSMAgent|ConfigureAWSPackage|GatherSoftwareInventory|RefreshAssociation"
    r"|UpdatePVDriver|UpdateEC2Config|ConfigureCloudWatch|InstallWindowsUpdates|FindWindowsUpdates|ConfigureDocker)"
    r"|AmazonCloudWatch-\w+|AmazonInspector2?-\w+|AWSEC2-\w+|AWSFleetManager-\w+",
    re.IGNORECASE,
)
_COMMANDS = advice(
    "Commands run as root on the machine and with the machine's role, and CloudTrail hides what they were.",
    "Is there a ticket for it?; What does the command history of Systems Manager say was run?; "
    "What did the machines' roles call afterwards?",
    "Cancel the command; Isolate the machines and keep their disks; Renew the credentials of their roles",
)
_PLANTED = advice(
    "Whoever changes code that runs by itself runs with its role, again and again.",
    "Does the code come from a build, and does its digest (CodeSha256) match one?; Who else can change it?",
    "Put the former version back; Deny the role's sessions issued before now; Look for what the code called",
)
_MACHINES = advice(
    "Machines that mine or attack others are paid for by the account, thousands a day.",
    "Does anybody need machines of this kind, in this region?; Who made their key pair and their role?",
    "Stop the machines; Look through the other regions for more; Disable the caller's key or deny its sessions",
)
_SCRIPT = advice(
    "A start script runs as root at the next start; changing it and restarting the machine takes it over.",
    "What does the script do that it did not do before?; Was the machine stopped and started after it?",
    "Put the former script back; Isolate the machine and keep its disk; Renew the credentials of its role",
)
_MODEL = advice(
    "Stolen keys are sold for the use of models; a day of it costs thousands.",
    "Does anybody here use this model with this key?; How many tokens were used, and from which address?",
    "Disable the key; Take the access to models away that nobody needs; Look at the bill of the day",
)


def _runs_commands(event: Event) -> bool | Severity:
    if event.who.through or _HARMLESS.match(event.asked("documentName").rpartition("/")[2]):
        return False
    named = texts(member(event.request, "instanceIds"))
    wide = bool(rows(member(event.request, "targets")))
    return MEDIUM if event.who.person and (len(named) > 2 or wide) else LOW  # noqa: PLR2004  more than a machine and its twin


def _command_targets(event: Event) -> list[str]:
    return texts(member(event.request, "instanceIds"))


def _single_command(event: Event) -> bool:
    return by_hand(event) and bool(_runs_commands(event)) and len(_command_targets(event)) < 3  # noqa: PLR2004  others are told one by one


def _count(event: Event) -> int:
    counts = [int(each) for each in map(text, found(event.request, "maxcount", "targetcapacity", "totaltargetcapacity",
                                                    "instancecount", "desiredcapacity")) if each.isdigit()]  # fmt: skip
    return max(counts, default=0)


def _unusual_machines(event: Event) -> bool | Severity:
    """Fleets that programs run choose from many kinds, strong ones too."""
    kinds = [text(each) for each in found(event.request, "instancetype")]
    unusual = any(_COSTLY.search(each) for each in kinds) or _count(event) >= _MANY_MACHINES
    if not unusual:
        return event.denied and event.who.person and LOW
    return MEDIUM if event.who.person or event.who.instance or event.denied else LOW


def _machine_of_machine(event: Event) -> bool:
    return event.who.instance and not event.who.through and not event.who.vouched


def _start_script(event: Event) -> bool:
    return member(event.request, "userData") is not None or event.asked("attribute") == "userData"


def _changed_code(event: Event) -> bool | Severity:
    """Builds deploy with roles; a person's key that overwrites code is the rarer thing."""
    if not by_hand(event) or event.asked("dryRun").lower() == "true":
        return False
    return MEDIUM if event.who.long_lived and not event.who.console and not event.who.automation else LOW


def _layers(event: Event) -> bool | Severity:
    arns = [arn for each in found(event.request, "layers") for arn in texts(each)]
    arns += [text(each) for each in found(member(event.request, "layers"), "arn")]
    if not arns or not by_hand(event):
        return False
    foreign = any(event.foreign(account_of(arn)) for arn in arns)
    return MEDIUM if foreign or (event.who.long_lived and not event.who.automation) else LOW


def _model_by_person(event: Event) -> bool:
    return event.who.person and by_hand(event)


def _asks_credentials(event: Event) -> bool:
    said = " ".join(part for each in found(event.request, "command", "entrypoint") for part in texts(each))
    return "169.254.170.2" in said or "CONTAINER_CREDENTIALS" in said


def _lifecycle(event: Event) -> bool:
    return by_hand(event) and bool(found(event.request, "oncreate", "onstart", "lifecycleconfigname"))


RULES = shelf(
    "execution",
    Rule(slug="commands-sent", title="Commands were sent to machines", severity=LOW, technique="T1651",
         calls=on("ssm", "SendCommand"), when=_runs_commands, failures=Failures.DENIED, advice=_COMMANDS),
    Rule(slug="commands-sent-around", title="Commands were sent to machine after machine", severity=MEDIUM,
         technique="T1651", calls=on("ssm", "SendCommand"), when=_single_command, failures=Failures.DENIED,
         advice=_COMMANDS, window=Window(at_least=3, minutes=15, counts=_command_targets)),
    Rule(slug="commands-scheduled", title="Commands will run on machines again and again", severity=LOW,
         technique="T1053", calls=on("ssm", "CreateAssociation", "CreateAssociationBatch", "UpdateAssociation"),
         when=lambda event: by_hand(event) and not _HARMLESS.match(event.asked("name")), advice=_COMMANDS),
    Rule(slug="document-written", title="A document that runs commands was written", severity=LOW,
         technique="T1059.009", calls=on("ssm", "CreateDocument"), when=by_hand, failures=Failures.DENIED,
         advice=_COMMANDS),
    Rule(slug="container-entered", title="A command was run inside a container", severity=LOW, technique="T1609",
         calls=on("ecs", "ExecuteCommand"), when=by_hand, failures=Failures.DENIED, advice=_COMMANDS),
    Rule(slug="unusual-machines", title="Unusually strong or many machines were asked for", severity=MEDIUM,
         technique="T1578.002", advice=_MACHINES, failures=Failures.DENIED, when=_unusual_machines,
         calls=on("ec2", "RunInstances", "RequestSpotInstances", "RequestSpotFleet", "CreateFleet") | on("autoscaling",
             "CreateAutoScalingGroup", "UpdateAutoScalingGroup", "CreateLaunchConfiguration") | on("sagemaker",
             "CreateNotebookInstance") | on("emr", "RunJobFlow")),
    Rule(slug="machines-in-regions", title="Machines were started in several regions within an hour", severity=HIGH,
         technique="T1535", calls=on("ec2", "RunInstances"), failures=Failures.DENIED, when=by_hand, advice=_MACHINES,
         window=Window(at_least=3, minutes=60, counts=lambda event: [event.region])),
    Rule(slug="machines-by-machine", title="A machine's role started machines", severity=LOW, technique="T1578.002",
         calls=on("ec2", "RunInstances"), when=_machine_of_machine, failures=Failures.DENIED, advice=_MACHINES),
    Rule(slug="start-script-changed", title="The start script of a machine was changed", severity=HIGH,
         technique="T1059.009", calls=on("ec2", "ModifyInstanceAttribute"), when=_start_script,
         failures=Failures.DENIED, advice=_SCRIPT, by_tool=LOW, confidence="high"),
    Rule(slug="function-overwritten", title="The code of a function was overwritten", severity=MEDIUM,
         technique="T1525", calls=on("lambda", "UpdateFunctionCode"), when=_changed_code, failures=Failures.DENIED,
         advice=_PLANTED),
    Rule(slug="function-layered", title="A layer was put over a function", severity=MEDIUM, technique="T1525",
         calls=on("lambda", "UpdateFunctionConfiguration"), when=_layers, failures=Failures.DENIED, advice=_PLANTED),
    Rule(slug="notebook-script", title="The start script of a notebook was changed", severity=MEDIUM,
         technique="T1059.009",
         calls=on("sagemaker", "UpdateNotebookInstanceLifecycleConfig", "CreateNotebookInstanceLifecycleConfig",
             "UpdateNotebookInstance"), when=_lifecycle, failures=Failures.DENIED, advice=_PLANTED),
    Rule(slug="build-overridden", title="A build ran with other instructions than its project's", severity=LOW,
         technique="T1648", calls=on("codebuild", "StartBuild"), advice=_PLANTED,
         when=lambda event: by_hand(event) and bool(found(event.request, "buildspecoverride", "imageoverride"))),
    Rule(slug="image-pushed", title="A container image was pushed by a person's key", severity=LOW, technique="T1525",
         calls=on("ecr", "PutImage"), when=lambda event: event.who.long_lived and by_hand(event), advice=_PLANTED),
    Rule(slug="model-access", title="Access to a model was asked for", severity=MEDIUM, technique="T1496.004",
         calls=on("bedrock", "PutFoundationModelEntitlement", "PutUseCaseForModelAccess",
             "CreateFoundationModelAgreement", "PutModelInvocationLoggingConfiguration"),
         when=lambda event: by_hand(event) and ((event.name.startswith("PutModel") and LOW) or True),
         failures=Failures.DENIED, advice=_MODEL),
    Rule(slug="model-used-by-person", title="A model was used by a person", severity=LOW, technique="T1496.004",
         calls=on("bedrock", "InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream"),
         when=_model_by_person, advice=_MODEL, once_in=timedelta(hours=1)),
    Rule(slug="model-refused", title="The use of a model was refused", severity=MEDIUM, technique="T1496.004",
         calls=on("bedrock", "InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream"),
         when=lambda event: bool(event.error), failures=Failures.ALL, advice=_MODEL, once_in=timedelta(hours=1)),
    Rule(slug="task-asks-credentials", title="A container was told to ask for its role's credentials", severity=HIGH,
         technique="T1552.005", calls=on("ecs", "RegisterTaskDefinition"), when=_asks_credentials,
         failures=Failures.DENIED, advice=_PLANTED),
)  # fmt: skip
