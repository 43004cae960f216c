"""Anthropic's client for Python: against the simulated provider, which it must not tell from Anthropic, and
against the gateway's /v1/messages, before a provider of each dialect."""

import os
import time
import warnings

import anthropic
from anthropic import Anthropic

from stage import (
    GATEWAY, LEAVING_SECONDS, LOCKED, MASTER_KEY, PROVIDER_KEY, asked, check, main, play, raises, same,
)

# The client knows the dates at which models end, which matter to nobody here.
warnings.filterwarnings("ignore", category=DeprecationWarning)

PROVIDER = os.environ["PROVIDER_URL"]
HELLO = [{"role": "user", "content": "Hello"}]
WEATHER = {"name": "weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}
THINKING = {"type": "enabled", "budget_tokens": 1024}


def base(url):
    """The client itself adds /v1."""
    return url.rstrip("/").removesuffix("/v1")


class Server:
    def __init__(self, name, url, model, speaks_anthropic, counts=None, signature="sig_simulated_"):
        self.name, self.model, self.speaks_anthropic = name, model, speaks_anthropic
        self.counts = speaks_anthropic if counts is None else counts
        self.signature = signature
        self.client = Anthropic(base_url=base(url), api_key=PROVIDER_KEY, max_retries=0)

    def ask(self, messages=HELLO, **more):
        return self.client.messages.create(**self.wish(messages, more))

    def stream(self, messages=HELLO, **more):
        return self.client.messages.stream(**self.wish(messages, more))

    def wish(self, messages, more):
        return {"model": self.model, "max_tokens": 2048, "messages": messages, **more}


SIMULATOR = Server("the simulator", PROVIDER, "claude-sonnet-4-5", True)
CLAUDE = Server("the gateway before Anthropic", GATEWAY, "claude", True)
CLAUDE_4_6 = Server("the gateway before Claude 4.6", GATEWAY, "claude-4-6", True)
OPENAI = Server("the gateway before OpenAI", GATEWAY, "chat", False)
AZURE = Server("the gateway before Azure", GATEWAY, "azure", False)
GEMINI = Server("the gateway before Gemini", GATEWAY, "gemini", False, counts=True, signature="gemini:")
BEDROCK = Server("the gateway before Bedrock", GATEWAY, "bedrock", False, counts=True)
VERTEX = Server("the gateway before Claude at Vertex AI", GATEWAY, "vertex-claude", True)
VERTEX_GEMINI = Server(
    "the gateway before Gemini at Vertex AI", GATEWAY, "vertex", False, counts=True, signature="gemini:")
FOUNDRY = Server("the gateway before Claude at Azure AI Foundry", GATEWAY, "foundry", True)
COHERE = Server("the gateway before Cohere", GATEWAY, "cohere", False)
OLLAMA = Server("the gateway before Ollama", GATEWAY, "ollama", False)
BRITTLE = Server("a gateway that goes on with nothing", GATEWAY, "brittle", False)
SIGNING = (CLAUDE, CLAUDE_4_6, GEMINI, BEDROCK, VERTEX, VERTEX_GEMINI, FOUNDRY)
GATEWAYS = (*SIGNING, OPENAI, AZURE, COHERE, OLLAMA)
ALL = (SIMULATOR, *GATEWAYS)
# Cohere and Ollama take none, which is refused by name.
TAKING_DOCUMENTS = (SIMULATOR, *SIGNING, OPENAI, AZURE)
# Errors within streams of Cohere's and Ollama's are words alone.
TYPING_ERRORS = TAKING_DOCUMENTS


def check_at(*servers):
    """Makes a check of a function for each of the servers."""

    def register(function):
        for server in servers:
            def run(server=server):
                function(server)

            run.__name__ = f"messages: {function.__name__} at {server.name}"
            check(run)
        return function

    return register


@check_at(*ALL)
def plain_answer_is_whole(server):
    play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]")

    message = server.ask(system="Be brief.")

    same([block.text for block in message.content], ["Hello, world"])
    same((message.type, message.role, message.stop_reason), ("message", "assistant", "end_turn"))
    same((message.usage.input_tokens, message.usage.output_tokens), (9, 3))
    assert "Be brief." in asked()[0]["body"]


