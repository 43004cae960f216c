"""OpenAI's client for Python against the gateway."""

import asyncio
import json
import time

import openai
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

from stage import (
    GATEWAY, LEAVING_SECONDS, LOCKED, MASTER_KEY, PROVIDER_KEY, asked, asked_never, check, main, play, raises, same,
)

HELLO = [{"role": "user", "content": "Hello"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
        "strict": True,
    },
}
HOW_STREAMS_BREAK = ("reset", "close", "end", "done", "garbage", "wrong-json", "error, error: 500")

client = OpenAI(base_url=GATEWAY, api_key="any")


def ask(**more):
    return client.chat.completions.create(**{"model": "chat", "messages": HELLO, **more})


def ask_once(**more):
    return client.with_options(max_retries=0).chat.completions.create(
        **{"model": "chat", "messages": HELLO, **more}
    )


def ask_raw(**more):
    return client.chat.completions.with_raw_response.create(
        **{"model": "chat", "messages": HELLO, **more}
    )


def text_of(chunks):
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)


@check
def plain_answer_is_whole():
    play("[{answer: 'Hello, world', model: gpt-4o-2024-08-06, usage: {prompt: 9, completion: 3}}]")

    answer = ask()

    same(answer.choices[0].message.content, "Hello, world")
    same(answer.choices[0].message.role, "assistant")
    same(answer.choices[0].finish_reason, "stop")
    same(answer.model, "gpt-4o-2024-08-06")
    same((answer.usage.prompt_tokens, answer.usage.completion_tokens), (9, 3))
    same(asked()[0]["headers"]["authorization"], "Bearer " + PROVIDER_KEY)


@check
def streamed_answer_comes_piece_by_piece_and_whole():
    play("[{answer: [One, ' two', ' three', ' four'], pace: 300ms}]")
    pieces, times = [], []

    for chunk in ask(stream=True):
        if chunk.choices and chunk.choices[0].delta.content:
            pieces.append(chunk.choices[0].delta.content)
            times.append(time.monotonic())
        finish = chunk.choices[0].finish_reason

    same(pieces, ["One", " two", " three", " four"])
    same(finish, "stop")
    assert times[-1] - times[0] > 0.12, f"all came within {times[-1] - times[0]:.3f} s"


@check
def usage_chunk_comes_only_when_asked_for():
    play("[{answer: Hello, usage: {prompt: 9, completion: 1}}, {answer: Hello}]")

    with_usage = list(ask(stream=True, stream_options={"include_usage": True}))
    without = list(ask(stream=True))

    same(with_usage[-1].choices, [])
    same(with_usage[-1].usage.total_tokens, 10)
    assert all(c.usage is None and c.choices for c in without)


@check
def stream_helper_puts_the_answer_together():
    play("[{answer: 'A whole sentence.'}]")

    with client.chat.completions.stream(model="chat", messages=HELLO) as stream:
        deltas = [event.delta for event in stream if event.type == "content.delta"]
        answer = stream.get_final_completion()

    same("".join(deltas), "A whole sentence.")
    same(answer.choices[0].message.content, "A whole sentence.")


@check
def tool_calls_of_a_plain_answer():
    play("[{tools: [{id: call_1, name: weather, arguments: '{\"city\":\"Paris\"}'}]}]")

    choice = ask(tools=[WEATHER], tool_choice="auto").choices[0]

    same(choice.finish_reason, "tool_calls")
    same(choice.message.tool_calls[0].function.name, "weather")
    same(json.loads(choice.message.tool_calls[0].function.arguments), {"city": "Paris"})
    same(json.loads(asked()[0]["body"])["tools"], [WEATHER])


@check
def tool_calls_of_a_stream():
    play("""[{tools: [{id: call_1, name: weather, arguments: '{"city":"Paris"}'},
                      {id: call_2, name: weather, arguments: '{"city":"Rome"}'}]}]""")

    with client.chat.completions.stream(model="chat", messages=HELLO, tools=[WEATHER]) as stream:
        message = stream.get_final_completion().choices[0].message

    same([call.id for call in message.tool_calls], ["call_1", "call_2"])
    same([call.function.parsed_arguments["city"] for call in message.tool_calls], ["Paris", "Rome"])


@check
def rate_limit_is_retried_by_the_gateway_plain_and_streamed():
    play("[{status: 429, retry-after: 20ms}, {answer: Hello}]")
    same(ask().choices[0].message.content, "Hello")
    asked(2)

    play("[{status: 429, retry-after: 20ms}, {answer: Hello}]")
    same(text_of(ask(stream=True)), "Hello")
    asked(2)


