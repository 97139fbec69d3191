"""Direct and indirect quotations with their speakers."""

from tests.written import written
from transforms.quote_marks import marked_spans
from transforms.quotes import Quote, find_quotes
from transforms.tokens import Tokens

SAID = "said VBD root - say"


def speaker(tokens: Tokens, quote: Quote) -> str | None:
    return tokens.text[quote.speaker_start : quote.speaker_end] if quote.speaker_start is not None else None


def quoted(tokens: Tokens) -> list[tuple[str, str | None, str | None]]:
    """Words, cue and speaker of each quotation."""
    return [(tokens.text[q.start : q.end], q.cue, speaker(tokens, q)) for q in find_quotes(tokens, [])]


def test_a_quotation_broken_by_its_cue_has_one_speaker():
    tokens = written("“We will act,” the minister said, “and we will win.”", SAID, "minister NN nsubj said", "the DT det minister")
    assert quoted(tokens) == [("We will act,", "said", "the minister"), ("and we will win.", "said", "the minister")]


def test_the_next_sentence_in_quotes_goes_on_with_the_speaker():
    tokens = written("“We will act,” the minister said. “There is no way back.”", SAID, "minister NN nsubj said", "the DT det minister")
    assert quoted(tokens)[1] == ("There is no way back.", None, "the minister")


def test_an_inverted_subject_is_read_from_word_order_where_the_parse_has_none():
    tokens = written('"We will act," said Ana Petrov, the finance minister.', SAID)
    assert quoted(tokens) == [("We will act,", "said", "Ana Petrov")]


def test_a_subject_before_an_apposition_is_found():
    tokens = written("“We will act,” Petrov, the finance minister, said.", SAID)
    assert quoted(tokens)[0][2] == "Petrov"


def test_the_object_of_a_preposition_does_not_speak():
    tokens = written("Of the vote, Eze, a lawyer, said, “It is over.”", SAID)
    assert quoted(tokens) == [("It is over.", "said", "Eze")]


def test_scare_quotes_and_titles_are_no_quotations():
    tokens = written("The so-called “experts” read “The Old Man and the Sea” in the “green room”.")
    assert quoted(tokens) == []


def test_a_fragment_with_a_cue_is_a_quotation():
    tokens = written("He called the plan “a complete disaster” for all.", "called VBD root - call", "He PRP nsubj called")
    assert quoted(tokens) == [("a complete disaster", "called", "He")]


def test_a_short_answer_beside_its_cue_is_a_quotation():
    tokens = written("Kim replied: “No.”", "replied VBD root - reply", "Kim NNP nsubj replied")
    assert quoted(tokens) == [("No.", "replied", "Kim")]


def test_a_colon_is_a_cue():
    assert quoted(written("Prime Minister Lee: “We are ready.”"))[0][2] == "Prime Minister Lee"


def test_a_quotation_over_paragraphs_takes_the_speaker_named_at_its_end():
    tokens = written("“The road was closed.\n\n“Then the army came,” said Jonas Berg.", SAID)
    assert quoted(tokens) == [("The road was closed.", None, "Jonas Berg"), ("Then the army came,", "said", "Jonas Berg")]


def test_a_paragraph_in_quotes_takes_the_speaker_of_the_one_before():
    tokens = written("“We want peace,” said Grace Eze.\n\n“We will wait for it.”", SAID, "wait VB dep -")
    assert quoted(tokens)[1][2] == "Grace Eze"


def test_the_sentence_before_names_the_speaker():
    tokens = written(
        "Obi disagreed. “They lied to us for years.”", "disagreed VBD root - disagree", "Obi NNP nsubj disagreed", "lied VBD dep -"
    )
    assert quoted(tokens)[0][2] == "Obi"


def test_a_sentence_behind_an_exclamation_is_not_its_cue():
    tokens = written("“We won,” said Eze. “At last!” After the count Obi told them to rest.", SAID, "told VBD root - tell")
    assert quoted(tokens)[1] == ("At last!", None, "Eze")


