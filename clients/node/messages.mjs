// Anthropic's client for Node: against the simulated provider, and against the gateway's /v1/messages.
import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { asked, check, LEAVING_MILLIS, main, play, raises } from './stage.mjs';

const { GATEWAY_URL, PROVIDER_URL, PROVIDER_KEY } = process.env;
const HELLO = [{ role: 'user', content: 'Hello' }];
const WEATHER = { name: 'weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } };
const THINKING = { type: 'enabled', budget_tokens: 1024 };

const base = (url) => url.replace(/\/+$/, '').replace(/\/v1$/, '');

function server(name, url, model, counts, signature = 'sig_simulated_') {
  const client = new Anthropic({ baseURL: base(url), apiKey: PROVIDER_KEY, maxRetries: 0 });
  const wish = (messages, more) => ({ model, max_tokens: 2048, messages, ...more });
  return {
    name,
    model,
    client,
    counts,
    signature,
    ask: (messages = HELLO, more = {}) => client.messages.create(wish(messages, more)),
    stream: (messages = HELLO, more = {}) => client.messages.stream(wish(messages, more)),
  };
}

const SIMULATOR = server('the simulator', PROVIDER_URL, 'claude-sonnet-4-5', true);
const CLAUDE = server('the gateway before Anthropic', GATEWAY_URL, 'claude', true);
const CLAUDE_4_6 = server('the gateway before Claude 4.6', GATEWAY_URL, 'claude-4-6', true);
const OPENAI = server('the gateway before OpenAI', GATEWAY_URL, 'chat', false);
const AZURE = server('the gateway before Azure', GATEWAY_URL, 'azure', false);
const FOUNDRY = server('the gateway before Claude at Azure AI Foundry', GATEWAY_URL, 'foundry', true);
const GEMINI = server('the gateway before Gemini', GATEWAY_URL, 'gemini', true, 'gemini:');
const VERTEX = server('the gateway before Gemini at Vertex AI', GATEWAY_URL, 'vertex', true, 'gemini:');
const VERTEX_CLAUDE = server('the gateway before Claude at Vertex AI', GATEWAY_URL, 'vertex-claude', true);
const BEDROCK = server('the gateway before Bedrock', GATEWAY_URL, 'bedrock', true);
const COHERE = server('the gateway before Cohere', GATEWAY_URL, 'cohere', false);
const OLLAMA = server('the gateway before Ollama', GATEWAY_URL, 'ollama', false);
const BRITTLE = server('a gateway that goes on with nothing', GATEWAY_URL, 'brittle', false);
const SIGNING = [CLAUDE, CLAUDE_4_6, FOUNDRY, GEMINI, VERTEX, VERTEX_CLAUDE, BEDROCK];
const GATEWAYS = [...SIGNING, OPENAI, AZURE, COHERE, OLLAMA];
const ALL = [SIMULATOR, ...GATEWAYS];

function checkAt(servers, name, run) {
  for (const each of servers) check(`messages: ${name} at ${each.name}`, () => run(each));
}

const uses = (message) => message.content.filter((block) => block.type === 'tool_use');
const results = (message) =>
  uses(message).map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: '18 degrees' }));

checkAt(ALL, 'plain answer is whole', async (at) => {
  await play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]");

  const message = await at.ask();

  assert.equal(message.content[0].text, 'Hello, world');
  assert.equal(message.stop_reason, 'end_turn');
  assert.equal(message.usage.input_tokens, 9);
  assert.equal(message.usage.output_tokens, 3);
});

checkAt(ALL, 'streamed answer comes piece by piece and whole', async (at) => {
  await play("[{answer: [One, ' two', ' three'], pace: 20ms}]");
  const pieces = [];

  const message = await at.stream().on('text', (piece) => pieces.push(piece)).finalMessage();

  assert.deepEqual(pieces, ['One', ' two', ' three']);
  assert.equal(message.content[0].text, 'One two three');
  assert.equal(message.stop_reason, 'end_turn');
});

checkAt(ALL, 'tools over three turns', async (at) => {
  await play(`[{tools: [{id: call_00000001, name: weather, arguments: '{"city":"Paris"}'},
                        {id: call_00000002, name: weather, arguments: '{"city":"Rome"}'}]},
               {tools: [{id: call_00000003, name: weather, arguments: '{}'}]}, {answer: Sunny.}]`);
  const messages = [...HELLO];
  const calls = [];
  let message;

  for (let turn = 0; turn < 3; turn++) {
    message = await at.stream(messages, { tools: [WEATHER] }).finalMessage();
    calls.push(...uses(message).map(({ id, input }) => [at === VERTEX ? '' : id, input]));
    messages.push({ role: 'assistant', content: message.content });
    if (uses(message).length) messages.push({ role: 'user', content: results(message) });
  }

  // Vertex AI has no ids for calls: they get some of ours.
  const id = (number) => (at === VERTEX ? '' : `call_0000000${number}`);
  assert.deepEqual(calls, [[id(1), { city: 'Paris' }], [id(2), { city: 'Rome' }], [id(3), {}]]);
  assert.equal(message.content[0].text, 'Sunny.');
});