@check
def rate_limit_that_stays_is_told_in_the_providers_words_and_not_retried_on_top():
    for stream in (False, True):
        play("always: [{status: 429, retry-after: 20ms}]")

        error = raises(openai.RateLimitError, lambda: ask(stream=stream))

        same(error.status_code, 429)
        same(error.body["message"], "Rate limit reached.")
        same((error.code, error.type, error.param), ("rate_limit_exceeded", "requests", None))
        same(error.response.headers["x-should-retry"], "false")
        same(error.response.headers["retry-after"], "1")
        same(error.response.headers["x-litellm-attempted-retries"], "2")
        asked(3)


@check
def server_error_that_stays_is_asked_as_often_as_the_gateway_says():
    play("always: [{status: 500, headers: {x-should-retry: 'true', retry-after-ms: '10'}}]")

    error = raises(openai.InternalServerError, ask)

    same(error.status_code, 500)
    same(error.response.headers["x-should-retry"], "false")
    asked(3)


@check
def errors_that_stay_are_asked_once_and_have_the_clients_own_types():
    for status, kind in (
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (403, openai.PermissionDeniedError),
        (404, openai.NotFoundError),
        (422, openai.UnprocessableEntityError),
    ):
        play(f"always: [{{status: {status}, message: 'It says {status}', type: t, param: p, code: c}}]")

        error = raises(kind, ask)

        same(error.body, {"message": f"It says {status}", "type": "t", "param": "p", "code": "c"})
        asked(1)


@check
def unknown_model_is_told_with_those_there_are():
    play("[]")

    error = raises(openai.NotFoundError, lambda: ask(model="gpt-5000"))

    same((error.code, error.param), ("model_not_found", "model"))
    assert "gpt-5000" in error.body["message"] and "chat, pair, brittle, safe, backup" in error.body["message"]
    asked_never()


@check
def request_that_cannot_be_right_is_told_with_its_field():
    play("[]")

    error = raises(openai.BadRequestError, lambda: ask(messages=[]))

    same(error.param, "messages")
    asked_never()


@check
def stream_that_breaks_after_output_is_whole():
    pieces = ["The ship left the harbour", " at dawn and sailed", " past the lighthouse", " into the open sea."]
    for how in HOW_STREAMS_BREAK:
        answer = f"answer: {json.dumps(pieces)}, continues: true"
        play(f"[{{break: {how}, after: 2, {answer}}}, {{{answer}}}]")

        chunks = list(ask(model="pair", stream=True, stream_options={"include_usage": True}))

        finishes = [c.choices[0].finish_reason for c in chunks if c.choices]
        same((how, text_of(chunks)), (how, "".join(pieces)))
        same((how, [finish for finish in finishes if finish], finishes[-1]), (how, ["stop"], "stop"))
        same((how, len({chunk.id for chunk in chunks})), (how, 1))
        same((how, [bool(c.usage) for c in chunks].count(True)), (how, 1))
        first, second = (json.loads(request["body"]) for request in asked(2))
        assert first["model"] != second["model"], how
        begun = {"role": "assistant", "content": "".join(pieces[:2])}
        same((how, second["messages"][:-1]), (how, [*HELLO, begun]))


@check
def stream_that_cannot_go_on_is_an_error_and_never_an_end():
    for how in HOW_STREAMS_BREAK:
        play(f"always: [{{break: {how}, after: 3, answer: [One, ' two', ' three', ' four']}}]")
        chunks = []

        error = raises(
            openai.APIError, lambda: chunks.extend(ask(model="brittle", stream=True))
        )

        assert error.body["message"], how
        same((how, text_of(chunks)), (how, "One two three"))
        assert all(chunk.choices[0].finish_reason is None for chunk in chunks), how
        asked(1)


@check
def break_before_output_is_not_seen():
    play("[{break: reset, after: head}, {answer: Hello}]")

    same(text_of(ask(stream=True)), "Hello")
    asked(2)


@check
def error_inside_a_200_is_the_error_it_is():
    for stream in (False, True):
        play("always: [{break: error, error: {message: Slow down, type: requests, code: rate_limit_exceeded}}]")

        error = raises(
            openai.RateLimitError,
            lambda: ask_once(stream=stream, extra_body={"num_retries": 0}),
        )

        same(error.body["message"], "Slow down")
        asked(1)


