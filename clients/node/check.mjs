// OpenAI's client for Node against the gateway.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { asked, askedNever, check, LEAVING_MILLIS, main, play, raises } from './stage.mjs';

const { GATEWAY_URL, LOCKED_URL, MASTER_KEY, PROVIDER_KEY } = process.env;
const HELLO = [{ role: 'user', content: 'Hello' }];
const WEATHER = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};
const HOW_STREAMS_BREAK = ['reset', 'close', 'end', 'done', 'garbage', 'wrong-json', 'error, error: 500'];

const client = new OpenAI({ baseURL: GATEWAY_URL, apiKey: 'any' });
const ask = (more = {}, options = {}) =>
  client.chat.completions.create({ model: 'chat', messages: HELLO, ...more }, options);
const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');

async function all(stream, into = []) {
  for await (const chunk of await stream) into.push(chunk);
  return into;
}

check('plain answer is whole', async () => {
  await play("[{answer: 'Hello, world', model: gpt-4o-2024-08-06, usage: {prompt: 9, completion: 3}}]");

  const answer = await ask();

  assert.equal(answer.choices[0].message.content, 'Hello, world');
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(answer.model, 'gpt-4o-2024-08-06');
  assert.equal(answer.usage.total_tokens, 12);
  assert.equal((await asked())[0].headers.authorization, `Bearer ${PROVIDER_KEY}`);
});

check('streamed answer comes piece by piece and whole', async () => {
  await play("[{answer: [One, ' two', ' three', ' four'], pace: 300ms}]");
  const pieces = [];
  const times = [];
  let finish;

  for await (const chunk of await ask({ stream: true })) {
    if (chunk.choices[0].delta.content) {
      pieces.push(chunk.choices[0].delta.content);
      times.push(performance.now());
    }
    finish = chunk.choices[0].finish_reason;
  }

  assert.deepEqual(pieces, ['One', ' two', ' three', ' four']);
  assert.equal(finish, 'stop');
  assert.ok(times.at(-1) - times[0] > 120, `all came within ${times.at(-1) - times[0]} ms`);
});

check('usage chunk comes only when asked for', async () => {
  await play('[{answer: Hello, usage: {prompt: 9, completion: 1}}, {answer: Hello}]');

  const withUsage = await all(ask({ stream: true, stream_options: { include_usage: true } }));
  const without = await all(ask({ stream: true }));

  assert.deepEqual(withUsage.at(-1).choices, []);
  assert.equal(withUsage.at(-1).usage.total_tokens, 10);
  assert.ok(without.every((chunk) => !chunk.usage && chunk.choices.length === 1));
});

check('stream helper puts the answer together', async () => {
  await play("[{answer: 'A whole sentence.'}]");
  const pieces = [];

  const stream = client.chat.completions.stream({ model: 'chat', messages: HELLO });
  stream.on('content', (delta) => pieces.push(delta));
  const answer = await stream.finalChatCompletion();

  assert.equal(pieces.join(''), 'A whole sentence.');
  assert.equal(answer.choices[0].message.content, 'A whole sentence.');
});

check('tool calls of a plain answer', async () => {
  await play(`[{tools: [{id: call_1, name: weather, arguments: '{"city":"Paris"}'}]}]`);

  const [choice] = (await ask({ tools: [WEATHER] })).choices;

  assert.equal(choice.finish_reason, 'tool_calls');
  assert.deepEqual(choice.message.tool_calls[0].function, { name: 'weather', arguments: '{"city":"Paris"}' });
  assert.deepEqual(JSON.parse((await asked())[0].body).tools, [WEATHER]);
});

check('tool calls of a stream', async () => {
  await play(`[{tools: [{id: call_1, name: weather, arguments: '{"city":"Paris"}'},
                        {id: call_2, name: weather, arguments: '{"city":"Rome"}'}]}]`);

  const stream = client.chat.completions.stream({ model: 'chat', messages: HELLO, tools: [WEATHER] });
  const { tool_calls: calls } = (await stream.finalChatCompletion()).choices[0].message;

  assert.deepEqual(calls.map((call) => call.id), ['call_1', 'call_2']);
  assert.deepEqual(calls.map((call) => JSON.parse(call.function.arguments).city), ['Paris', 'Rome']);
});

check('tool runner goes through its turns', async () => {
  await play(`[{tools: [{id: call_1, name: weather, arguments: '{"city":"Paris"}'}]}, {answer: 'It is sunny.'}]`);
  const cities = [];
  const tool = {
    type: 'function',
    function: {
      ...WEATHER.function,
      parse: JSON.parse,
      function: ({ city }) => {
        cities.push(city);
        return 'sunny';
      },
    },
  };

  const runner = client.chat.completions.runTools({ model: 'chat', messages: HELLO, tools: [tool], stream: true });

  assert.equal(await runner.finalContent(), 'It is sunny.');
  assert.deepEqual(cities, ['Paris']);
  assert.equal(JSON.parse((await asked(2))[1].body).messages.at(-1).content, 'sunny');
});

