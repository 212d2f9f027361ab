"""Ordinary work that looks like an attack, one line each; see cloudtrail_cases."""

from typing import Any

from evals.cloudtrail_cases import (
    BROWSER,
    MACHINE,
    OTHER,
    OWN,
    PERSON,
    PIPELINE,
    PROGRAM,
    SERVICE,
    TERRAFORM,
    Case,
    grants,
    many,
    policy,
    role,
    twin,
)

_ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
_BUCKET = {"bucketName": "ledger-2026"}
_LOGIN = "signin:ConsoleLogin"
_SUCCESS: dict[str, Any] = {"responseElements": {"ConsoleLogin": "Success"}, "userAgent": BROWSER}
_GITHUB = {"Federated": f"arn:aws:iam::{OWN}:oidc-provider/token.actions.githubusercontent.com"}
_REPOSITORY = {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:example/shop:*"}}
_ROLE_SSM = {"roleName": "web", "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}
_LAMBDA = role("shop-orders", "shop-orders")

TWINS: tuple[Case, ...] = (
    twin("a login with MFA", (_LOGIN, {}), **_SUCCESS, additionalEventData={"MFAUsed": "Yes"}),
    twin("a federated login", (_LOGIN, {}), **_SUCCESS, userIdentity=PERSON, additionalEventData={"MFAUsed": "No"}),
    twin("one mistyped password", (_LOGIN, {}), responseElements={"ConsoleLogin": "Failure"}),
    twin("one session on a machine", ("ssm:StartSession", {"target": "i-1"})),
    twin("a policy of a machine", ("iam:AttachRolePolicy", _ROLE_SSM)),
    twin("a small inline policy", ("iam:PutRolePolicy", {"roleName": "r", "policyDocument": grants("s3:GetObject",
         "arn:b/*")})),
    twin("rights taken away", ("iam:DetachUserPolicy", {"userName": "svc", "policyArn": _ADMIN})),
    twin("an own key renewed", ("iam:CreateAccessKey", {}), ("iam:DeleteAccessKey", {"accessKeyId": "AKIA1"})),
    twin("an own key by name", ("iam:CreateAccessKey", {"userName": "nadia"})),
    twin("a user deleted", ("iam:DeleteAccessKey", {"userName": "t"}), ("iam:DeleteUser", {"userName": "t"})),
    twin("a role for a service", ("iam:CreateRole",
         {"assumeRolePolicyDocument": policy({"Service": "ec2.amazonaws.com"})})),
    twin("a role for the own account", ("iam:CreateRole", {"assumeRolePolicyDocument": policy({"AWS": OWN})})),
    twin("trust given back", ("iam:UpdateAssumeRolePolicy",
         {"policyDocument": policy({"Service": "lambda.amazonaws.com"})})),
    twin("a role for one repository", ("iam:CreateRole", {
        "assumeRolePolicyDocument": policy(_GITHUB, "sts:AssumeRoleWithWebIdentity", Condition=_REPOSITORY)})),
    twin("trust denied", ("iam:UpdateAssumeRolePolicy", {
        "policyDocument": '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}'})),
    twin("a key whose user is gone", ("iam:CreateAccessKey", {"userName": "x"}), errorCode="NoSuchEntityException"),
    twin("a user by Terraform", ("iam:CreateUser", {"userName": "ci"}), ("iam:CreateAccessKey", {"userName": "ci"}),
         userAgent=TERRAFORM),
    twin("administrators by Terraform", ("iam:AttachRolePolicy", {"roleName": "r", "policyArn": _ADMIN}),
         userAgent=TERRAFORM, userIdentity=PIPELINE),
    twin("a trail made", ("cloudtrail:CreateTrail", {"name": "t"}), ("cloudtrail:StartLogging", {"name": "t"})),
    twin("a trail by Terraform destroyed", ("cloudtrail:DeleteTrail", {"name": "t"}), userAgent=TERRAFORM),
    twin("selectors that record all", ("cloudtrail:PutEventSelectors", {
        "eventSelectors": [{"readWriteType": "All", "includeManagementEvents": True}]})),
    twin("a trail that records more", ("cloudtrail:UpdateTrail", {"name": "t", "isMultiRegionTrail": True})),
    twin("old logs expire", ("s3:PutBucketLifecycle", {"bucketName": "logs", "LifecycleConfiguration": {
        "Rule": {"Status": "Enabled", "Expiration": {"Days": 365}}}})),
    twin("expiry removed", ("s3:DeleteBucketLifecycle", {"bucketName": "logs", "lifecycle": ""})),
    twin("GuardDuty switched on", ("guardduty:UpdateDetector", {"detectorId": "d", "enable": True})),
    twin("flow logs made", ("ec2:CreateFlowLogs", {"CreateFlowLogsRequest": {"ResourceType": "VPC"}})),
    twin("Config started", ("config:StartConfigurationRecorder", {"configurationRecorderName": "default"})),
    twin("encryption by default on", ("ec2:EnableEbsEncryptionByDefault", {})),
    twin("metadata with tokens", ("ec2:ModifyInstanceMetadataOptions", {"instanceId": "i-1",
         "httpTokens": "required"})),
    twin("public access blocked", ("s3:PutBucketPublicAccessBlock", {**_BUCKET, "PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}})),
    twin("a few secrets", *many("secretsmanager:GetSecretValue", 3, secretId="app/")),
    twin("one secret many times", *((("secretsmanager:GetSecretValue", {"secretId": "app/db"}),) * 20)),
    twin("secrets by Terraform", *many("secretsmanager:GetSecretValue", 20, secretId="app/"), userAgent=TERRAFORM),
    twin("parameters of a function", ("ssm:GetParameters", {
        "names": [f"/p/{n}" for n in range(10)], "withDecryption": True}),
         userIdentity=_LAMBDA, userAgent="Boto3/1.40 exec-env/AWS_Lambda_python3.13"),
    twin("plain parameters", ("ssm:GetParameters", {"names": [f"/p/{n}" for n in range(10)], "withDecryption": False})),
    twin("one start script", ("ec2:DescribeInstanceAttribute", {"instanceId": "i-1", "attribute": "userData"})),
    twin("machines' settings read", *(("ec2:DescribeInstanceAttribute", {"instanceId": f"i-{n}",
         "attribute": "ebsOptimized"})
                                      for n in range(8))),
    twin("a machine works", ("s3:GetObject", {"key": "k"}), ("sqs:ReceiveMessage", {}), userIdentity=MACHINE,
         userAgent="Boto3/1.40 md/Botocore os/linux"),
    twin("a snapshot un-shared", ("ec2:ModifySnapshotAttribute", {
        "snapshotId": "snap-1", "createVolumePermission": {"remove": {"items": [{"userId": OTHER}]}}})),
    twin("an image un-shared", ("ec2:ModifyImageAttribute", {
        "imageId": "ami-1", "launchPermission": {"remove": {"items": [{"group": "all"}]}}})),
    twin("an image described", ("ec2:ModifyImageAttribute", {"imageId": "ami-1", "description": {"value": "golden"}})),
    twin("a database un-shared", ("rds:ModifyDBSnapshotAttribute", {"attributeName": "restore",
         "valuesToRemove": [OTHER]})),
    twin("a share that failed", ("ec2:ModifySnapshotAttribute", {
        "snapshotId": "s", "createVolumePermission": {"add": {"items": [{"userId": OTHER}]}}}),
         errorCode="Client.InvalidSnapshot.NotFound"),
    twin("a bucket for CloudTrail", ("s3:PutBucketPolicy", {
        **_BUCKET, "bucketPolicy": policy({"Service": "cloudtrail.amazonaws.com"}, "s3:PutObject")})),
    twin("a bucket for the organisation", ("s3:PutBucketPolicy", {**_BUCKET, "bucketPolicy": policy(
        "*", "s3:GetObject", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})})),
    twin("a bucket for the own role", ("s3:PutBucketPolicy", {
        **_BUCKET, "bucketPolicy": policy({"AWS": f"arn:aws:iam::{OWN}:role/web"})})),
    twin("a bucket that denies", ("s3:PutBucketPolicy", {
        **_BUCKET, "bucketPolicy": '{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}'})),
    twin("a policy deleted by Terraform", ("s3:DeleteBucketPolicy", _BUCKET), userAgent=TERRAFORM),
    twin("a private access list", ("s3:PutBucketAcl", {**_BUCKET, "x-amz-acl": "private"})),
    twin("a topic that is renamed", ("sns:SetTopicAttributes", {"attributeName": "DisplayName",
         "attributeValue": "x"})),
    twin("a key's own policy", ("kms:PutKeyPolicy", {"policy": policy({"AWS": f"arn:aws:iam::{OWN}:root"})})),
    twin("a function for an interface", ("lambda:AddPermission20150331v2", {"principal": "apigateway.amazonaws.com"})),
    twin("a permission removed", ("lambda:RemovePermission20150331v2", {"statementId": "x"})),
    twin("code deployed by a role", ("lambda:UpdateFunctionCode20150331v2", {"functionName": "f"}),
         userIdentity=PIPELINE),
    twin("an address with a login", ("lambda:CreateFunctionUrlConfig", {"authType": "AWS_IAM"})),
    twin("patches", ("ssm:SendCommand", {"documentName": "AWS-RunPatchBaseline", "targets": [{"key": "tag:x"}]})),
    twin("a command on one machine", ("ssm:SendCommand", {"documentName": "AWS-RunShellScript",
         "instanceIds": ["i-1"]})),
    twin("a small machine", ("ec2:RunInstances", {"instanceType": "t3.small",
         "instancesSet": {"items": [{"maxCount": 1}]}})),
    twin("machines by autoscaling", ("ec2:RunInstances", {"instanceType": "g5.xlarge"}),
         userIdentity=role("AWSServiceRoleForAutoScaling", "AutoScaling")),
    twin("protection from termination", ("ec2:ModifyInstanceAttribute", {"disableApiTermination": {"value": False}})),
    twin("a key's deletion cancelled", ("kms:CancelKeyDeletion", {"keyId": "k"})),
    twin("a key enabled", ("kms:EnableKey", {"keyId": "k"})),
    twin("versioning on", ("s3:PutBucketVersioning", {**_BUCKET, "VersioningConfiguration": {"Status": "Enabled"}})),
    twin("old backups deleted by AWS", *many("backup:DeleteRecoveryPoint", 9, recoveryPointArn="r"),
         userIdentity=SERVICE),
    twin("a port for the own network", ("ec2:AuthorizeSecurityGroupIngress", {"groupId": "sg-1", "ipPermissions": {
        "items": [{"ipProtocol": "tcp", "fromPort": 443, "toPort": 443,
                   "ipRanges": {"items": [{"cidrIp": "10.0.0.0/16"}]}}]}})),
    twin("a new user must choose a password", ("iam:CreateLoginProfile", {
        "userName": "x", "passwordResetRequired": True})),
    twin("a fleet that a program runs", ("ec2:CreateFleet", {"CreateFleetRequest": {"LaunchTemplateConfigs": {
        "Overrides": [{"InstanceType": "m6i.metal"}, {"InstanceType": "c6i.24xlarge"}]}}}),
         userIdentity=role("KarpenterController", "1772438400000000000"), userAgent=PROGRAM),
    twin("a program reads its secrets", *many("secretsmanager:GetSecretValue", 9, secretId="app/"),
         userIdentity=role("external-secrets", "external-secrets-provider-aws"), userAgent=PROGRAM),
    twin("a page of the console that may not be seen", *((f"{each}:List{each}", {}) for each in "abcdefghijkl"),
         errorCode="AccessDenied", userAgent=BROWSER, userIdentity=PERSON),
    twin("an audit asks about mail", ("ses:ListEmailIdentities", {}), ("ses:GetAccount", {}),
         ("ses:GetEmailIdentity", {})),
    twin("code of a pipeline's user", ("lambda:UpdateFunctionCode20150331v2", {"functionName": "f"}),
         userIdentity={"type": "IAMUser", "userName": "github-deploy", "arn": f"arn:aws:iam::{OWN}:user/github"}),
    twin("an endpoint of the own network", ("ec2:CreateVpcEndpoint", {"vpcId": "v", "policyDocument": policy("*")})),
    twin("an interface on the web", ("apigateway:CreateRestApi", {"policy": policy("*", "execute-api:Invoke")})),
    twin("a picture for everybody", ("s3:PutObject", {**_BUCKET, "key": "logo.svg", "x-amz-acl": "public-read"})),
    twin("a queue for a topic", ("sqs:SetQueueAttributes", {"attributes": {"Policy": policy(
        "*", "sqs:SendMessage", Condition={"ArnEquals": {"aws:SourceArn": f"arn:aws:sns:eu-west-1:{OWN}:t"}})}})),
    twin("an identity of CloudFront", ("s3:PutBucketPolicy", {**_BUCKET, "bucketPolicy": policy(
        {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47e000111222333"})})),
    twin("a few objects deleted", *many("s3:DeleteObject", 9, key="k")),
    twin("an audit that reads", *((f"{service}:Describe{number}", {}) for number, service in enumerate("abcdefghij"))),
    twin("two refused calls", ("a:ListA", {}), ("b:ListB", {}), errorCode="AccessDenied"),
    twin("a port closed", ("ec2:RevokeSecurityGroupIngress", {"groupId": "sg-1"})),
    twin("a private network", ("ec2:CreateVpc", {"cidrBlock": "10.9.0.0/16"}), ("ec2:CreateSubnet",
         {"cidrBlock": "10.9.1.0/24"})),
    twin("an access list that denies", ("ec2:CreateNetworkAclEntry", {
        "cidrBlock": "0.0.0.0/0", "ruleAction": "deny", "egress": False})),
    twin("a second factor enrolled", ("iam:EnableMFADevice", {"userName": "nadia"})),
    twin("a stronger password policy", ("iam:UpdateAccountPasswordPolicy", {
        "minimumPasswordLength": 16, "requireSymbols": True})),
    twin("a database kept private", ("rds:ModifyDBInstance", {"publiclyAccessible": False})),
    twin("a deletion with a snapshot", ("rds:DeleteDBInstance", {"skipFinalSnapshot": False})),
    twin("a program renews its certificate", ("acm:ExportCertificate", {"certificateArn": "a"}), userIdentity=MACHINE),
    twin("more days of backups", ("rds:ModifyDBInstance", {"dBInstanceIdentifier": "db", "backupRetentionPeriod": 14})),
    twin("images scanned again", ("ecr:PutImageScanningConfiguration", {
        "repositoryName": "r", "imageScanningConfiguration": {"scanOnPush": True}})),
)  # fmt: skip