@check
def fallback_serves_the_call_with_the_same_messages():
    # After a 413, unlike a 401, nobody rests: the second call begins at the first group as well.
    for stream in (False, True):
        play("{when: [{model: gpt-4o-safe, always: [{status: 413}]}], always: [{answer: From the backup}]}")

        raw = ask_raw(model="safe", stream=stream)
        answer = raw.parse()

        text = text_of(answer) if stream else answer.choices[0].message.content
        same(text, "From the backup")
        same(raw.headers["x-litellm-attempted-fallbacks"], "1")
        same(raw.headers["x-litellm-model-group"], "backup")
        first, second = (json.loads(request["body"]) for request in asked(2))
        same((first.pop("model"), second.pop("model")), ("gpt-4o-safe", "gpt-4o-backup"))
        same(first, second)


@check
def text_completion_is_whole_plain_and_streamed():
    play("always: [{answer: [Once, ' upon', ' a time'], usage: {prompt: 2, completion: 3}}]")

    answer = client.completions.create(model="chat", prompt="Tell: ")
    chunks = list(client.completions.create(model="chat", prompt="Tell: ", stream=True))

    same(answer.choices[0].text, "Once upon a time")
    same(answer.choices[0].finish_reason, "stop")
    same(answer.usage.total_tokens, 5)
    same([c.choices[0].text for c in chunks if c.choices], ["Once", " upon", " a time", ""])
    same(chunks[-1].choices[0].finish_reason, "stop")
    same([request["path"] for request in asked(2)], ["/v1/completions"] * 2)


@check
def text_completion_that_breaks_goes_on_where_it_broke():
    play("""
steps: [{break: reset, after: 2, answer: [Once, ' upon', ' a time'], continues: true}]
always: [{answer: [Once, ' upon', ' a time'], continues: true}]
""")

    chunks = list(client.completions.create(model="pair", prompt="Tell: ", stream=True))

    same("".join(c.choices[0].text for c in chunks if c.choices), "Once upon a time")
    same(json.loads(asked(2)[1]["body"])["prompt"], "Tell: Once upon")


@check
def text_completion_that_is_broken_for_good_is_an_error():
    play("always: [{break: reset, after: 2, answer: [Once, ' upon', ' a time']}]")
    pieces = []

    def read():
        for chunk in client.completions.create(model="brittle", prompt="Tell: ", stream=True):
            pieces.append(chunk.choices[0].text)

    raises(openai.APIError, read)
    same("".join(pieces), "Once upon")


@check
def models_are_listed():
    names = ["chat", "pair", "brittle", "safe", "backup", "claude", "claude-4-6"]
    wires = ["gemini", "bedrock", "azure", "vertex-claude", "vertex"]
    wires += ["foundry", "cohere", "ollama"]
    same([model.id for model in client.models.list()], names + wires)
    same(client.models.retrieve("safe").id, "safe")


@check
def closed_stream_lets_the_provider_go():
    play("[{words: 1000, pace: 20ms}]")
    stream = ask(stream=True)
    next(iter(stream))

    closed = time.time()
    stream.close()

    request = asked()[0]
    same(request["ending"], "CLIENT_LEFT")
    late = request["ended_at"] / 1000 - closed
    assert late < LEAVING_SECONDS, f"the provider was let go after {late:.3f} s"


@check
async def cancelled_task_lets_a_silent_provider_go():
    for stream in (False, True):
        play("always: [{break: stall}]")
        async with AsyncOpenAI(base_url=GATEWAY, api_key="any") as aclient:
            task = asyncio.create_task(
                aclient.chat.completions.create(model="chat", messages=HELLO, stream=stream)
            )
            await asyncio.sleep(0.3)
            cancelled = time.time()
            task.cancel()
            await asyncio.wait([task])

            request = (await asyncio.to_thread(asked))[0]
            same(request["ending"], "CLIENT_LEFT")
            late = request["ended_at"] / 1000 - cancelled
            assert late < LEAVING_SECONDS, f"the provider was let go after {late:.3f} s"


@check
async def async_client_gets_many_answers_at_once():
    play("always: [{echo: true, pace: 10ms}]")
    async with AsyncOpenAI(base_url=GATEWAY, api_key="any") as aclient:

        async def one(number):
            said = [{"role": "user", "content": f"This is call {number}"}]
            if number % 2:
                answer = await aclient.chat.completions.create(model="chat", messages=said)
                return answer.choices[0].message.content
            stream = await aclient.chat.completions.create(model="chat", messages=said, stream=True)
            return text_of([chunk async for chunk in stream])

        texts = await asyncio.gather(*(one(number) for number in range(20)))

    same(texts, [f"This is call {number}" for number in range(20)])


