"""What listens on a port, and how bad it is when everybody can reach it.

Ports by which a machine is administered are critical: whoever gets in owns it. Data stores, control planes and the
ports of control EC2.19 of AWS Foundational Security Best Practices are high. HTTP and HTTPS are what EC2.18
authorises. The rest is medium. Names are those of IANA or of the product.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from core.security_groups.exposure import Exposure

ALL_PORTS = (0, 65_535)

ADMIN_TCP: Mapping[int, str] = MappingProxyType(
    {
        22: "SSH",
        23: "Telnet",
        445: "SMB",
        512: "rexec",
        513: "rlogin",
        514: "rsh",
        2222: "SSH",
        2375: "Docker",
        2376: "Docker",
        3389: "RDP",
        5800: "VNC over HTTP",
        5900: "VNC",
        5901: "VNC",
        5902: "VNC",
        5903: "VNC",
        5985: "WinRM",
        5986: "WinRM over HTTPS",
    }
)
# Reached by everybody they give away or take orders about everything behind them.
DATA_TCP: Mapping[int, str] = MappingProxyType(
    {
        111: "portmapper",
        137: "NetBIOS",
        138: "NetBIOS",
        139: "NetBIOS",
        389: "LDAP",
        636: "LDAPS",
        873: "rsync",
        1099: "Java RMI",
        1521: "Oracle",
        1883: "MQTT",
        2049: "NFS",
        2181: "ZooKeeper",
        2379: "etcd",
        2380: "etcd",
        2483: "Oracle",
        2484: "Oracle",
        3128: "HTTP proxy",
        3260: "iSCSI",
        3268: "LDAP global catalogue",
        4369: "Erlang port mapper",
        4646: "Nomad",
        5005: "Java debugger",
        5439: "Redshift",
        5433: "PostgreSQL",
        5555: "Android debugger",
        5672: "AMQP",
        5984: "CouchDB",
        6000: "X11",
        6333: "Qdrant",
        6379: "Redis",
        6380: "Redis",
        6443: "Kubernetes API",
        7000: "Cassandra",
        7001: "Cassandra or WebLogic",
        7077: "Spark",
        7199: "Cassandra JMX",
        7474: "Neo4j",
        7687: "Neo4j",
        8009: "AJP",
        8020: "HDFS",
        8086: "InfluxDB",
        8123: "ClickHouse",
        8182: "Neptune",
        8200: "Vault",
        8265: "Ray",
        8300: "Consul",
        8500: "Consul",
        8529: "ArangoDB",
        9000: "ClickHouse or MinIO",
        9042: "Cassandra",
        9090: "Prometheus or Cockpit",
        9092: "Kafka",
        9093: "Kafka or Alertmanager",
        9094: "Kafka",
        9160: "Cassandra",
        9229: "Node.js debugger",
        9870: "HDFS",
        10000: "Webmin",
        10250: "kubelet",
        10255: "kubelet",
        10257: "Kubernetes controller manager",
        10259: "Kubernetes scheduler",
        11211: "memcached",
        11434: "Ollama",
        15672: "RabbitMQ",
        19530: "Milvus",
        26257: "CockroachDB",
        27017: "MongoDB",
        27018: "MongoDB",
        27019: "MongoDB",
        28017: "MongoDB",
        50070: "HDFS",
        61616: "ActiveMQ",
    }
)
# https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
EC2_19_TCP: Mapping[int, str] = MappingProxyType(
    {
        20: "FTP",
        21: "FTP",
        22: "SSH",
        23: "Telnet",
        25: "SMTP",
        110: "POP3",
        135: "RPC",
        143: "IMAP",
        445: "SMB",
        1433: "SQL Server",
        1434: "SQL Server",
        3000: "web development",
        3306: "MySQL",
        3389: "RDP",
        4333: "mSQL",
        5000: "web development",
        5432: "PostgreSQL",
        5500: "VNC or web development",
        5601: "OpenSearch Dashboards",
        8080: "HTTP proxy",
        8088: "HTTP, YARN",
        8888: "Jupyter, HTTP",
        9200: "Elasticsearch",
        9300: "Elasticsearch",
    }
)
# Amplifiers of floods, and management that was made for a closed network.
RISKY_UDP: Mapping[int, str] = MappingProxyType(
    {
        19: "chargen",
        69: "TFTP",
        111: "portmapper",
        137: "NetBIOS",
        138: "NetBIOS",
        161: "SNMP",
        389: "LDAP",
        623: "IPMI",
        1434: "SQL Server",
        1900: "SSDP",
        2049: "NFS",
        3389: "RDP",
        11211: "memcached",
    }
)
WEB = frozenset({80, 443})
MAIL = 25
_ANY_MACHINE_NEEDS = frozenset({53, 80, 123, 443})
_RANGE_OF_A_SERVICE = 100


def level_of(protocol: str, first: int, last: int) -> Exposure:
    """How bad it is when the whole internet reaches these ports."""
    match protocol:
        case "all":
            return Exposure.CRITICAL
        case "tcp":
            return _tcp(first, last)
        case "udp":
            return _udp(first, last)
        case "database":  # whichever port it has
            return Exposure.HIGH
        case "icmp" | "icmpv6":
            return Exposure.LOW  # tells that a machine is there
        case _:
            return Exposure.MEDIUM


def level_out(protocol: str, first: int, last: int) -> Exposure:
    """How bad it is when a machine reaches the whole internet on these ports. Everything is what AWS begins with."""
    if protocol in {"tcp", "udp"} and last - first < _RANGE_OF_A_SERVICE:
        if protocol == "tcp" and first <= MAIL <= last:
            return Exposure.MEDIUM
        return Exposure.NONE if _within(_ANY_MACHINE_NEEDS, first, last) else Exposure.LOW
    return Exposure.NONE if protocol in {"icmp", "icmpv6"} else Exposure.LOW


def services(protocol: str, first: int, last: int) -> Iterator[str]:
    """What is known to listen on these ports, the worst first: `SSH`, `Redis`; nothing where it is only a number."""
    tables = {"tcp": (ADMIN_TCP, DATA_TCP, EC2_19_TCP), "udp": (RISKY_UDP,)}.get(protocol, ())
    known = (name for table in tables for port, name in table.items() if first <= port <= last)
    yield from dict.fromkeys(known)


def _tcp(first: int, last: int) -> Exposure:
    if _any_of(ADMIN_TCP, first, last):
        return Exposure.CRITICAL
    if _any_of(DATA_TCP, first, last) or _any_of(EC2_19_TCP, first, last):
        return Exposure.HIGH
    return Exposure.NONE if _within(WEB, first, last) else Exposure.MEDIUM


def _udp(first: int, last: int) -> Exposure:
    if _any_of(RISKY_UDP, first, last):
        return Exposure.HIGH
    return Exposure.NONE if first == last == max(WEB) else Exposure.MEDIUM  # HTTP/3


def _any_of(table: Mapping[int, str], first: int, last: int) -> bool:
    return any(first <= port <= last for port in table)


def _within(ports: frozenset[int], first: int, last: int) -> bool:
    return last - first < len(ports) and all(port in ports for port in range(first, last + 1))