@check_at(*ALL)
def streamed_answer_comes_piece_by_piece_and_whole(server):
    play("[{answer: [One, ' two', ' three', ' four'], pace: 150ms, usage: {prompt: 9, completion: 4}}]")
    pieces, times = [], []

    with server.stream() as stream:
        for piece in stream.text_stream:
            pieces.append(piece)
            times.append(time.monotonic())
        message = stream.get_final_message()

    same(pieces, ["One", " two", " three", " four"])
    same(message.content[0].text, "One two three four")
    same(message.stop_reason, "end_turn")
    same((message.usage.input_tokens, message.usage.output_tokens), (9, 4))
    assert times[-1] - times[0] > 0.12, f"all came within {times[-1] - times[0]:.3f} s"


@check_at(*ALL)
def limit_is_told(server):
    play("[{answer: One, finish: length}]")

    same(server.ask().stop_reason, "max_tokens")


@check_at(*ALL)
def tools_over_three_turns(server):
    play("""[{answer: Let me see., tools: [{id: call_00000001, name: weather, arguments: '{"city":"Paris"}'},
                         {id: call_00000002, name: weather, arguments: '{"city":"Rome"}'}]},
             {tools: [{id: call_00000003, name: weather, arguments: '{}'}]},
             {answer: Sunny.}]""")
    messages, calls = list(HELLO), []

    for _ in range(3):
        with server.stream(messages, tools=[WEATHER]) as stream:
            message = stream.get_final_message()
        messages.append({"role": "assistant", "content": message.content})
        uses = [block for block in message.content if block.type == "tool_use"]
        calls += [(use.id if server is not VERTEX_GEMINI else "", use.name, use.input) for use in uses]
        if uses:
            messages.append({"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": use.id, "content": "18 degrees"} for use in uses]})

    # Vertex AI has no ids for calls: they get some of ours.
    ids = ["call_00000001", "call_00000002", "call_00000003"] if server is not VERTEX_GEMINI else [""] * 3
    same(calls, [(ids[0], "weather", {"city": "Paris"}), (ids[1], "weather", {"city": "Rome"}),
                 (ids[2], "weather", {})])
    same(message.content[0].text, "Sunny.")
    same(message.stop_reason, "end_turn")
    asked(3)


@check_at(SIMULATOR, *SIGNING)
def thoughts_are_given_back_with_their_signatures(server):
    play("""[{reasoning: ['I ', look.], tools: [{id: call_00000001, name: weather, arguments: '{}'}]},
             {reasoning: [Again.], tools: [{id: call_00000002, name: weather, arguments: '{}'}]},
             {answer: Sunny.}]""")
    messages = list(HELLO)

    for turn in range(3):
        if turn == 1:
            message = server.ask(messages, tools=[WEATHER], thinking=THINKING)
        else:
            with server.stream(messages, tools=[WEATHER], thinking=THINKING) as stream:
                message = stream.get_final_message()
        if turn < 2:
            same(message.content[0].type, "thinking")
            assert message.content[0].signature.startswith(server.signature), message.content[0]
            messages.append({"role": "assistant", "content": message.content})
            messages.append({"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": message.content[-1].id, "content": "18 degrees"}]})

    same(message.content[0].text, "Sunny.")
    same(asked(3)[2]["body"].lower().count('signature":"'), 2)


@check_at(OPENAI, AZURE)
def thoughts_of_another_provider_have_no_signature_made_up(server):
    play("[{reasoning: [Hm.], answer: Yes.}, {answer: Really.}]")

    with server.stream(thinking=THINKING) as stream:
        first = stream.get_final_message()
    again = server.ask([*HELLO, {"role": "assistant", "content": first.content}, *HELLO])

    same([block.type for block in first.content], ["thinking", "text"])
    same(first.content[0].signature, "")
    same(again.content[0].text, "Really.")


@check_at(*GATEWAYS)
def broken_stream_is_gone_on_with(server):
    story = "answer: Once upon a time there was a king who had three sons., continues: true"
    # Each waits before it goes on.
    for how in ("reset", "close", "end", "error, error: 500") if server in (CLAUDE, OPENAI) else ("error, error: 500",):
        play(f"[{{break: {how}, after: 8, {story}}}, {{{story}}}]")

        with server.stream() as stream:
            text = "".join(stream.text_stream)

        same(text, "Once upon a time there was a king who had three sons.")
        asked(2)


@check_at(*TAKING_DOCUMENTS)
def picture_and_document_arrive(server):
    play("[{answer: I see.}]")
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "QUJDRA=="}}
    paper = {"type": "document", "title": "a.pdf",
             "source": {"type": "base64", "media_type": "application/pdf", "data": "RUZHSA=="}}

    server.ask([{"role": "user", "content": [picture, paper, {"type": "text", "text": "Look"}]}])

    body = asked()[0]["body"]
    assert "QUJDRA==" in body and "RUZHSA==" in body, body
    same('"type":"image"' in body.replace(" ", ""), server.speaks_anthropic)