check('rate limit is retried by the gateway, plain and streamed', async () => {
  await play('[{status: 429, retry-after: 20ms}, {answer: Hello}]');
  assert.equal((await ask()).choices[0].message.content, 'Hello');
  await asked(2);

  await play('[{status: 429, retry-after: 20ms}, {answer: Hello}]');
  assert.equal(textOf(await all(ask({ stream: true }))), 'Hello');
  await asked(2);
});

check("rate limit that stays is told in the provider's words, and not retried on top", async () => {
  for (const stream of [false, true]) {
    await play('always: [{status: 429, retry-after: 20ms}]');

    const error = await raises(OpenAI.RateLimitError, () => ask({ stream }));

    assert.equal(error.status, 429);
    assert.equal(error.error.message, 'Rate limit reached.');
    assert.deepEqual([error.code, error.type, error.param], ['rate_limit_exceeded', 'requests', null]);
    assert.equal(error.headers.get('x-should-retry'), 'false');
    assert.ok(error.requestID);
    await asked(3);
  }
});

check('server error that stays is asked as often as the gateway says', async () => {
  await play("always: [{status: 503, headers: {x-should-retry: 'true', retry-after-ms: '10'}}]");

  const error = await raises(OpenAI.InternalServerError, () => ask());

  assert.equal(error.status, 503);
  await asked(3);
});

check("errors that stay are asked once and have the client's own types", async () => {
  for (const [status, kind] of [
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [403, OpenAI.PermissionDeniedError],
    [404, OpenAI.NotFoundError],
    [422, OpenAI.UnprocessableEntityError],
  ]) {
    await play(`always: [{status: ${status}, message: 'It says ${status}', type: t, param: p, code: c}]`);

    const error = await raises(kind, () => ask());

    assert.deepEqual(error.error, { message: `It says ${status}`, type: 't', param: 'p', code: 'c' });
    await asked(1);
  }
});

check('unknown model is told with those there are', async () => {
  await play('[]');

  const error = await raises(OpenAI.NotFoundError, () => ask({ model: 'gpt-5000' }));

  assert.equal(error.code, 'model_not_found');
  assert.match(error.message, /gpt-5000.*chat, pair, brittle, safe, backup/);
  await askedNever();
});

check('stream that breaks after output is whole', async () => {
  const pieces = ['The ship left the harbour', ' at dawn and sailed', ' past the lighthouse', ' into the open sea.'];
  for (const how of HOW_STREAMS_BREAK) {
    const answer = `answer: ${JSON.stringify(pieces)}, continues: true`;
    await play(`[{break: ${how}, after: 2, ${answer}}, {${answer}}]`);

    const chunks = await all(ask({ model: 'pair', stream: true }));

    const finishes = chunks.map((chunk) => chunk.choices[0].finish_reason);
    assert.equal(textOf(chunks), pieces.join(''), how);
    assert.deepEqual(finishes.filter(Boolean), ['stop'], how);
    assert.equal(finishes.at(-1), 'stop', how);
    assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1, how);
    const [first, second] = (await asked(2)).map((request) => JSON.parse(request.body));
    assert.notEqual(first.model, second.model, how);
    const begun = { role: 'assistant', content: pieces.slice(0, 2).join('') };
    assert.deepEqual(second.messages.slice(0, -1), [...HELLO, begun], how);
  }
});

check('stream that cannot go on is an error and never an end', async () => {
  for (const how of HOW_STREAMS_BREAK) {
    await play(`always: [{break: ${how}, after: 3, answer: [One, ' two', ' three', ' four']}]`);
    const chunks = [];

    const error = await raises(OpenAI.APIError, () => all(ask({ model: 'brittle', stream: true }), chunks));

    assert.ok(error.message, how);
    assert.equal(textOf(chunks), 'One two three', how);
    assert.ok(chunks.every((chunk) => chunk.choices[0].finish_reason === null), how);
    await asked(1);
  }
});

check('break before output is not seen', async () => {
  await play('[{break: reset, after: head}, {answer: Hello}]');

  assert.equal(textOf(await all(ask({ stream: true }))), 'Hello');
  await asked(2);
});

check('fallback serves the call', async () => {
  for (const stream of [false, true]) {
    // After a 413, unlike a 401, nobody rests: the second call begins at the first group as well.
    await play('{when: [{model: gpt-4o-safe, always: [{status: 413}]}], always: [{answer: From the backup}]}');

    const { data, response } = await ask({ model: 'safe', stream }).withResponse();

    assert.equal(stream ? textOf(await all(data)) : data.choices[0].message.content, 'From the backup');
    assert.equal(response.headers.get('x-litellm-attempted-fallbacks'), '1');
    const models = (await asked(2)).map((request) => JSON.parse(request.body).model);
    assert.deepEqual(models, ['gpt-4o-safe', 'gpt-4o-backup']);
  }
});

