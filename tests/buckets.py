"""A server that speaks S3, for the tests: in a thread of this process, on loopback."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

SIGNED = {"aws_access_key_id": "genfind", "aws_secret_access_key": "only/for+tests"}
LOGIN = "genfind:only%2Ffor%2Btests"


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


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
