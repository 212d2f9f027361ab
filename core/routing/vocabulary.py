"""What systems and words belong to which specialist. Knowledge of technologies, not of anybody's alert rules.

Words are compared without separators and case: `cert-manager` matches `certmanager`, `cert_manager`, `CertManager`.
"""

from collections.abc import Mapping
from types import MappingProxyType

Words = Mapping[str, str]


def _index(lists: Mapping[str, str]) -> Words:
    return MappingProxyType(
        {word.replace("-", ""): specialist for specialist, words in lists.items() for word in words.split()}
    )


# Systems by name, as they stand in titles, in labels and at the beginning of their exporters' metrics.
SYSTEMS = _index(
    {
        "database": """
            postgres postgresql postgre pgbouncer pgpool patroni mysql mysqld mariadb percona galera innodb
            proxysql mongodb mongo mongod mongos redis redis-sentinel valkey keydb memcached memcache
            elastic-search opensearch solr meilisearch cassandra scylla scylladb clickhouse couchdb couchbase
            oracle oracle-db mssql sql-server db2 sqlite cockroachdb cockroach tidb tikv yugabyte yugabytedb
            vitess vttablet influxdb timescaledb victoriametrics neo4j arangodb dgraph rethinkdb riak riakkv
            aerospike hbase druid pinot trino presto snowflake redshift rds aurora dynamodb documentdb docdb
            neptune elasticache memorydb dax keyspaces cosmosdb cloud-sql spanner bigtable firestore database
            databases sql barman pgbackrest wal-g timestream qdrant milvus weaviate typesense manticore sphinx
            tarantool voltdb questdb ravendb firebird""",
        "kubernetes": """
            kubernetes kube k8s kubelet kube-proxy kube-apiserver api-server kube-scheduler
            kube-controller-manager etcd eks gke aks openshift okd rancher k3s argo-cd argo argo-workflows
            argo-rollouts fluxcd flux gitops helm tiller kustomization cluster-autoscaler karpenter keda hpa vpa
            statefulset daemonset replicaset deployment-config cronjob crash-loop crashloopbackoff
            imagepullbackoff kubevirt crossplane velero knative nomad ecs fargate cri-o containerd
            container-insights namespace pod pods poddisruptionbudget pdb persistentvolume persistentvolumeclaim
            pvc admission-webhook machine-config cluster-operator olm operator-hub tekton kops swarm mesos
            marathon replication-controller virt-controller virt-api virt-handler virt-operator hyperconverged
            csi csi-driver""",
        "network": """
            nginx apache httpd haproxy traefik caddy envoy linkerd istio istiod pilot consul-connect contour
            kong ambassador varnish squid tengine openresty f5 bigip netscaler core-dns dns bind named unbound
            dnsmasq pi-hole powerdns route-53 cloudfront cloudflare fastly akamai cdn elb alb nlb load-balancer
            elbv2 applicationelb networkelb gatewayelb nat-gateway transit-gateway vpn vpn-tunnel direct-connect
            privatelink vpc-endpoint global-accelerator wireguard openvpn ipsec strongswan tailscale cilium
            calico calico-node felix flannel weave weavenet ovn ovnkube ovs openvswitch kube-router metallb
            ingress ingress-nginx ingress-controller cert-manager ssl tls x509 acme lets-encrypt certificate
            certificates blackbox probe icmp ping snmp juniper junos cisco arista mikrotik fortigate fortinet
            palo-alto unifi ubiquiti bgp bird ospf frr vrrp keepalived switch router firewall iptables nftables
            netfilter conntrack speedtest smokeping fping nic wifi wireless dhcp dhcpd isc-dhcpd whois
            domain-expiry external-dns httpcheck portcheck x509check dns-query proxy reverse-proxy pomerium
            gobetween vpc subnet eni acm thousandeyes""",
        "application": """
            rabbitmq kafka zookeeper pulsar bookkeeper nats jetstream activemq artemis mosquitto mqtt emqx
            vernemq sqs sns kinesis firehose eventbridge mq-broker amazonmq msk nsq beanstalk beanstalkd gearman
            celery sidekiq resque php-fpm phpfpm-pool jvm tomcat jetty wildfly spring springboot golang
            go-routines python ruby puma unicorn gunicorn uwsgi node-js dotnet erlang beam php flink spark
            hadoop hdfs yarn mapreduce namenode datanode airflow dagster prefect dbt nifi hive jenkins gitlab
            gitlab-ci github circleci spinnaker teamcity bamboo drone concourse sentry newrelic lambda
            api-gateway step-functions appsync codebuild codedeploy codepipeline elasticbeanstalk cloudformation
            prometheus alertmanager thanos cortex mimir loki tempo grafana jaeger promtail fluentd fluent-bit
            logstash vector filebeat opentelemetry otel otelcol signoz telegraf collectd statsd graphite
            watchdog pushgateway exporter litellm vllm ollama openai freeswitch asterisk kamailio graph-node
            geth bitcoin ethereum wordpress magento drupal nextcloud temporal camunda web-log ipfs mattermost
            jira confluence nexus artifactory harbor sonarqube ejabberd synapse matrix postfix dovecot exim smtp
            mail openai-api bedrock synthetics canary apdex unleash launchdarkly logging""",
        "resource": """
            node-exporter windows-exporter wmi cadvisor docker container-cpu smartctl s-m-a-r-t smartmon smartd
            ipmi idrac ilo redfish raid megaraid megacli mdadm mdstat adaptec nvme ceph cephfs rook zfs zpool
            btrfs lvm openebs longhorn portworx minio gluster glusterfs lustre nfs efs ebs fsx s3 vmware vsphere
            vcenter vcsa esxi proxmox pve libvirt hypervisor kvm xen hyper-v nutanix ec2 droplet digitalocean
            autoscaling asg cwagent ups apcupsd apc-ups nut upsd battery power-supply temperature fan-speed
            systemd systemdunits process-exporter namedprocess netdata gpu nvidia dcgm cpu-steal edac scaleio
            bcache disk disks file-system filesystems inode inodes swap hardware bare-metal zram ipmi-sensor
            hwmon synology qnap truenas storage-gateway snapmirror netapp ontap san iscsi multipath tape
            backup-vault lightsail workspaces appstream hugepages ntp ntpd chrony timex""",
        "security": """
            vault keycloak guardduty inspector inspector2 security-hub macie falco wazuh ossec osquery
            crowdstrike sysmon suricata snort zeek auditd fail2ban sigma trivy clair kyverno opa
            open-policy-agent waf wafv2 shield shield-advanced ddosprotection iam access-analyzer kms cloudhsm
            cognito sso okta auth0 dex oauth oauth2-proxy cloudtrail siem splunk-es malware ransomware antivirus
            clamav defender intrusion ids ips trojan rootkit detective network-firewall crowdsec teleport
            cyberark authelia authentik freeipa kerberos bitwarden secrets-manager tetragon sealed-secrets
            external-secrets yara mitre duo onelogin gsuite hashicorp-vault sentinelone carbon-black qualys
            nessus snyk semgrep prowler scoutsuite""",
    }
)

