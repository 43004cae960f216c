"""AWS's client for Python against the simulated provider, which it must not tell from Bedrock."""

import boto3
from botocore.config import Config
from botocore.eventstream import ChecksumMismatch
from botocore.exceptions import ClientError, EventStreamError

from stage import PROVIDER_ROOT, asked, check, main, play, raises, same

MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
HELLO = [{"role": "user", "content": [{"text": "Hello"}]}]
WEATHER = {"toolSpec": {"name": "weather", "inputSchema": {"json": {"type": "object"}}}}
BEDROCK = boto3.client(
    "bedrock-runtime",
    region_name="us-east-1",
    endpoint_url=PROVIDER_ROOT,
    aws_access_key_id="AKIASIMULATED",
    aws_secret_access_key="secret",
    config=Config(retries={"total_max_attempts": 1}),
)


def ask(messages=None, **more):
    return BEDROCK.converse(modelId=MODEL, messages=messages or HELLO, **more)


def events(messages=None, **more):
    return BEDROCK.converse_stream(modelId=MODEL, messages=messages or HELLO, **more)["stream"]


def whole(stream):
    """The message that a stream's events make, why it ended, and its usage."""
    blocks, end, usage = {}, None, None
    for event in stream:
        if "contentBlockStart" in event:
            start = event["contentBlockStart"]
            blocks[start["contentBlockIndex"]] = {"toolUse": {**start["start"]["toolUse"], "input": ""}}
        elif "contentBlockDelta" in event:
            add(blocks, event["contentBlockDelta"])
        elif "messageStop" in event:
            end = event["messageStop"]["stopReason"]
        elif "metadata" in event:
            usage = event["metadata"]["usage"]
    return [blocks[index] for index in sorted(blocks)], end, usage


def add(blocks, event):
    delta, index = event["delta"], event["contentBlockIndex"]
    if "text" in delta:
        block = blocks.setdefault(index, {"text": ""})
        block["text"] += delta["text"]
    elif "toolUse" in delta:
        blocks[index]["toolUse"]["input"] += delta["toolUse"]["input"]
    else:
        block = blocks.setdefault(index, {"reasoningContent": {"reasoningText": {"text": ""}}})
        thought = block["reasoningContent"]["reasoningText"]
        for name, piece in delta["reasoningContent"].items():
            thought[name] = thought.get(name, "") + piece


@check
def bedrock_plain_answer_is_whole():
    play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]")

    answer = ask(system=[{"text": "Be brief."}])

    same(answer["output"]["message"], {"role": "assistant", "content": [{"text": "Hello, world"}]})
    same(answer["stopReason"], "end_turn")
    same(answer["usage"], {"inputTokens": 9, "outputTokens": 3, "totalTokens": 12})
    assert "Be brief." in asked()[0]["body"]


@check
def bedrock_streamed_answer_is_whole():
    play("[{answer: [One, ' two', ' three'], usage: {prompt: 9, completion: 3}}]")

    blocks, end, usage = whole(events())

    same((blocks, end), ([{"text": "One two three"}], "end_turn"))
    same(usage, {"inputTokens": 9, "outputTokens": 3, "totalTokens": 12})


@check
def bedrock_limit_is_told():
    play("[{answer: One, finish: length}]")

    same(ask()["stopReason"], "max_tokens")


@check
def bedrock_tools_over_two_turns():
    play("""[{answer: Let me see., tools: [{id: call_1, name: weather, arguments: '{"city":"Paris"}'},
                         {id: call_2, name: weather, arguments: '{"city":"Rome"}'}]},
             {answer: Sunny.}]""")
    config = {"tools": [WEATHER]}

    blocks, end, _ = whole(events(toolConfig=config))

    same(end, "tool_use")
    same([block["toolUse"]["input"] for block in blocks[1:]], ['{"city":"Paris"}', '{"city":"Rome"}'])
    said = [{"text": "Let me see."}] + [
        {"toolUse": {**block["toolUse"], "input": {}}} for block in blocks[1:]]
    results = [{"toolResult": {"toolUseId": id, "content": [{"text": "18 degrees"}]}} for id in ("call_1", "call_2")]
    turns = HELLO + [{"role": "assistant", "content": said}, {"role": "user", "content": results}]
    same(ask(turns, toolConfig=config)["output"]["message"]["content"], [{"text": "Sunny."}])


@check
def bedrock_thoughts_are_given_back_with_their_signatures():
    play("[{answer: '4', reasoning: ['2', ' + 2']}, {answer: Yes.}]")

    blocks, _, _ = whole(events())

    thought = blocks[0]["reasoningContent"]["reasoningText"]
    same(thought["text"], "2 + 2")
    turns = HELLO + [{"role": "assistant", "content": blocks}, {"role": "user", "content": [{"text": "Sure?"}]}]
    same(ask(turns)["output"]["message"]["content"], [{"text": "Yes."}])
    foreign = [{"reasoningContent": {"reasoningText": {"text": "hm", "signature": "other"}}}]
    turns = HELLO + [{"role": "assistant", "content": foreign}, HELLO[0]]
    same(raises(BEDROCK.exceptions.ValidationException, lambda: ask(turns)).response["Error"]["Code"],
         "ValidationException")


@check
def bedrock_errors_are_of_their_class():
    for status, kind in (
        (400, "ValidationException"), (403, "AccessDeniedException"), (404, "ResourceNotFoundException"),
        (408, "ModelTimeoutException"), (429, "ThrottlingException"), (500, "InternalServerException"),
        (503, "ServiceUnavailableException"),
    ):
        play(f"[{{status: {status}}}]")
        error = raises(getattr(BEDROCK.exceptions, kind), ask)
        same(error.response["Error"]["Code"], kind)
        assert error.response["ResponseMetadata"]["RequestId"].startswith("req_simulated_")
    play("[{status: 401}]")
    same(raises(ClientError, ask).response["Error"]["Code"], "UnrecognizedClientException")


@check
def bedrock_exception_in_a_stream_is_thrown():
    play("[{break: error, error: 500, after: 2, answer: [One, ' two', ' three', ' four']}]")

    stream = events()

    assert "internalServerException" in str(raises(EventStreamError, lambda: whole(stream)))


@check
def bedrock_cut_stream_has_no_end():
    play("[{break: end, after: 2, answer: [One, ' two', ' three', ' four']}]")

    blocks, end, _ = whole(events())

    same((blocks, end), ([{"text": "One two"}], None))


@check
def bedrock_damaged_stream_is_found_out_by_its_checksum():
    play("[{break: wrong-json, after: 2, answer: [One, ' two', ' three', ' four']}]")

    stream = events()

    raises(ChecksumMismatch, lambda: whole(stream))


if __name__ == "__main__":
    main()
