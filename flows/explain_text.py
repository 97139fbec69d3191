"""An explanation as a person reads it: the sentence with its parts marked, then each answer with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

STYLES = {
    "trigger": "bold red",
    "source": "bold green",
    "target": "bold yellow",
    "date": "bold cyan",
    "place": "bold magenta",
    "attribution": "bold blue",
}


def render_explanation(explanation: Mapping[str, object]) -> Group:
    """Heading, marked sentence, and one line per answer."""
    answers = Table.grid(Column(no_wrap=True), Column(overflow="fold"), padding=(0, 2))
    for label, answer, style in _answers(explanation):
        if answer:
            answers.add_row(Text(label, style=style or "dim"), Text(answer))
    return Group(Text(_heading(explanation), style="bold"), Padding(marked_sentence(explanation), (1, 2), expand=False), answers)


def marked_sentence(explanation: Mapping[str, object]) -> Text:
    """The sentence; every mark is coloured and carries its name in brackets, so that it reads without colour too."""
    sentence = str(_part(explanation, "sentence")["text"])
    spans = explanation["marks"]
    text, position = Text(), 0
    for start, end, label in spans if isinstance(spans, list) else []:
        text.append(sentence[position:start])
        text.append(sentence[start:end], style=STYLES[label])
        text.append(f"[{label}]", style="dim")
        position = end
    text.append(sentence[position:])
    return text


def _heading(explanation: Mapping[str, object]) -> str:
    event, status = _part(explanation, "event"), _part(explanation, "status")
    kind = " / ".join(str(event[key]) for key in ("event_type", "mode") if event[key])
    return f"{kind}, {status['status']}   {event['event_id']}"


def _answers(explanation: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """(label, answer, style), in reading order; an empty answer is left out."""
    event, status, rule = (_part(explanation, key) for key in ("event", "status", "rule"))
    trigger = _part(explanation, "trigger")
    yield "trigger", f"“{trigger['text']}” {_offsets(trigger['start'], trigger['end'])}", STYLES["trigger"]
    yield "rule", f"{rule['rule_id']} of codebook {rule['codebook_version']}", ""
    cue = f", because of “{status['status_cue']}”" if status["status_cue"] else ", no cue says otherwise"
    yield "status", f"{status['status']}{cue}", ""
    yield from _people(explanation)
    yield "date", _date(_part(explanation, "date")), STYLES["date"]
    yield "place", _place(_part(explanation, "place")), STYLES["place"]
    yield "said by", _speaker(_part(explanation, "attribution")), STYLES["attribution"]
    yield "contexts", _joined(event["contexts"]), ""
    yield "PLOVER", f"{_codes(event)}, score {event['score']}, CAMEO {event['cameo_code']}, Goldstein {event['goldstein']}", ""
    yield "confidence", str(event["confidence"]), ""
    yield "told again", _again(explanation["mentions"]), ""
    yield from _origin(explanation)


def _people(explanation: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    people = explanation["participants"]
    for person in people if isinstance(people, list) else []:
        codes = " ".join(str(person[key]) for key in ("country_code", "sector_code") if person[key]) or "no code"
        span = _offsets(person["start_offset"], person["end_offset"])
        answer = f"{person['name']} ({codes}), {person['evidence']}, from “{person['text']}” {span}"
        yield str(person["role"]), answer, STYLES.get(str(person["role"]), "")
    if explanation["source_reason"]:
        yield "no source", str(explanation["source_reason"]), ""


def _date(found: Mapping[str, object]) -> str:
    if not found["start_date"]:
        return ""
    days = str(found["start_date"]) if found["start_date"] == found["end_date"] else f"{found['start_date']} to {found['end_date']}"
    words = f", from “{found['time_text']}” {_offsets(found['time_start'], found['time_end'])}" if found["time_text"] else ""
    return f"{days} ({found['date_precision']}), rule {found['date_rule']}{words}"


def _place(found: Mapping[str, object]) -> str:
    if not found["place_name"]:
        return ""
    point = "" if found["place_latitude"] is None else f", {found['place_latitude']:.2f} {found['place_longitude']:.2f}"
    return f"{found['place_name']} ({found['place_country'] or 'no country'}{point})"


def _speaker(found: Mapping[str, object]) -> str:
    if not found["attribution_name"]:
        return ""
    codes = " ".join(str(found[key]) for key in ("attribution_country", "attribution_sector") if found[key])
    return f"{found['attribution_name']}{f' ({codes})' if codes else ''}"


def _codes(event: Mapping[str, object]) -> str:
    return " / ".join(str(event[key]) for key in ("plover_type", "plover_mode") if event[key])


def _origin(explanation: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    article, sentence = _part(explanation, "article"), _part(explanation, "sentence")
    published = f"published {article['published_date']} ({article['published_origin']})" if article["published_date"] else "no date"
    yield "article", f"{article['title'] or 'untitled'}; {published}", ""
    yield "url", str(article["canonical_url"] or article["url"] or ""), ""
    yield "file", str(article["locator"]), ""
    yield "sentence", f"{sentence['index']} {_offsets(sentence['start'], sentence['end'])}", ""
    yield "payload", str(article["payload_sha256"] or ""), ""


def _offsets(start: object, end: object) -> str:
    return f"[{start}:{end}]"


def _joined(values: object) -> str:
    return ", ".join(str(value) for value in values) if isinstance(values, list) else ""


def _again(mentions: object) -> str:
    rows = mentions if isinstance(mentions, list) else []
    return ", ".join(f"“{row['text']}” {_offsets(row['start_offset'], row['end_offset'])} as {row['status']}" for row in rows)


def _part(explanation: Mapping[str, object], key: str) -> Mapping[str, object]:
    part = explanation[key]
    return part if isinstance(part, Mapping) else {}