checkAt([SIMULATOR, ...SIGNING], 'thoughts are given back with their signatures', async (at) => {
  await play(`[{reasoning: ['I ', look.], tools: [{id: call_00000001, name: weather, arguments: '{}'}]},
               {reasoning: [Again.], tools: [{id: call_00000002, name: weather, arguments: '{}'}]}, {answer: Sunny.}]`);
  const messages = [...HELLO];
  let message;

  for (let turn = 0; turn < 3; turn++) {
    message = await at.stream(messages, { tools: [WEATHER], thinking: THINKING }).finalMessage();
    if (turn < 2) {
      assert.ok(message.content[0].signature.startsWith(at.signature), message.content[0].signature);
      messages.push({ role: 'assistant', content: message.content }, { role: 'user', content: results(message) });
    }
  }

  assert.equal(message.content[0].text, 'Sunny.');
  assert.equal((await asked(3))[2].body.split(/signature":"/i).length, 3);
});

checkAt(GATEWAYS, 'broken stream is gone on with', async (at) => {
  const story = 'answer: Once upon a time there was a king who had three sons., continues: true';
  // Each waits before it goes on.
  const ways = [CLAUDE, OPENAI].includes(at) ? ['reset', 'end', 'error, error: 500'] : ['error, error: 500'];
  for (const how of ways) {
    await play(`[{break: ${how}, after: 8, ${story}}, {${story}}]`);

    const message = await at.stream().finalMessage();

    assert.equal(message.content[0].text, 'Once upon a time there was a king who had three sons.');
    await asked(2);
  }
});

checkAt(ALL, 'tokens are counted', async (at) => {
  await play('[]');

  const { data, response } = await at.client.messages
    .countTokens({ model: at.model, messages: HELLO })
    .withResponse();

  assert.ok(data.input_tokens > 0);
  assert.equal(response.headers.has('x-mainstay-tokens-estimated'), !at.counts);
});

checkAt(ALL, 'errors are of their class', async (at) => {
  for (const [status, kind] of [
    [400, Anthropic.BadRequestError],
    [401, Anthropic.AuthenticationError],
    [404, Anthropic.NotFoundError],
    [429, Anthropic.RateLimitError],
    [500, Anthropic.InternalServerError],
  ]) {
    await play(`always: [{status: ${status}${status === 429 ? ', retry-after: 10ms' : ''}}]`);

    const error = await raises(kind, () => at.ask());

    assert.equal(error.error.type, 'error');
    assert.ok(error.requestID, `${status}: no request id`);
  }
});

checkAt(ALL, 'error in a stream is thrown', async (at) => {
  await play(
    "always: [{break: error, error: {message: 'No', type: invalid_request_error}, after: 2, answer: [One, ' two', ' three']}]",
  );
  const pieces = [];

  await assert.rejects(at.stream().on('text', (piece) => pieces.push(piece)).finalMessage());

  assert.equal(pieces.join(''), 'One two');
});

checkAt([BRITTLE], 'stream that cannot go on is an error and never an end', async (at) => {
  for (const how of ['reset', 'close', 'end', 'garbage', 'error, error: 500']) {
    await play(`always: [{break: ${how}, after: 2, answer: [One, ' two', ' three']}]`);
    const pieces = [];
    const ends = [];
    const stream = at.stream().on('text', (piece) => pieces.push(piece));
    stream.on('streamEvent', ({ type }) => type.startsWith('message_') && ends.push(type));

    await assert.rejects(stream.finalMessage(), ({ error }) => Boolean(error.error.message), how);

    assert.equal(pieces.join(''), 'One two', how);
    assert.deepEqual(ends, ['message_start'], how);
  }
});

checkAt(GATEWAYS, 'caller that leaves ends the request', async (at) => {
  await play('[{words: 1000, pace: 20ms}]');

  const stream = at.stream();
  await new Promise((resolve) => stream.once('text', resolve));
  const left = Date.now();
  stream.abort();
  await stream.done().catch(() => {});

  const [request] = await asked();
  assert.equal(request.ending, 'CLIENT_LEFT');
  assert.ok(request.ended_at - left < LEAVING_MILLIS, `${request.ended_at - left} ms later`);
});

await main();