# Prefixes of metrics that are no names of systems. Longer ones win: node_network_… is of the network, node_… is not.
PREFIXES = _index(
    {
        "database": """
            pg pgsql pgrouter mysqldatabase es elastic lucene wal bgwriter oracledb oracle mssql sql cass
            org-apache-cassandra solr-metrics""",
        "kubernetes": """
            kube container-cpu-cfs workqueue rest-client apiserver scheduler-pending scheduler-e2e
            storage-operation volume-manager cluster-autoscaler gotk controller-runtime node-namespace-pod
            namespace-workload-pod namespace-cpu namespace-memory kubeproxy admission aggregator
            cluster-quantile""",
        "network": """
            node-network node-netstat node-nf node-bonding node-sockstat node-arp node-ipvs node-tcp node-udp
            windows-net windows-tcp probe ifhc if-hc-in ifin ifout ifoper ifadmin ifspeed snmp junos
            bind-exporter envoy istio linkerd nginx haproxy ssl tls x509 certmanager net-conntrack cilium hubble
            bgp unbound phpipam iftraffic ping smokeping speedtest route53 tcp sysuptime ipsec""",
        "application": """
            http rpc grpc jvm process-open-fds go goroutine php ruby python nodejs job-duration app flask django
            rails prometheus alertmanager thanos loki cortex mimir tempo grafana net-conntrack-dialer otelcol
            traces log eth deployment-status store-connection gitaly ci cd gitlab puma sidekiq praefect sum-rpc
            catalina tomcat hikaricp aws-lambda aws-sqs orca clouddriver echo igor fiat front50 gate rosco deck
            subgraph""",
        "resource": """
            node node-cpu node-memory node-filesystem node-disk node-md node-systemd node-load node-vmstat
            node-hwmon node-zfs node-edac node-textfile windows windows-cpu windows-os windows-logical wmi
            machine container container-memory container-cpu container-fs namedprocess process-cpu
            process-resident smartctl smartmon ipmi ceph zfs minio lvm openebs pve vmware digitalocean apcupsd
            dcgm nvidia libvirt cadvisor instance""",
        "security": """
            vault keycloak falco wazuh guardduty""",
    }
)