@check
def headers_tell_the_story():
    play("[{status: 429, retry-after: 20ms}, {answer: Hello}, {answer: Hello}]")

    first, second = ask_raw(), ask_raw(stream=True)

    assert first.headers["x-request-id"] and first.headers["x-request-id"] != second.headers["x-request-id"]
    same(first.parse()._request_id, first.headers["x-request-id"])
    same(first.headers["x-litellm-model-group"], "chat")
    same(first.headers["x-litellm-attempted-retries"], "1")
    same(second.headers["x-litellm-attempted-retries"], "0")
    assert float(first.headers["x-litellm-response-duration-ms"]) >= 20
    assert second.headers["content-type"].startswith("text/event-stream")
    second.parse().close()


@check
def request_overrides_are_obeyed_and_not_forwarded():
    play("always: [{status: 500}]")
    # Where the call's retries are set to 0, they are the client's.
    raises(
        openai.InternalServerError,
        lambda: ask_once(extra_body={"num_retries": 0, "tags": ["a"]}),
    )
    body = json.loads(asked(1)[0]["body"])
    same(sorted(body), ["messages", "model"])

    play("always: [{status: 429, retry-after: 10ms}]")
    raises(openai.RateLimitError, lambda: ask(extra_headers={"x-litellm-num-retries": "1"}))
    headers = asked(2)[0]["headers"]
    assert not [name for name in headers if name.startswith(("x-litellm", "x-stainless"))], headers


@check
def timeout_of_a_request_is_its_deadline():
    for stream in (False, True):
        play("always: [{break: stall}]")
        began = time.monotonic()

        error = raises(
            openai.APIStatusError, lambda: ask(stream=stream, extra_body={"timeout": 0.4})
        )

        same(error.status_code, 408)
        assert "0.4 s" in error.body["message"], error.body
        assert time.monotonic() - began < 2
        same(asked(1)[0]["ending"], "CLIENT_LEFT")


@check
def structured_output_goes_through():
    class City(BaseModel):
        name: str
        people: int

    play("""[{answer: '{"name":"Paris","people":2100000}'}]""")

    answer = client.chat.completions.parse(model="chat", messages=HELLO, response_format=City)

    same(answer.choices[0].message.parsed, City(name="Paris", people=2100000))
    sent = json.loads(asked()[0]["body"])["response_format"]
    same((sent["type"], sent["json_schema"]["strict"]), ("json_schema", True))


@check
def fields_nobody_knows_go_through():
    odd = {"top_k": 7, "nested": {"é": [1.50, None, {"deep": [[]]}], "": "\u2028"}}
    play("""[{content-type: application/json, body: '{"id":"1","object":"chat.completion","created":1,
             "model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",
             "content":"Hi","mood":{"warm":1.0}}}],"x_odd":["\\u00e9",1e2]}'}]""")

    answer = ask(
        messages=[{"role": "developer", "content": "Be brief.", "x_note": 1}, *HELLO],
        metadata={"who": "me"}, extra_body={"x_odd": odd},
    )

    body = json.loads(asked()[0]["body"])
    same(body["x_odd"], odd)
    same(body["messages"][0], {"role": "developer", "content": "Be brief.", "x_note": 1})
    same(body["metadata"], {"who": "me"})
    same(answer.model_extra["x_odd"], ["é", 100.0])
    same(answer.choices[0].message.model_extra["mood"], {"warm": 1.0})


@check
def key_is_asked_for_where_there_is_one():
    play("always: [{answer: Hello}]")
    wrong = OpenAI(base_url=LOCKED, api_key="sk-wrong")

    error = raises(
        openai.AuthenticationError,
        lambda: wrong.chat.completions.create(model="chat", messages=HELLO),
    )
    raises(openai.AuthenticationError, lambda: list(wrong.models.list()))

    same(error.code, "invalid_api_key")
    assert "master key" in error.body["message"] and "sk-wrong" not in error.body["message"]
    asked_never()

    right = OpenAI(base_url=LOCKED, api_key=MASTER_KEY)
    answer = right.chat.completions.create(model="chat", messages=HELLO)

    same(answer.choices[0].message.content, "Hello")
    request = asked(1)[0]
    assert MASTER_KEY not in json.dumps(request), "the provider saw the caller's key"


main()
