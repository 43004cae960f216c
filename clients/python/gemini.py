"""Google's client for Python against the simulated provider, which it must not tell from Gemini; with
AT_VERTEX set, from Gemini at Vertex AI."""

import os

from google import genai
from google.genai import errors, types
from google.oauth2.credentials import Credentials

from stage import PROVIDER_ROOT, asked, check, main, play, raises, same

MODEL = "gemini-3-flash-preview"
AT_VERTEX = bool(os.environ.get("AT_VERTEX"))
HTTP = types.HttpOptions(base_url=PROVIDER_ROOT)
CLIENT = (
    genai.Client(vertexai=True, project="project-1", location="global", http_options=HTTP,
                 credentials=Credentials(token=os.environ["PROVIDER_KEY"]))
    if AT_VERTEX
    else genai.Client(vertexai=False, api_key=os.environ["PROVIDER_KEY"], http_options=HTTP)
)
# A key is an argument; a token is not.
WRONG_KEY = (401, "UNAUTHENTICATED") if AT_VERTEX else (400, "INVALID_ARGUMENT")
WEATHER = types.Tool(function_declarations=[types.FunctionDeclaration(
    name="weather", parameters={"type": "OBJECT", "properties": {"city": {"type": "STRING"}}})])


def ask(contents="Hello", **config):
    return CLIENT.models.generate_content(
        model=MODEL, contents=contents, config=types.GenerateContentConfig(**config))


def stream(contents="Hello", **config):
    return list(CLIENT.models.generate_content_stream(
        model=MODEL, contents=contents, config=types.GenerateContentConfig(**config)))


def parts(chunks):
    return [part for chunk in chunks for part in chunk.candidates[0].content.parts]


@check
def gemini_plain_answer_is_whole():
    play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]")

    answer = ask(system_instruction="Be brief.", temperature=0.5, max_output_tokens=99)

    same(answer.text, "Hello, world")
    same(answer.candidates[0].finish_reason, types.FinishReason.STOP)
    usage = answer.usage_metadata
    same((usage.prompt_token_count, usage.candidates_token_count, usage.total_token_count), (9, 3, 12))
    assert "Be brief." in asked()[0]["body"]


@check
def gemini_streamed_answer_is_whole():
    play("[{answer: [One, ' two', ' three'], usage: {prompt: 9, completion: 3}}]")

    chunks = stream()

    same([chunk.text for chunk in chunks], ["One", " two", " three", ""])
    same([chunk.candidates[0].finish_reason for chunk in chunks], [None, None, None, types.FinishReason.STOP])
    same(chunks[-1].usage_metadata.total_token_count, 12)


@check
def gemini_limit_is_told():
    play("[{answer: One, finish: length}]")

    same(ask().candidates[0].finish_reason, types.FinishReason.MAX_TOKENS)


@check
def gemini_tools_and_thoughts_over_three_turns():
    play("""[{reasoning: ['I ', look.], tools: [{id: call_1, name: weather, arguments: '{"city":"Paris"}'},
                                                {id: call_2, name: weather, arguments: '{"city":"Rome"}'}]},
             {tools: [{id: call_3, name: weather, arguments: '{"city":"Oslo"}'}]},
             {answer: Sunny.}]""")
    contents = [types.Content(role="user", parts=[types.Part(text="Hello")])]
    calls = []

    for turn in range(3):
        said = parts(stream(contents, tools=[WEATHER]) if turn != 1 else [ask(contents, tools=[WEATHER])])
        contents.append(types.Content(role="model", parts=said))
        called = [part.function_call for part in said if part.function_call]
        calls += [(call.id, call.name, call.args) for call in called]
        if called:
            contents.append(types.Content(role="user", parts=[
                types.Part(function_response=types.FunctionResponse(
                    id=call.id, name=call.name, response={"output": "18 degrees"})) for call in called]))

    same("".join(part.text for part in said), "Sunny.")
    # Vertex AI has no ids for calls.
    ids = [None] * 3 if AT_VERTEX else ["call_1", "call_2", "call_3"]
    same(calls, [(ids[0], "weather", {"city": "Paris"}), (ids[1], "weather", {"city": "Rome"}),
                 (ids[2], "weather", {"city": "Oslo"})])
    first = contents[1].parts
    same("".join(part.text for part in first if part.thought), "I look.")
    assert [part for part in first if part.function_call][0].thought_signature, first
    asked(3)


@check
def gemini_refuses_foreign_signatures():
    play("always: [{answer: Hello}]")
    call = types.Part(function_call=types.FunctionCall(name="weather", args={}), thought_signature=b"foreign")
    result = types.Part(function_response=types.FunctionResponse(name="weather", response={}))
    contents = [types.Content(role="user", parts=[types.Part(text="Hello")]),
                types.Content(role="model", parts=[call]), types.Content(role="user", parts=[result])]

    error = raises(errors.ClientError, lambda: ask(contents))

    same((error.code, error.status), (400, "INVALID_ARGUMENT"))


@check
def gemini_errors_are_of_their_class():
    for status, kind, code, word in (
        (400, errors.ClientError, 400, "INVALID_ARGUMENT"), (401, errors.ClientError, *WRONG_KEY),
        (403, errors.ClientError, 403, "PERMISSION_DENIED"), (404, errors.ClientError, 404, "NOT_FOUND"),
        (429, errors.ClientError, 429, "RESOURCE_EXHAUSTED"), (500, errors.ServerError, 500, "INTERNAL"),
        (503, errors.ServerError, 503, "UNAVAILABLE"), (504, errors.ServerError, 504, "DEADLINE_EXCEEDED"),
    ):
        play(f"always: [{{status: {status}}}]")
        for call in (ask, stream):
            error = raises(kind, call)
            same((error.code, error.status), (code, word))


@check
def gemini_error_in_a_stream_is_raised():
    for after in (0, 2):
        play(f"[{{break: error, error: 429, after: {after}, answer: [One, ' two', ' three']}}]")

        error = raises(errors.ClientError, stream)

        same((after, error.code), (after, 429))


@check
def gemini_cut_stream_has_no_end():
    play("[{break: end, after: 2, answer: [One, ' two', ' three']}]")

    chunks = stream()

    same([chunk.text for chunk in chunks], ["One", " two"])
    assert not [chunk for chunk in chunks if chunk.candidates[0].finish_reason]


@check
def gemini_tokens_are_counted():
    play("[]")

    assert CLIENT.models.count_tokens(model=MODEL, contents="Hello").total_tokens > 0


if __name__ == "__main__":
    main()