# What goes wrong, in the words of each field, where no system is named.
TOPICS = _index(
    {
        "security": """
            unauthorized unauthorised unauthenticated failed-login login-failure login-failed failed-logins
            brute-force privilege-escalation escalation-of-privilege exfiltration exfiltrate crypto-mining
            cryptocurrency coinminer miner mining-pool malicious suspicious backdoor reverse-shell web-shell
            phishing exploit exploited vulnerability vulnerabilities cve port-scan port-scanning port-probe
            recon reconnaissance attack attacker attacks threat threats compromised compromise credential
            credentials access-key access-keys root-account root-user root-login root-usage mfa without-mfa
            iam-policy policy-change security-group security-groups public-bucket publicly publicly-accessible
            made-public world-open bypass tampering tampered audit-log cloudtrail-disabled stop-logging
            impossible-travel anonymous-access anonymous injection xss sql-injection command-injection
            lateral-movement persistence defense-evasion defence-evasion command-and-control c2 botnet tor-exit
            blocklist denylist rogue unusual-location console-login sudo sudoers setuid privileged-container
            privileged shell-spawned terminal-shell sensitive-file etc-shadow shadow-file cryptojacking
            dns-tunneling dns-tunnelling data-exfiltration exfil below-etc opened-for-writing powershell
            encoded-command credential-dumping dumping running-as-root run-as-root host-mount secrets-accessed
            allow-any allow-all any-any firewall-rule-changed firewall-rules-changed application-firewall
            web-application-firewall bucket-made-public public-access administrator-access admin-access
            guardduty-disabled mining scanner keylogger beacon beaconing obfuscated unusual-principal
            unusual-api unknown-service-account new-user-created user-created account-created ddos-attack
            password-spray password-spraying kerberoasting mimikatz lsass ssh-key authorized-keys secret-access
            key-deletion kms-key disabled-key trojan ransom leak leaked data-leak exposed-secret intrusion
            hijack spoofing forged forgery assume-role sts-token non-compliant guardrail policy-violation
            security-violation security-event security-alert sealed unseal unsealed permission-denied
            access-denied forbidden-access unauthorized-api administrators-group admin-group local-admin
            admin-account admin-user admin-login psexec tor tor-network mass-encryption file-encryption dlp
            container-escape escape exec-into kubectl-exec locked-out account-lockout account-locked
            file-integrity integrity-change secret-committed private-key private-keys exposed-key key-exposed
            shared-with-external external-account outside-business-hours world-readable publicly-readable
            public-s3 public-snapshot network-acl-changes acl-change acl-changes canary-token honeypot
            scheduled-task-created base64 netcat nmap certutil rundll32 regsvr32 vssadmin shadow-copies
            shadow-copy event-log-cleared log-cleared clear-log clear-logs shell-history ld-preload ptrace
            kernel-module crontab-modified cron-modified etc-passwd write-below below-root binary-dirs
            binary-dir read-sensitive sensitive-files untrusted unexpected-process spawned run-shell
            interactive-shell remote-code-execution code-execution rce packet-socket symlink-over debugfs
            search-private find-aws-credentials root-credentials login-profile master-password password-change
            password-changed password-policy backdoor-users misuse evasion enumeration saml vm-export
            transfer-lock disable-encryption encryption-disabled disabling-config unauthorized-access
            unauthorizedaccess credential-access initial-access stealth pentest penetration-test
            branch-protection repository-made-public policy-weakened security-tool antivirus-disabled
            signature-out-of-date unusual-process unusual-login new-device device-code consent-grant oauth-app
            token-theft session-hijack cross-site-scripting path-traversal directory-traversal sqli log4shell
            spring4shell heartbleed zero-day zeroday exploit-attempt brute-forced dictionary-attack lateral-tool
            rogue-dhcp arp-spoofing dns-hijack typosquat supply-chain sbom ransom-note file-share-encrypted
            data-loss unencrypted insecure weak-cipher deprecated-tls hardening compliance-violation
            drift-detected unmanaged-device stolen theft insider""",
        "database": """
            replication replica-lag replication-lag slow-query slow-queries query-latency deadlock deadlocks
            lock-wait connection-pool-exhausted connection-pool connections-exhausted too-many-connections
            database-connections table-bloat bloat autovacuum vacuum checkpoint transaction-id wraparound
            tablespace primary-key index-corruption keyspace compaction shard shards primary-shard
            unassigned-shards cache-hit-ratio evictions rollbacks xid oplog binlog query-timeout query-timeouts
            failover-replica long-running-query tombstone tombstones commit-log memtable sstable key-cache
            cache-hit-rate slave slaves master-link missing-master cluster-slot indexing-latency indexing
            index-latency live-replicas read-latency write-latency replicator point-in-time query-rate rows-read
            table-scan table-scans primary-stepped-down stepped-down long-running-transaction db-instance
            freestoragespace query-errors read-throttle write-throttle throttled-reads throttled-writes
            conditional-check dbload db-load transaction-ids index-writes cluster-status shard-count cursor
            cursors page-splits buffer-pool cache-misses evicted-keys rejected-connections memory-fragmentation
            master-down failover snapshot-failure backup-failed backup-failure backup-missing""",
        "kubernetes": """
            crash-looping not-ready-node node-not-ready unschedulable pod-restarts image-pull evicted taint
            oomkilled-pod rollout-stuck deployment-replicas-mismatch replicas-mismatch generation-mismatch
            container-waiting cpu-throttling overcommit kubelet-down quota-exceeded hpa-maxed service-task
            task-definition running-tasks sync-failed out-of-sync cpu-reservation memory-reservation
            tasks-stopped task-stopped desired-count image-pull-failed pending-pods node-drain cordoned
            admission-denied resource-quota pod-disruption""",
        "network": """
            packet-loss packets-dropped dropped-packets packet-drop packets retransmit retransmits
            retransmissions tcp-connections tcp-reset syn-flood socket bandwidth throughput-in throughput-out
            interface interfaces latency-rtt rtt connection-refused connection-timeout host-unreachable
            unreachable-host network networking nxdomain servfail resolver name-resolution dns-failure handshake
            expires-soon cert cert-expiry certificate-expiry certificate-expiration client-certificate upstream
            upstreams backend backends backend-down healthy-hosts unhealthy-hosts unhealthyhostcount
            target-group 5xx 4xx http-5xx elb-5xx bad-gateway gateway-timeout tunnel tunnelstate port-allocation
            errorportallocation nat route-table routes tcp udp ipv4 ipv6 arp mtu bond bonding duplex link-down
            link-flapping carrier collisions egress-traffic ingress-traffic ip-address softnet netdev ksoftirq
            connection-limit internet floating-ip remote-cluster ingress egress url-check website-down site-down
            http-probe no-route traffic fifo-errors net-fifo domain-name-registration domain-registration
            registration-expires days-until-expiration days-to-expiry target-response-time origin-latency
            client-side-errors 4xx-error 5xx-error 4xxerror 5xxerror listener mtu-mismatch bandwidth-exceeded
            connection-reset connections-refused link-state bgp-down peer-down route-flap dropped-connections""",
        "application": """
            exception exceptions stack-trace error-rate request-latency response-time request-duration heap
            garbage-collection gc-pause gc-time thread-pool threads-deadlocked goroutine-leak memory-leak
            queue-size queue-depth queue-length consumer-lag consumer consumers unacked unacknowledged
            dead-letter dead-letter-queue dlq backlog messages job-failed job-failure build-failed
            pipeline-failed deployment-failed batch-job cron-job-failed throttles invocations iterator-age
            slo-burn scrape target-down target-missing rule-evaluation rules-failing config-reload
            configuration-reload notifications-failing workers worker actor timeouts-upstream api-errors slo
            error-budget burn-rate checkout payment login-page user-facing jobs-failing tsdb exporter-down
            runner runners pipeline builds approximateageofoldestmessage task-failures jobmanager taskmanager
            executors executor broker brokers topic partition partitions isr bounce-rate complaint-rate
            notifications-failed executions-timed-out executions-failed messages-not-visible oldest-message
            dead-letters integration-latency request-errors http-errors status-code-500 internal-server-error
            health-check-failed cold-start concurrency throttled-invocations retries latency-p99 p99 p95
            regression deploy deployment-failure rollout-failed canary-failed feature-flag
            unhandled panics panic segfault core-dump null-pointer deadlocked-thread event-loop-lag event-loop""",
        "resource": """
            cpu-usage cpu-utilization high-cpu cpu-load load-average high-load memory-usage memory-utilization
            out-of-memory oom oom-kill low-memory high-memory disk-space disk-full disk-usage disk-read
            disk-write disk-io disk-latency io-wait storage-full filesystem-full read-only-filesystem
            out-of-space space-filling inode-usage file-descriptors file-descriptor open-files cpu-credit
            cpucreditbalance burst-balance status-check statuscheckfailed instance-down host-down reboot
            rebooted reboot-required clock-skew clock-synchronising clock clock-drift kernel temperature
            degraded-array osd volume-queue volumequeuelength context-switch page-faults entropy uptime
            instance-terminated spot-interruption disk-failure bad-sectors memory-pressure swap-usage swapping
            service-crashed cost billing context-switching instance-limit vcpu snapshot-failed fan voltage
            sensor power textfile-collector node-exporter-down chassis cooling ecc hypervisor-down
            server-unreachable pool-unhealthy bits-of-entropy process-ids pid-space clock-offset cgroup cgroups
            dockerd major-page-faults major-pages page-fault ram-in-use container-unhealthy vm-cpu
            hypervisor-cpu unused-capacity scheduled-retirement instance-retirement node-reboot thermal
            overheating throughput-credits free-space low-space""",
    }
)

