"""A server that speaks S3, for the tests: a process of its own, on loopback."""

import sys
from collections.abc import Iterator
from subprocess import DEVNULL, PIPE, Popen
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
import pytest

SIGNED = {"aws_access_key_id": "genfind", "aws_secret_access_key": "only/for+tests"}
LOGIN = "genfind:only%2Ffor%2Btests"
SERVE = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
print("port", server.get_host_and_port()[1], flush=True)
sys.stdin.read()  # until whoever has started it is gone
"""


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    serve = [sys.executable, "-c", SERVE]
    with Popen(serve, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True) as server:
        port = next(line[5:-1] for line in server.stdout if line.startswith("port "))
        yield f"http://127.0.0.1:{port}"
        server.kill()


@pytest.fixture
def bucket(s3) -> str:
    """The address of an empty bucket of this test's own."""
    name = uuid4().hex
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1", **SIGNED)
    client.create_bucket(Bucket=name)
    return f"http://{LOGIN}@{urlsplit(s3).netloc}/{name}"


@pytest.fixture
def evidence_url() -> str | None:
    """Where files are kept: tests of files try a bucket too."""
    return None


@pytest.fixture(params=["database", "bucket"])
def either_store(request) -> str | None:
    return None if request.param == "database" else request.getfixturevalue("bucket")
