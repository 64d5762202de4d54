"""The sums of the viewer, without a server: facing pages, scales, and which character stands where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.diagnostics import resource

FEW = settings(max_examples=40, deadline=None)
WORDS = {
    "files": ["a.yaml", "b.md"],
    "runs": [
        # a line that breaks in the source after its second character, and its next line
        {
            "f": 0,
            "down": False,
            "box": [100, 41.2, 40, 10],
            "s": 10,
            "t": "新桥今晨",
            "xs": [0, 10, 20, 30],
            "at": [[0, 7, 5], [2, 8, 3]],
        },
        {"f": 0, "down": False, "box": [100, 56.2, 20, 10], "s": 10, "t": "通车", "xs": [0, 10], "at": [[0, 8, 5]]},
        {"f": 1, "down": False, "box": [200, 32.4, 20, 20], "s": 20, "t": "好", "xs": [0], "at": [[0, 8, 3]]},
        {"f": -1, "down": False, "box": [300, 41.2, 5, 10], "s": 10, "t": "1", "xs": [0], "at": []},
        {"f": 1, "down": True, "box": [400, 100, 10, 30], "s": 10, "t": "竹林里", "xs": [0, 10, 20], "at": [[0, 9, 1]]},
    ],
}


@pytest.fixture(scope="module")
def parts(chromium: Any) -> Iterator[Any]:
    """An empty page that may import the desk's modules."""

    def serve(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(content_type="text/html", body="<!doctype html><title>parts</title>")
        else:
            kind = {".js": "text/javascript", ".css": "text/css"}[Path(path).suffix]
            route.fulfill(content_type=f"{kind}; charset=utf-8", body=resource(path.replace("/assets/", "desk/", 1)))

    context = chromium.new_context()
    context.route("**/*", serve)
    page = context.new_page()
    page.goto("http://desk.test/")
    yield page
    context.close()


def call(parts: Any, module: str, function: str, *arguments: Any) -> Any:
    return parts.evaluate(
        "async ([module, name, given]) => (await import(`/assets/${module}.js`))[name](...given)",
        [module, function, list(arguments)],
    )


@FEW
@given(st.integers(1, 40), st.data())
def test_every_page_faces_its_neighbour(parts: Any, count: int, data: st.DataObject) -> None:
    numbers = list(range(1, count + 1))
    page = data.draw(st.sampled_from(numbers))
    seen = call(parts, "geometry", "facing", numbers, page)
    assert page in seen
    assert seen in ([1], [page]) or seen == [seen[0], seen[0] + 1]
    assert len(seen) == 1 or seen[0] % 2 == 0  # the even page stands on the left


def test_turning_through_spreads_shows_every_page_once(parts: Any) -> None:
    numbers, page, seen = [1, 2, 3, 4, 5, 6], 1, []
    for _ in range(4):
        seen += call(parts, "geometry", "facing", numbers, page)
        page = call(parts, "geometry", "turned", numbers, page, 1, True)
    assert seen == numbers
    assert call(parts, "geometry", "turned", numbers, 1, -1, True) == 1
    assert call(parts, "geometry", "turned", [2, 5], 5, 1, False) == 5


@FEW
@given(st.floats(0.08, 16))
def test_a_step_of_zoom_goes_there_and_back_by_way_of_real_size(parts: Any, scale: float) -> None:
    larger = call(parts, "geometry", "stepped", scale, 1)
    smaller = call(parts, "geometry", "stepped", scale, -1)
    assert larger > scale or larger == 16
    assert smaller < scale or smaller == 0.08
    real, at = 96 / 72, scale
    for _ in range(40):
        if at == pytest.approx(real):
            break
        at = call(parts, "geometry", "stepped", at, 1 if at < real else -1)
    assert at == pytest.approx(real)


def test_the_whole_page_fits_its_room(parts: Any) -> None:
    room, size = {"width": 900, "height": 700}, {"width": 1105, "height": 1545}
    whole = call(parts, "geometry", "fitted", "whole", room, size, 0)
    assert (size["width"] * whole <= 900, size["height"] * whole) == (True, pytest.approx(700))
    assert size["width"] * call(parts, "geometry", "fitted", "width", room, size, 10) == pytest.approx(890)


def test_the_smaller_of_two_stories_is_meant(parts: Any) -> None:
    stories = [
        {"name": "lead", "box": [0, 0, 400, 400], "boxes": [[0, 0, 400, 200], [0, 200, 100, 200]]},
        {"name": "box", "box": [50, 50, 100, 100], "boxes": [[50, 50, 100, 100]]},
    ]
    found = [call(parts, "geometry", "storyAt", stories, x, y) for x, y in ((60, 60), (10, 10), (300, 300))]
    assert [each and each["name"] for each in found] == ["box", "lead", None]


def test_a_point_is_the_character_under_it(parts: Any) -> None:
    expected = {
        (101, 45): ("a.yaml", 7, 5),
        (119, 45): ("a.yaml", 7, 6),
        (121, 45): ("a.yaml", 8, 3),
        (139, 45): ("a.yaml", 8, 4),
        (111, 60): ("a.yaml", 8, 6),
        (210, 40): ("b.md", 8, 3),
        (405, 115): ("b.md", 9, 2),  # a vertical line
    }
    for point, place in expected.items():
        found = call(parts, "hits", "hitAt", WORDS, *point)["place"]
        assert (found["file"], found["line"], found["column"]) == place
    for nowhere in ((99, 45), (141, 45), (101, 20), (302, 48)):
        assert call(parts, "hits", "hitAt", WORDS, *nowhere) is None


def test_a_place_is_marked_on_every_line_it_runs_over(parts: Any) -> None:
    def boxes(file: str, line: int, column: int, length: int = 1) -> list[list[float]]:
        return call(parts, "hits", "boxesOf", WORDS, {"file": file, "line": line, "column": column, "length": length})

    assert boxes("a.yaml", 7, 6) == [[110, pytest.approx(41.2), 10, 10]]
    assert [box[:1] + box[2:] for box in boxes("a.yaml", 8, 4, 2)] == [[130, 10, 10], [100, 10, 10]]
    assert boxes("a.yaml", 7, 1)[0][0] == 100  # the key before the text: the first character after it
    assert boxes("b.md", 9, 2, 2) == [[400, 110, 10, 20]]
    assert boxes("a.yaml", 9, 1) == []
    assert boxes("c.yaml", 7, 5) == []


def test_a_state_takes_over_what_an_event_brings(parts: Any) -> None:
    state = {"revision": 3, "title": "一", "pages": [{"number": 1, "digest": "a"}, {"number": 2, "digest": "b"}]}
    event = {
        "previous": 3,
        "revision": 4,
        "order": [2, 3],
        "pages": [{"number": 3, "digest": "c", "groups": ["g"], "fresh": {"g": "<g/>"}, "fonts": []}],
    }
    parts.evaluate("() => document.head.insertAdjacentHTML('beforeend', '<meta name=\"desk-token\" content=\"\">')")
    merged = call(parts, "store", "merged", state, event)
    assert merged == {
        "revision": 4,
        "title": "一",
        "pages": [{"number": 2, "digest": "b"}, {"number": 3, "digest": "c"}],
    }


@pytest.fixture
def store(parts: Any) -> Iterator[Any]:
    """A page whose store asks a server that answers when told: `ends` of what was asked, `stream.tell(name, data)`."""
    page = parts.context.new_page()
    page.goto("http://desk.test/")
    page.evaluate(
        """async () => {
             window.ends = [];
             window.fetch = () => new Promise((end) =>
               ends.push((said) => end({ ok: true, status: 200, json: async () => said })));
             window.EventSource = class {
               constructor() { this.heard = {}; window.stream = this; }
               addEventListener(name, listener) { this.heard[name] = listener; }
               tell(name, data) { this.heard[name]({ data: JSON.stringify(data) }); }
               close() {}
             };
             window.state = (revision) => ({ revision, pages: [], diagnostics: [] });
             window.event = (previous, revision) => ({ ...state(revision), previous, order: [] });
             window.moment = () => new Promise((done) => setTimeout(done));
             window.desk = (await import("/assets/store.js")).desk;
             const opened = desk.open("a.yaml");
             ends.shift()(state(5));
             await opened;
           }"""
    )
    yield page
    page.close()


def test_a_state_that_an_event_overtook_is_left_aside(store: Any) -> None:
    revisions = store.evaluate(
        """async () => {
             const found = [];
             stream.tell("open", {});  // asks for a state, should it have missed something
             stream.tell("made", event(5, 6)); found.push(desk.state.revision);
             ends.shift()(state(5)); await moment(); found.push(desk.state.revision);
             stream.tell("made", event(6, 7)); found.push(desk.state.revision);
             return found;
           }"""
    )
    assert revisions == [6, 6, 7]


def test_of_two_states_asked_for_the_later_one_stands_whichever_comes_last(store: Any) -> None:
    revisions = store.evaluate(
        """async () => {
             stream.tell("made", event(6, 7));  // two events were missed: it asks anew, and again
             stream.tell("made", event(7, 8));
             const [first, second] = ends.splice(0);
             second(state(8)); await moment();
             first(state(7)); await moment();
             return desk.state.revision;
           }"""
    )
    assert revisions == 8


def test_a_desk_that_began_anew_counts_from_one_again(store: Any) -> None:
    revision = store.evaluate(
        """async () => {
             stream.tell("made", event(5, 6));
             stream.tell("open", {});
             ends.shift()(state(1)); await moment();
             return desk.state.revision;
           }"""
    )
    assert revision == 1