# Words that lean to a specialist and decide nothing alone.
LEANINGS = _index(
    {
        "security": """
            login password permission policy audit access secret secrets token user denied encryption
            authentication""",
        "database": """
            query queries transaction transactions table tables index primary replica standby schema backup""",
        "kubernetes": """
            container containers cluster node-pool deployment replicas image namespace controller workload
            node-ready""",
        "network": """
            connection connections latency host-unreachable url http https endpoint domain hostname ip port
            reachable""",
        "application": """
            error errors request requests response service api queue thread threads task tasks job jobs timeout
            build""",
        "resource": """
            capacity budget quota cpu memory ram load storage volume host instance server machine process
            processes device io""",
    }
)

# CloudWatch namespaces and sources of events: the part behind "AWS/" or "aws.", and services in ARNs.
SERVICES = _index(
    {
        "database": """
            rds dynamodb elasticache docdb neptune redshift es aoss opensearch memorydb dax cassandra timestream
            dms qldb redshiftserverless""",
        "kubernetes": """
            ecs eks containerinsights ecscontainerinsights kubernetes fargate ecr""",
        "network": """
            elb applicationelb networkelb gatewayelb elasticloadbalancing natgateway vpn dx directconnect
            transitgateway route53 route53resolver cloudfront globalaccelerator privatelinkendpoints
            privatelinkservices certificatemanager acm vpclattice ipam networkmanager internetmonitor
            networkmonitor vpc""",
        "application": """
            lambda sqs sns kinesis firehose states events apigateway appsync amazonmq kafka mediaconvert
            codebuild codedeploy codepipeline elasticbeanstalk logs synthetics xray batch glue sagemaker bedrock
            ses cloudformation scheduler pipes kinesisanalytics lex connect iot applicationsignals apprunner
            amplify elasticmapreduce stepfunctions rum evidently mwaa airflow cloudwatchsynthetics translate
            athena""",
        "resource": """
            ec2 ec2spot ebs efs fsx s3 autoscaling cwagent systemlinux windows billing usage trustedadvisor ssm
            backup storagegateway workspaces ec2capacityreservations lightsail servicequotas compute-optimizer
            imagebuilder budgets costexplorer datasync elasticfilesystem""",
        "security": """
            guardduty inspector inspector2 securityhub macie macie2 access-analyzer wafv2 waf ddosprotection
            shield iam sts signin kms cloudhsm cloudtrail cloudtrailmetrics cognito secretsmanager
            networkfirewall detective config organizations sso ram securitylake artifact""",
    }
)
