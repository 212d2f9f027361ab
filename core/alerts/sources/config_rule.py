"""What AWS Config tells a rule: the change of one resource, or that it is time to look.

https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
"""

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.making import account_of, make, place_of, region_of
from core.alerts.reading import Json, first_word, mapping, parsed, word
from core.alerts.times import moment


def recognises(payload: Json) -> bool:
    """Whether it is such an invocation."""
    return "invokingEvent" in payload and ("configRuleName" in payload or "configRuleArn" in payload)


def read(payload: Json) -> list[Alert]:
    """The change; it is news and no alarm."""
    event, rule = mapping(parsed(payload["invokingEvent"])), word(payload.get("configRuleName"))
    item = mapping(event.get("configurationItem") or event.get("configurationItemSummary"))
    arn, kind = first_word(item, "ARN", "resourceId"), first_word(item, "resourceType")
    changed = mapping(mapping(event.get("configurationItemDiff")).get("changedProperties"))
    about = first_word(item, "resourceName", "resourceId")
    what = first_word(event, "messageType") or "ConfigRuleInvoked"
    place = place_of(arn, payload.get("configRuleArn"))
    return [
        make(
            "config rule",
            (place.account, place.region, rule, arn, what),
            f"{rule}: {kind} {about} changed" if about else f"{rule}: {what}",
            message="\n".join(_change(name, mapping(how)) for name, how in list(changed.items())[:20]),
            state=AlertState.UNKNOWN,
            severity=AlertLevel.INFO,
            service=about or rule,
            resource=arn or word(payload.get("configRuleArn")),
            account=account_of(first_word(item, "awsAccountId"), payload.get("accountId"), place.account),
            region=region_of(first_word(item, "awsRegion"), place.region),
            at=moment(
                first_word(item, "configurationItemCaptureTime") or first_word(event, "notificationCreationTime")
            ),
            labels={"rule": rule, "resource type": kind, "message type": what},
            namespace="aws.config",
            event_type=what,
        )
    ]


def _change(name: str, how: Json) -> str:
    return f"{name}: {word(how.get('previousValue')) or '-'} -> {word(how.get('updatedValue')) or '-'}"
