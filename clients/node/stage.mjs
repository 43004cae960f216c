// The simulated provider's director, and how checks are collected, run and told.
import assert from 'node:assert/strict';

const { STAGE_URL } = process.env;
const LONGEST_MILLIS = 20_000;
// SEMANTICS 5.3 says 100 ms, which the gateway's own tests measure; a busy machine gets some more. What is left would go on for 20 s.
export const LEAVING_MILLIS = 5_000;
const checks = [];

/** Adds a check. */
export function check(name, run) {
  checks.push({ name, run });
}

/** Lets the provider do what `script` says, from its first step. */
export async function play(script) {
  const answer = await fetch(`${STAGE_URL}/script`, { method: 'PUT', body: script });
  assert.equal(answer.status, 200, await answer.text());
}

/** What the provider was asked since, once there were `count` requests and all are over. */
export async function asked(count = 1) {
  const requests = await (await fetch(`${STAGE_URL}/requests?count=${count}`)).json();
  assert.equal(requests.length, count, `the provider was asked ${requests.length} times, not ${count}`);
  return requests;
}

export async function askedNever() {
  assert.deepEqual(await (await fetch(`${STAGE_URL}/requests`)).json(), []);
}

/** The error of `call`, of exactly this kind. */
export async function raises(kind, call) {
  try {
    await call();
  } catch (error) {
    assert.equal(error.constructor.name, kind.name, `${error.constructor.name}: ${error.message}`);
    return error;
  }
  throw new assert.AssertionError({ message: `no ${kind.name}` });
}

async function within(millis, run) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over in ${millis} ms`)), millis);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

export async function main() {
  let failed = 0;
  for (const { name, run } of checks) {
    try {
      await within(LONGEST_MILLIS, run);
      console.log(`ok   node: ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL node: ${name}: ${String(error.message).split('\n')[0]}`);
      console.error(error);
    }
  }
  process.exit(failed ? 1 : 0);
}