check('models are listed', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);

  const names = ['chat', 'pair', 'brittle', 'safe', 'backup', 'claude', 'claude-4-6'];
  const wires = ['gemini', 'bedrock', 'azure', 'vertex-claude', 'vertex', 'foundry', 'cohere', 'ollama'];
  assert.deepEqual(ids, [...names, ...wires]);
});

check('stream that is left lets the provider go', async () => {
  await play('[{words: 1000, pace: 20ms}]');

  const stream = await ask({ stream: true });
  let left;
  for await (const chunk of stream) {
    if (chunk.choices[0].delta.content) {
      left = Date.now();
      break;
    }
  }

  await requireLeft(left);
});

check('aborted call lets a silent provider go', async () => {
  for (const stream of [false, true]) {
    await play('always: [{break: stall}]');
    const abort = new AbortController();
    const call = raises(OpenAI.APIUserAbortError, () => ask({ stream }, { signal: abort.signal }));
    await new Promise((done) => setTimeout(done, 300));

    const left = Date.now();
    abort.abort();
    await call;

    await requireLeft(left);
  }
});

async function requireLeft(left) {
  const [request] = await asked();
  assert.equal(request.ending, 'CLIENT_LEFT');
  const late = request.ended_at - left;
  assert.ok(late < LEAVING_MILLIS, `the provider was let go after ${late} ms`);
}

check('text completion is whole, plain and streamed', async () => {
  await play("always: [{answer: [Once, ' upon', ' a time'], usage: {prompt: 2, completion: 3}}]");

  const answer = await client.completions.create({ model: 'chat', prompt: 'Tell: ' });
  const chunks = await all(client.completions.create({ model: 'chat', prompt: 'Tell: ', stream: true }));

  assert.equal(answer.choices[0].text, 'Once upon a time');
  assert.equal(answer.usage.total_tokens, 5);
  assert.deepEqual(chunks.map((chunk) => chunk.choices[0].text), ['Once', ' upon', ' a time', '']);
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  assert.deepEqual((await asked(2)).map((request) => request.path), ['/v1/completions', '/v1/completions']);
});

check('text completion that breaks goes on where it broke', async () => {
  const text = "answer: [Once, ' upon', ' a time'], continues: true";
  await play(`{steps: [{break: reset, after: 2, ${text}}], always: [{${text}}]}`);

  const chunks = await all(client.completions.create({ model: 'pair', prompt: 'Tell: ', stream: true }));

  assert.equal(chunks.map((chunk) => chunk.choices[0]?.text ?? '').join(''), 'Once upon a time');
  assert.equal(JSON.parse((await asked(2))[1].body).prompt, 'Tell: Once upon');
});

check('headers tell the story', async () => {
  await play('[{status: 429, retry-after: 20ms}, {answer: Hello}]');

  const { data, response, request_id: id } = await ask().withResponse();

  assert.equal(data._request_id, id);
  assert.equal(response.headers.get('x-request-id'), id);
  assert.equal(response.headers.get('x-litellm-model-group'), 'chat');
  assert.equal(response.headers.get('x-litellm-attempted-retries'), '1');
});

check('request overrides are obeyed and not forwarded', async () => {
  await play('always: [{status: 500}]');
  await raises(OpenAI.InternalServerError, () => ask({ num_retries: 0, tags: ['a'] }, { maxRetries: 0 }));
  assert.deepEqual(Object.keys(JSON.parse((await asked(1))[0].body)).sort(), ['messages', 'model']);

  await play('always: [{status: 429, retry-after: 10ms}]');
  await raises(OpenAI.RateLimitError, () => ask({}, { headers: { 'x-litellm-num-retries': '1' } }));
  await asked(2);
});

check('fields nobody knows go through', async () => {
  const odd = { top_k: 7, nested: { é: [1.5, null, { deep: [[]] }], '': '\u2028' } };
  await play('[{answer: Hello}]');

  await ask({ messages: [{ role: 'developer', content: 'Be brief.' }, ...HELLO], x_odd: odd });

  const body = JSON.parse((await asked())[0].body);
  assert.deepEqual(body.x_odd, odd);
  assert.equal(body.messages[0].role, 'developer');
});

check('key is asked for where there is one', async () => {
  await play('always: [{answer: Hello}]');
  const wrong = new OpenAI({ baseURL: LOCKED_URL, apiKey: 'sk-wrong' });

  const error = await raises(OpenAI.AuthenticationError, () =>
    wrong.chat.completions.create({ model: 'chat', messages: HELLO }),
  );

  assert.equal(error.code, 'invalid_api_key');
  await askedNever();

  const right = new OpenAI({ baseURL: LOCKED_URL, apiKey: MASTER_KEY });
  const answer = await right.chat.completions.create({ model: 'chat', messages: HELLO });

  assert.equal(answer.choices[0].message.content, 'Hello');
  assert.ok(!JSON.stringify(await asked(1)).includes(MASTER_KEY), "the provider saw the caller's key");
});

await main();