@check_at(*ALL)
def tokens_are_counted(server):
    play("[]")

    raw = server.client.messages.with_raw_response.count_tokens(model=server.model, messages=HELLO)

    assert raw.parse().input_tokens > 0
    same("x-mainstay-tokens-estimated" in raw.headers, not server.counts)


@check_at(*ALL)
def errors_are_of_their_class(server):
    for status, kind in (
        (400, anthropic.BadRequestError), (401, anthropic.AuthenticationError),
        (403, anthropic.PermissionDeniedError), (404, anthropic.NotFoundError),
        (413, anthropic.APIStatusError), (422, anthropic.UnprocessableEntityError),
        (429, anthropic.RateLimitError), (500, anthropic.InternalServerError),
    ):
        play(f"always: [{{status: {status}, retry-after: 10ms}}]" if status == 429 else f"always: [{{status: {status}}}]")
        try:
            server.ask(extra_headers={"x-litellm-num-retries": "0"})
        except anthropic.APIStatusError as e:
            assert isinstance(e, kind), f"{status}: {type(e).__name__}"
            same(e.body["type"], "error")
            assert e.request_id, f"{status}: no request id"
        else:
            raise AssertionError(f"{status}: no error")


@check_at(CLAUDE, OPENAI)
def error_that_was_retried_is_not_asked_again_by_the_client(server):
    play("always: [{status: 500}]")

    client = Anthropic(base_url=base(GATEWAY), api_key="any", max_retries=5)
    raises(anthropic.InternalServerError, lambda: client.messages.create(**server.wish(HELLO, {})))

    asked(3)


@check_at(*TYPING_ERRORS)
def error_in_a_stream_is_raised(server):
    play("always: [{break: error, error: {message: No, type: invalid_request_error}, after: 2, answer: [One, ' two', ' three']}]")
    pieces = []

    def read():
        with server.stream() as stream:
            for piece in stream.text_stream:
                pieces.append(piece)

    try:
        read()
    except anthropic.APIStatusError as e:
        same(e.body["error"]["type"], "invalid_request_error")
    else:
        raise AssertionError("no error")
    same("".join(pieces), "One two")


@check_at(BRITTLE)
def stream_that_cannot_go_on_is_an_error_and_never_an_end(server):
    for how in ("reset", "close", "end", "garbage", "error, error: 500"):
        play(f"always: [{{break: {how}, after: 2, answer: [One, ' two', ' three']}}]")
        events = []

        try:
            with server.stream() as stream:
                events.extend(stream)
        except anthropic.APIStatusError as e:
            assert e.body["error"]["message"], how
        else:
            raise AssertionError(f"{how}: no error")

        same((how, "".join(event.text for event in events if event.type == "text")), (how, "One two"))
        assert not [event for event in events if event.type in ("message_delta", "message_stop")], how


@check_at(*GATEWAYS)
def caller_that_leaves_ends_the_request(server):
    play("[{words: 1000, pace: 20ms}]")

    with server.stream() as stream:
        next(iter(stream.text_stream))
        left = time.time()

    request = asked()[0]
    same(request["ending"], "CLIENT_LEFT")
    late = request["ended_at"] / 1000 - left
    assert late < LEAVING_SECONDS, f"{late:.3f} s later"


@check
def key_of_the_gateway_is_asked_for():
    play("always: [{answer: Hello}]")
    locked = base(LOCKED)

    raises(anthropic.AuthenticationError, lambda: Anthropic(
        base_url=locked, api_key="wrong", max_retries=0).messages.create(**CLAUDE.wish(HELLO, {})))
    for how in ({"api_key": MASTER_KEY}, {"auth_token": MASTER_KEY}):
        client = Anthropic(base_url=locked, max_retries=0, **how)
        same(client.messages.create(**CLAUDE.wish(HELLO, {})).content[0].text, "Hello")
    assert all(MASTER_KEY not in str(request["headers"]) for request in asked(2))


@check
def models_are_listed():
    client = Anthropic(base_url=base(GATEWAY), api_key="any")

    same([model.id for model in client.models.list()][:2], ["chat", "pair"])
    same(client.models.retrieve("claude").display_name, "claude")


main()
