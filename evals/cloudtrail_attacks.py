"""Attacks, one line each; see cloudtrail_cases."""

from typing import Any

from evals.cloudtrail_cases import BROWSER, MACHINE, OTHER, OWN, PERSON, ROOT, USER, Case, attack, grants, many, policy

_ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
_LOGIN = "signin:ConsoleLogin"
_FAILED: dict[str, Any] = {"responseElements": {"ConsoleLogin": "Failure"}, "errorMessage": "Failed authentication"}
_SUCCESS: dict[str, Any] = {"responseElements": {"ConsoleLogin": "Success"}, "userAgent": BROWSER}
_NO_MFA: dict[str, Any] = {**_SUCCESS, "additionalEventData": {"MFAUsed": "No"}}
_BUCKET = {"bucketName": "ledger-2026"}
_EXTERNAL = {"AWS": f"arn:aws:iam::{OTHER}:root"}
_TRUST = policy({"AWS": OTHER}, "sts:AssumeRole")
_GITHUB = {"Federated": f"arn:aws:iam::{OWN}:oidc-provider/token.actions.githubusercontent.com"}
_PUBLIC_GRANT = {"Grant": {"Grantee": {"URI": "http://acs.amazonaws.com/groups/global/AllUsers"}, "Permission": "READ"}}
_SNAPSHOT = {"snapshotId": "snap-0b1", "createVolumePermission": {"add": {"items": [{"userId": OTHER}]}}}
_IMAGE = {"imageId": "ami-0c2", "launchPermission": {"add": {"items": [{"group": "all"}]}}}
_SSE_C = {"x-amz-server-side-encryption-customer-algorithm": "AES256", "bucketName": "b"}

