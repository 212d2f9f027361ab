from core.alerts import Alert
from core.causes.subject import Subject, subject_of


def _alert(**fields: object) -> Alert:
    return Alert.model_validate({"fingerprint": "f", "title": "t", **fields})


def test_dimensions_and_arns_say_what_it_is_about() -> None:
    arn = "arn:aws:ecs:us-west-2:123456789012:service/shop/cart"
    found = subject_of(_alert(labels={"DBInstanceIdentifier": "orders-db"}, resource=arn))
    assert (found.db, found.cluster, found.ecs_service) == ("orders-db", "shop", "cart")


def test_an_instance_is_one_only_by_the_shape_of_its_id() -> None:
    assert subject_of(_alert(labels={"InstanceId": "i-0123456789abcdef0"})).instance_id == "i-0123456789abcdef0"
    assert subject_of(_alert(labels={"InstanceId": "i-evil; reboot"})) == Subject()


def test_words_of_a_title_or_message_name_nothing() -> None:
    assert subject_of(_alert(message="stop i-0123456789abcdef0 and arn:aws:rds:eu-west-1:1:db:main")) == Subject()


def test_members_of_an_incident_add_what_the_first_does_not_say() -> None:
    first = _alert(labels={"LoadBalancer": "app/web/50dc6c495c0c9188"})
    second = _alert(labels={"LoadBalancer": "app/other/1", "TargetGroup": "targetgroup/web/73e2d6bc24d8a067"})
    found = subject_of(first, second)
    assert (found.balancer, found.target_group) == ("app/web/50dc6c495c0c9188", "targetgroup/web/73e2d6bc24d8a067")


def test_a_task_of_ecs_belongs_to_the_service_of_its_group() -> None:
    found = subject_of(Alert(fingerprint="f", title="t", labels={"group": "service:cart"}))
    assert found.ecs_service == "cart"
    assert subject_of(Alert(fingerprint="f", title="t", labels={"group": "family:cart"})).ecs_service == ""
