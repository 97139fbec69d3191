import gzip
import socket
from datetime import UTC, datetime

import pytest

from flows.sources.client import Client, FetchError, Limits, Validators, content_type, retry_seconds
from flows.sources.courtesy import Courtesy
from flows.sources.guard import Guard
from tests.site.server import Reply, Site, bomb, resolve_here, serving

HOST = "a.example"


@pytest.fixture(scope="module")
def site():
    with serving(Site()) as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolve_here(HOST, "b.example"))
        yield site


class Naps(list[float]):
    """Sleeps that are only noted."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def client(naps: Naps | None = None, **limits: float) -> Client:
    return Client(
        Guard.of(["127.0.0.1"]), Limits(**{"byte_limit": 50_000, "total_seconds": 20.0, **limits}), sleep=Naps() if naps is None else naps
    )


def failure(site: Site, reply, **limits: float) -> FetchError:
    site.routes[f"{HOST}/x"] = reply
    with pytest.raises(FetchError) as caught:
        client(**limits).get(site.url(f"{HOST}/x"))
    return caught.value


def test_a_second_question_is_conditional(site):
    site.routes[f"{HOST}/page"] = Reply("text")
    first = client().get(site.url(f"{HOST}/page"))
    again = client().get(site.url(f"{HOST}/page"), Validators(first.etag))
    assert (first.payload, again.status, again.payload) == (b"text", 304, None)


def test_transient_failures_are_tried_again_with_growing_pauses(site):
    naps = Naps()
    site.routes[f"{HOST}/flaky"] = lambda count: Reply("", 503) if count < 2 else Reply("at last")
    assert client(naps).get(site.url(f"{HOST}/flaky")).payload == b"at last"
    assert naps == [1.0, 2.0]


def test_retry_after_is_kept_to_and_a_long_one_is_left_to_the_next_run(site):
    naps = Naps()
    site.routes[f"{HOST}/busy"] = lambda count: Reply("", 429, headers={"Retry-After": "7"}) if count < 1 else Reply("now")
    assert client(naps).get(site.url(f"{HOST}/busy")).payload == b"now"
    assert naps == [7.0]
    problem = failure(site, Reply("", 429, headers={"Retry-After": "3600"}))
    assert (problem.is_transient, problem.wait) == (True, 3600.0)
    assert site.asked[f"{HOST}/x"] == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_final_failures_are_not_tried_again(status, site):
    site.forget()
    problem = failure(site, Reply("", status))
    assert (problem.reason, problem.is_transient) == (f"http_{status}", False)
    assert site.asked[f"{HOST}/x"] == 1


def test_size_is_limited_announced_or_not_packed_or_not(site):
    packed = gzip.compress(b"small")
    for reply in (Reply(b"x" * 60_000), Reply(is_endless=True), Reply(bomb(), headers={"Content-Encoding": "gzip"})):
        assert failure(site, reply).reason == "too_large"
    site.routes[f"{HOST}/ok"] = Reply(packed, headers={"Content-Encoding": "gzip"})
    assert client().get(site.url(f"{HOST}/ok")).payload == b"small"


def test_content_that_is_not_packed_as_announced_is_final(site):
    problem = failure(site, Reply(b"not gzip at all", headers={"Content-Encoding": "gzip"}))
    assert (problem.reason, problem.is_transient) == ("bad_encoding", False)


def test_an_answer_that_is_cut_off_is_not_taken_for_whole(site):
    problem = failure(site, Reply(b"half", headers={"Content-Length": "400", "Connection": "close"}), read_seconds=0.3, tries=1)
    assert problem.is_transient


def test_a_dripped_answer_ends_in_time(site):
    assert failure(site, Reply(b"y" * 200, drip=0.1), total_seconds=0.5, tries=1).reason == "too_slow"


def test_redirects_are_noted_and_loops_end(site):
    site.routes |= {
        f"{HOST}/a": Reply("", 301, headers={"Location": "/b"}),
        f"{HOST}/b": Reply("", 302, headers={"Location": site.url("b.example/c")}),
        "b.example/c": Reply("here"),
    }
    answer = client().get(site.url(f"{HOST}/a"))
    assert answer.url == site.url("b.example/c")
    assert answer.redirects == (site.url(f"{HOST}/a"), site.url(f"{HOST}/b"))
    assert failure(site, Reply("", 302, headers={"Location": "/x"})).reason == "redirect_loop"
    assert failure(site, Reply("", 302, headers={"Location": "file:///etc/passwd"})).reason == "bad_redirect"


def test_a_redirect_to_this_machine_is_refused(site):
    site.routes[f"{HOST}/in"] = Reply("", 302, headers={"Location": f"http://127.0.0.2:{site.port}/"})
    with pytest.raises(FetchError) as caught:
        client().get(site.url(f"{HOST}/in"))
    assert (caught.value.reason, caught.value.is_transient) == ("forbidden_address", False)


def test_robots_hold_for_every_host_on_the_way(site):
    site.routes |= {
        f"{HOST}/out": Reply("", 302, headers={"Location": site.url("b.example/secret/1")}),
        "b.example/robots.txt": Reply("User-agent: *\nDisallow: /*/1$\nCrawl-delay: 2", content_type="text/plain"),
    }
    courtesy = Courtesy(client())
    with pytest.raises(FetchError, match="robots_disallowed"):
        courtesy.get(site.url(f"{HOST}/out"))


def test_requests_to_a_host_keep_their_distance(site):
    naps = Naps()
    site.routes |= {"b.example/robots.txt": Reply("", 404), "b.example/1": Reply("1"), "b.example/2": Reply("2")}
    courtesy = Courtesy(client(naps), clock=lambda: 100.0)
    for number in (1, 2):
        courtesy.get(site.url(f"b.example/{number}"), interval=5.0)
    assert naps == [5.0, 10.0]  # the clock stands still: robots.txt, then two pages


def test_a_host_whose_robots_cannot_be_had_is_left_alone(site):
    site.routes["b.example/robots.txt"] = Reply("", 500)
    with pytest.raises(FetchError) as caught:
        Courtesy(client()).get(site.url("b.example/1"))
    assert (caught.value.reason, caught.value.is_transient) == ("robots_unreachable", True)


def test_a_host_that_is_unknown_or_refuses_has_its_own_reason(site, monkeypatch):
    """Also where it is robots.txt that is asked for first."""

    def nobody(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        refusing = f"http://127.0.0.1:{probe.getsockname()[1]}/"
        reasons = {"refusing": asked(refusing)}
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    reasons["unknown"] = asked("https://nowhere.example/")
    assert {name: {problem.reason for problem in problems} for name, problems in reasons.items()} == {
        "refusing": {"connection_refused"},
        "unknown": {"unknown_host"},
    }
    for problem in (*reasons["refusing"], *reasons["unknown"]):
        assert problem.is_transient
        assert "urllib3" not in str(problem) and "Guarded" not in str(problem)
    assert str(reasons["unknown"][0]).startswith("unknown_host: no host is found by the name nowhere.example;")


def asked(url: str) -> list[FetchError]:
    problems = []
    for ask in (client(tries=1).get, Courtesy(client(tries=1)).get):
        with pytest.raises(FetchError) as caught:
            ask(url)
        problems.append(caught.value)
    return problems


def test_headers():
    assert content_type('Text/HTML; Charset="ISO-8859-1"; x') == ("text/html", "ISO-8859-1")
    now = datetime(2025, 3, 4, tzinfo=UTC)
    assert retry_seconds("120") == 120
    assert retry_seconds("Tue, 04 Mar 2025 00:01:00 GMT", now) == 60
    assert retry_seconds("soon") is None