ATTACKS: tuple[Case, ...] = (
    # Logins
    *attack("console-login-failed", (_LOGIN, {}), **_FAILED),
    *attack("console-login-without-mfa", (_LOGIN, {}), **_NO_MFA),
    *attack("console-logins-guessed", *((_LOGIN, {}),) * 6, **_FAILED),
    *attack("root-login", (_LOGIN, {}), **{**_SUCCESS, "userIdentity": ROOT}),
    *attack("root-used", ("ec2:CreateVolume", {}), userIdentity=ROOT),
    *attack("machine-sessions-many", *many("ssm:StartSession", 3, target="i-0a")),
    *attack("ssh-keys-pushed", *many("ec2-instance-connect:SendSSHPublicKey", 3, instanceId="i-0b")),
    *attack("serial-console-used", ("ec2-instance-connect:SendSerialConsoleSSHPublicKey", {"instanceId": "i-0c"})),
    *attack("serial-console-enabled", ("ec2:EnableSerialConsoleAccess", {}), userIdentity=PERSON),
    *attack("console-session-from-keys", ("signin:GetSigninToken", {})),
    # Rights
    *attack("admin-attached", ("iam:AttachUserPolicy", {"userName": "svc", "policyArn": _ADMIN}), denied=True),
    *attack("admin-attached", ("iam:AttachRolePolicy", {"roleName": "r", "policyArn": _ADMIN}), denied=True),
    *attack("admin-attached", ("iam:AttachGroupPolicy", {"groupName": "g", "policyArn": _ADMIN})),
    *attack("admin-written", ("iam:PutUserPolicy", {"userName": "svc", "policyDocument": grants("*")}), denied=True),
    *attack("admin-written", ("iam:CreatePolicyVersion", {"policyArn": "a", "policyDocument": grants(["iam:*"])})),
    *attack("admin-written", ("iam:PutRolePolicy", {"roleName": "r", "policyDocument": grants("iam:PassRole")})),
    *attack("own-rights-raised", ("iam:AttachUserPolicy", {"userName": "nadia", "policyArn": "arn:x:policy/S3"})),
    *attack("policy-version-chosen", ("iam:SetDefaultPolicyVersion", {"policyArn": "a", "versionId": "v2"}),
         denied=True),
    *attack("password-of-other-set", ("iam:UpdateLoginProfile", {"userName": "lena"}), denied=True),
    *attack("boundary-removed", ("iam:DeleteRolePermissionsBoundary", {"roleName": "r"}), denied=True),
    *attack("added-to-group", ("iam:AddUserToGroup", {"userName": "svc", "groupName": "Administrators"})),
    *attack("machine-role-changed", ("ec2:AssociateIamInstanceProfile", {"AssociateIamInstanceProfileRequest": {}})),
    *attack("roles-tried", *many("sts:AssumeRole", 5, roleArn="arn:r"), errorCode="AccessDenied"),
    # Ways to come back
    *attack("key-for-user", ("iam:CreateAccessKey", {"userName": "lena"}), denied=True),
    *attack("key-for-user", ("iam:CreateAccessKey", {}), userIdentity=ROOT),
    *attack("user-created", ("iam:CreateUser", {"userName": "helpdesk2"})),
    *attack("console-password-made", ("iam:CreateLoginProfile", {"userName": "lena"}), denied=True),
    *attack("user-with-password", ("iam:CreateUser", {"userName": "u"}), ("iam:CreateLoginProfile", {"userName": "u"})),
    *attack("admin-user-made", ("iam:CreateUser", {"userName": "u"}), ("iam:CreateAccessKey", {"userName": "u"}),
            ("iam:AttachUserPolicy", {"userName": "u", "policyArn": _ADMIN})),
    *attack("role-trusts-outsider", ("iam:UpdateAssumeRolePolicy", {"roleName": "r", "policyDocument": _TRUST}),
         denied=True),
    *attack("role-trusts-outsider", ("iam:CreateRole", {"roleName": "r", "assumeRolePolicyDocument": _TRUST})),
    *attack("role-trusts-outsider", ("iam:CreateRole", {"roleName": "r", "assumeRolePolicyDocument": policy("*")})),
    *attack("role-trusts-outsider", ("iam:UpdateAssumeRolePolicy", {
        "roleName": "r", "policyDocument": policy(_GITHUB, "sts:AssumeRoleWithWebIdentity")})),
    *attack("role-trusts-outsider", ("iam:CreateRole", {"assumeRolePolicyDocument": policy(
        _GITHUB, "sts:AssumeRoleWithWebIdentity", Condition={"StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}})})),
    *attack("versions-listed-and-deleted", ("s3:ListObjectVersions", _BUCKET), ("s3:DeleteObjects", _BUCKET)),
    *attack("task-asks-credentials", ("ecs:RegisterTaskDefinition", {"containerDefinitions": [
        {"command": ["sh", "-c", "curl 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]}]}), denied=True),
    *attack("security-group-opened", ("ec2:AuthorizeSecurityGroupIngress", {"groupId": "sg-1", "ipPermissions": {
        "items": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22,
                   "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]}})),
    *attack("certificates-trusted", ("rolesanywhere:CreateTrustAnchor", {"name": "a"}), denied=True),
    *attack("identity-provider", ("iam:CreateSAMLProvider", {"name": "idp"}), denied=True),
    *attack("identity-provider", ("iam:CreateOpenIDConnectProvider", {"url": "https://idp.example"})),
    *attack("federation-token", ("sts:GetFederationToken", {"name": "bot", "policy": grants("*")}), denied=True),
    *attack("mfa-removed", ("iam:DeactivateMFADevice", {"userName": "lena"})),
    *attack("iam-changed-by-machine", ("iam:CreateUser", {"userName": "x"}), userIdentity=MACHINE),
    *attack("function-opened", ("lambda:AddPermission20150331v2", {"functionName": "f", "principal": "*"}),
         denied=True),
    *attack("function-opened", ("lambda:AddPermission20150331v2", {"functionName": "f", "principal": OTHER})),
    *attack("function-address-open", ("lambda:CreateFunctionUrlConfig", {"functionName": "f", "authType": "NONE"})),
    *attack("function-overwritten", ("lambda:UpdateFunctionCode20150331v2", {"functionName": "f"}), denied=True),
    *attack("function-layered", ("lambda:UpdateFunctionConfiguration20150331v2", {
        "functionName": "f", "layers": [f"arn:aws:lambda:eu-central-1:{OTHER}:layer:l:3"]})),
    # Logging and guards
    *attack("trail-off", ("cloudtrail:StopLogging", {"name": "org"}), denied=True),
    *attack("trail-off", ("cloudtrail:DeleteTrail", {"name": "org"}), denied=True),
    *attack("trail-thinner", ("cloudtrail:UpdateTrail", {"name": "org", "isMultiRegionTrail": False})),
    *attack("trail-selectors", ("cloudtrail:PutEventSelectors", {
        "trailName": "org", "eventSelectors": [{"readWriteType": "ReadOnly", "includeManagementEvents": True}]})),
    *attack("trail-selectors", ("cloudtrail:PutEventSelectors", {
        "trailName": "org", "eventSelectors": [{"readWriteType": "All", "includeManagementEvents": False}]}),
        denied=True),
    *attack("logs-expire-soon", ("s3:PutBucketLifecycle", {"bucketName": "trail-archive", "LifecycleConfiguration": {
        "Rule": {"Status": "Enabled", "Expiration": {"Days": 1}, "Prefix": "*"}}})),
    *attack("config-off", ("config:StopConfigurationRecorder", {"configurationRecorderName": "default"}), denied=True),
    *attack("config-off", ("config:DeleteDeliveryChannel", {"deliveryChannelName": "default"})),
    *attack("guardduty-off", ("guardduty:DeleteDetector", {"detectorId": "d"}), denied=True),
    *attack("guardduty-weaker", ("guardduty:UpdateDetector", {"detectorId": "d", "enable": False})),
    *attack("guardduty-trusts", ("guardduty:CreateIPSet", {"detectorId": "d", "activate": True})),
    *attack("hub-off", ("securityhub:DisableSecurityHub", {}), denied=True),
    *attack("watchers-off", ("macie2:DisableMacie", {}), denied=True),
    *attack("flow-logs-off", ("ec2:DeleteFlowLogs", {"DeleteFlowLogsRequest": {"FlowLogId": {"content": "fl-1"}}}),
         denied=True),
    *attack("dns-logs-off", ("route53resolver:DeleteResolverQueryLogConfig", {"resolverQueryLogConfigId": "q"}),
         denied=True),
    *attack("log-group-deleted", ("logs:DeleteLogGroup", {"logGroupName": "cloudtrail/org"})),
    *attack("alarms-off", ("events:DisableRule", {"name": "guardduty-to-pager"})),
    *attack("firewall-removed", ("wafv2:DisassociateWebACL", {"resourceArn": "arn:lb"}), denied=True),
    *attack("organisation-left", ("organizations:LeaveOrganization", {}), denied=True),
    *attack("disk-encryption-off", ("ec2:DisableEbsEncryptionByDefault", {}), denied=True),
    *attack("metadata-open", ("ec2:ModifyInstanceMetadataOptions", {"instanceId": "i-1", "httpTokens": "optional"})),
    *attack("password-policy-weaker", ("iam:DeleteAccountPasswordPolicy", {})),
    *attack("public-access-block-off", ("s3:DeleteBucketPublicAccessBlock", _BUCKET)),
    # Secrets
    *attack("secrets-read-many", *many("secretsmanager:GetSecretValue", 7, secretId="app/")),
    *attack("secrets-read-in-batch", ("secretsmanager:BatchGetSecretValue", {"filters": [{"key": "all",
         "values": ["p"]}]})),
    *attack("parameters-decrypted-many", ("ssm:GetParameters", {
        "names": [f"/p/{number}" for number in range(10)], "withDecryption": True})),
    *attack("password-data-read-many", *many("ec2:GetPasswordData", 4, instanceId="i-0d"),
            errorCode="Client.UnauthorizedOperation"),
    *attack("user-data-read-many", *many("ec2:DescribeInstanceAttribute", 4, instanceId="i-0e",
         attribute="userData")[:0],
            *[("ec2:DescribeInstanceAttribute", {"instanceId": f"i-{n}", "attribute": "userData"}) for n in range(4)]),
    *attack("machine-role-on-desktop", ("s3:ListBuckets", {}), userIdentity=MACHINE,
            userAgent="aws-cli/2.31 md/awscrt ua/2.1 os/macos#25.0.0"),
    *attack("traffic-mirrored", ("ec2:CreateTrafficMirrorSession", {"CreateTrafficMirrorSessionRequest": {}}),
         denied=True),
    # Data that leaves
    *attack("disk-shared", ("ec2:ModifySnapshotAttribute", _SNAPSHOT), denied=True),
    *attack("disk-shared", ("ec2:ModifyImageAttribute", _IMAGE), denied=True),
    *attack("database-shared", ("rds:ModifyDBSnapshotAttribute", {"attributeName": "restore", "valuesToAdd": [OTHER]})),
    *attack("database-shared", ("rds:ModifyDBClusterSnapshotAttribute", {
        "attributeName": "restore", "valuesToAdd": ["all"]}), denied=True),
    *attack("resource-opened", ("s3:PutBucketPolicy", {**_BUCKET, "bucketPolicy": policy("*")}), denied=True),
    *attack("resource-opened", ("s3:PutBucketPolicy", {**_BUCKET, "bucketPolicy": policy(_EXTERNAL, "s3:GetObject")})),
    *attack("resource-opened", ("secretsmanager:PutResourcePolicy", {"secretId": "s",
         "resourcePolicy": policy(_EXTERNAL)})),
    *attack("resource-opened", ("kms:PutKeyPolicy", {"keyId": "k", "policy": policy(_EXTERNAL)})),
    *attack("resource-opened", ("sqs:SetQueueAttributes", {"attributes": {"Policy": policy("*")}})),
    *attack("resource-opened", ("sns:SetTopicAttributes", {"attributeName": "Policy", "attributeValue": policy("*")})),
    *attack("resource-opened", ("ecr:SetRepositoryPolicy", {"policyText": policy({"AWS": "*"})})),
    *attack("resource-opened", ("glacier:SetVaultAccessPolicy", {"policy": {"policy": policy("*")}})),
    *attack("resource-opened", ("es:UpdateDomainConfig", {"accessPolicies": policy({"AWS": ["*"]})})),
    *attack("resource-opened", ("elasticfilesystem:PutFileSystemPolicy", {"policy": policy(_EXTERNAL)})),
    *attack("resource-opened", ("backup:PutBackupVaultAccessPolicy", {"policy": policy(_EXTERNAL)})),
    *attack("resource-opened", ("s3:PutAccessPointPolicy", {
        "PutAccessPointPolicyRequest": {"Name": "a", "Policy": policy("*", "s3:GetObject")}})),
    *attack("acl-opened", ("s3:PutBucketAcl", {**_BUCKET, "x-amz-acl": "public-read"}), denied=True),
    *attack("acl-opened", ("s3:PutBucketAcl", {**_BUCKET,
         "AccessControlPolicy": {"AccessControlList": _PUBLIC_GRANT}})),
    *attack("acl-opened", ("s3:PutBucketAcl", {**_BUCKET, "accessControlList": {
        "x-amz-grant-write": "uri=http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}})),
    *attack("bucket-replicated", ("s3:PutBucketReplication", {**_BUCKET, "ReplicationConfiguration": {
        "Rule": {"Destination": {"Bucket": "arn:aws:s3:::far", "Account": OTHER}}}})),
    *attack("document-shared", ("ssm:ModifyDocumentPermission", {"name": "d", "accountIdsToAdd": ["all"]})),
    *attack("database-public", ("rds:ModifyDBInstance", {"dBInstanceIdentifier": "db", "publiclyAccessible": True})),
    *attack("build-public", ("codebuild:UpdateProjectVisibility", {"projectVisibility": "PUBLIC_READ"})),
    # Looking around
    *attack("refused-often", *((f"{each}:List{each}", {}) for each in ("a", "b", "c", "d", "e", "f", "g", "h")),
            errorCode="AccessDenied"),
    *attack("mail-looked-at", *((f"ses:{each}", {}) for each in ("GetSendQuota", "ListIdentities", "GetAccount"))),
    *attack("machine-looked-around", ("sts:GetCallerIdentity", {}), ("s3:ListBuckets", {}), ("iam:ListUsers", {}),
            userIdentity=MACHINE),
    *attack("offensive-agent", ("s3:ListBuckets", {}),
         userAgent="aws-cli/2.9 Python/3.11 Linux/6.5.0-kali3-amd64 botocore/2"),
    # Code and machines
    *attack("commands-sent", ("ssm:SendCommand", {
        "documentName": "AWS-RunShellScript", "instanceIds": ["i-1", "i-2", "i-3"]}), denied=True),
    *attack("unusual-machines", ("ec2:RunInstances", {"instanceType": "p4d.24xlarge"}), denied=True),
    *attack("start-script-changed", ("ec2:ModifyInstanceAttribute", {"instanceId": "i-1", "userData": "<sensitive>"})),
    *attack("machine-taken-over", ("ec2:StopInstances", {"instancesSet": {"items": [{"instanceId": "i-1"}]}}),
            ("ec2:ModifyInstanceAttribute", {"instanceId": "i-1", "userData": {"value": "x"}}),
            ("ec2:StartInstances", {"instancesSet": {"items": [{"instanceId": "i-1"}]}})),
    *attack("model-access", ("bedrock:PutFoundationModelEntitlement", {"modelId": "m"}), denied=True),
    *attack("model-used-by-person", ("bedrock:InvokeModel", {"modelId": "m"})),
    # Harm
    *attack("key-deleted", ("kms:ScheduleKeyDeletion", {"keyId": "k", "pendingWindowInDays": 7}), denied=True),
    *attack("key-deleted", ("kms:DisableKey", {"keyId": "k"}), denied=True),
    *attack("versioning-off", ("s3:PutBucketVersioning", {**_BUCKET,
         "VersioningConfiguration": {"Status": "Suspended"}})),
    *attack("versions-deleted", *[("s3:DeleteObject", {**_BUCKET, "key": f"k{n}",
         "versionId": "v"}) for n in range(12)]),
    *attack("objects-deleted", ("s3:DeleteObjects", {**_BUCKET, "delete": ""})),
    *attack("objects-locked", *[("s3:PutObject", {**_SSE_C, "key": f"k{n}"}) for n in range(3)]),
    *attack("backups-deleted", ("backup:DeleteRecoveryPoint", {"backupVaultName": "v"}), denied=True),
    *attack("account-closed", ("organizations:CloseAccount", {"accountId": OTHER}), denied=True),
    *attack("recovery-off", ("dynamodb:UpdateContinuousBackups", {
        "tableName": "t", "pointInTimeRecoverySpecification": {"pointInTimeRecoveryEnabled": False}}), denied=True),
    *attack("recovery-off", ("rds:ModifyDBInstance", {"dBInstanceIdentifier": "db", "backupRetentionPeriod": 0})),
    *attack("certificate-exported", ("acm:ExportCertificate", {"certificateArn": "a"}), denied=True),
    *attack("build-fed", ("codebuild:ImportSourceCredentials", {"serverType": "GITHUB"}), denied=True),
    *attack("app-made", ("apprunner:CreateService", {"serviceName": "s"})),
    *attack("template-script", ("ec2:CreateLaunchTemplateVersion", {"CreateLaunchTemplateVersionRequest": {
        "LaunchTemplateData": {"UserData": "<sensitive>"}}})),
    *attack("image-scan-off", ("ecr:PutImageScanningConfiguration", {
        "repositoryName": "r", "imageScanningConfiguration": {"scanOnPush": False}})),
    *attack("went-on-in-the-dark", ("cloudtrail:StopLogging", {"name": "org"}), ("iam:CreateAccessKey",
         {"userName": "lena"}),
            userIdentity=USER),
)  # fmt: skip