def test_indirect_speech_is_the_clause_under_the_verb():
    tokens = written(
        "The army said that rebels had attacked.",
        SAID, "army NN nsubj said", "The DT det army", "attacked VBN ccomp said attack", "that IN mark attacked",
        "rebels NNS nsubj attacked", "had VBD aux attacked",
    )  # fmt: skip
    assert quoted(tokens) == [("rebels had attacked", "said", "The army")]
    assert not find_quotes(tokens, [])[0].is_direct


def test_a_clause_of_time_is_no_speech():
    tokens = written("He said as the crowd cheered.", SAID, "cheered VBD ccomp said cheer", "as IN mark cheered", "crowd NN nsubj cheered")
    assert quoted(tokens) == []


def test_who_is_quoted_as_saying_speaks():
    tokens = written(
        "Obi was quoted as saying that talks had failed.",
        "quoted VBN root - quote", "Obi NNP nsubj:pass quoted", "was VBD aux:pass quoted", "saying VBG advcl quoted say",
        "failed VBN ccomp saying fail", "that IN mark failed", "talks NNS nsubj failed", "had VBD aux failed",
    )  # fmt: skip
    assert quoted(tokens) == [("talks had failed", "saying", "Obi")]


def test_those_who_are_told_do_not_speak():
    tokens = written(
        "Reporters were told by Eze that talks had failed.",
        "told VBN root - tell", "Reporters NNS nsubj:pass told", "were VBD aux:pass told", "Eze NNP obl told", "by IN case Eze",
        "failed VBN ccomp told fail", "that IN mark failed", "talks NNS nsubj failed", "had VBD aux failed",
    )  # fmt: skip
    assert quoted(tokens) == [("talks had failed", "told", "Eze")]


def test_the_antecedent_of_who_speaks():
    tokens = written(
        "Eze, who said that talks had failed, left.",
        "left VBD root - leave", "Eze NNP nsubj left", "said VBD acl:relcl Eze say", "who WP nsubj said",
        "failed VBN ccomp said fail", "that IN mark failed", "talks NNS nsubj failed", "had VBD aux failed",
    )  # fmt: skip
    assert quoted(tokens)[0][2] == "Eze"


def test_a_statement_is_spoken_by_who_issued_it():
    tokens = written(
        "Eze issued a statement saying that talks had failed.",
        "issued VBD root - issue", "Eze NNP nsubj issued", "statement NN obj issued", "saying VBG acl statement say",
        "failed VBN ccomp saying fail", "that IN mark failed", "talks NNS nsubj failed", "had VBD aux failed",
    )  # fmt: skip
    assert quoted(tokens)[0][2] == "Eze"


def test_according_to_stands_on_either_side():
    grammar = ("killed VBN root - kill", "police NNS obl killed", "to IN fixed according")
    behind = written("Twelve people were killed, according to police.", *grammar, "according VBG case police")
    assert quoted(behind) == [("Twelve people were killed", "according to", "police")]
    in_front = written("According to police, twelve people were killed.", grammar[0], grammar[1], "According VBG case police")
    assert quoted(in_front) == [("twelve people were killed", "according to", "police")]


def test_a_clause_in_quotes_is_given_once():
    tokens = written("He said “talks had failed”.", SAID, "He PRP nsubj said", "failed VBN ccomp said fail", "talks NNS nsubj failed")
    assert [quote.is_direct for quote in find_quotes(tokens, [])] == [True]


def marked(text: str) -> list[str]:
    return [text[span.start : span.end] for span in marked_spans(text)]


def test_marks_of_many_kinds():
    assert marked('She said "no" and “yes” and «oui» and „ja“.') == ["no", "yes", "oui", "ja"]
    assert marked("She said ''no'' to him.") == ["no"]


def test_single_marks_are_no_apostrophes():
    assert marked("‘We don’t know the workers’ names,’ she said.") == ["We don’t know the workers’ names,"]
    assert marked("The workers' union and the '90s aren't quoted.") == []


def test_quotes_in_quotes_belong_to_the_outer_one():
    assert marked("“He said ‘no’ to me,” she said.") == ["He said ‘no’ to me,"]
    assert marked("‘He said “no” to me,’ she said.") == ["He said “no” to me,"]


def test_inches_and_lone_marks_open_nothing():
    assert marked('A 10" pipe and a mark " alone.') == []


def test_an_empty_article_has_no_quotes():
    assert find_quotes(written(""), []) == []
