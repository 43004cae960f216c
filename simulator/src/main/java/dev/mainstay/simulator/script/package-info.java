/**
 * What a user scripts, what they hear of it, and both as YAML.
 *
 * <h2>Scripts in YAML</h2>
 *
 * Whatever the builder can say, YAML can. A script is a list of steps, one for each request:
 *
 * <pre>{@code
 * - status: 429
 *   retry-after: 50ms
 * - answer: Hello
 * }</pre>
 *
 * or a mapping, if more is to be said; all of it is optional:
 *
 * <pre>{@code
 * steps: […]                   # for the 1st, 2nd, … request
 * always: […]                  # for all later ones, in turn; the standard answer by default
 * when:                        # steps for some requests, counted by themselves; the first that fits
 *   - model: gpt-4o            # the model's exact name
 *     prompt: weather          # text in one of the messages
 *     steps: […]
 *     always: […]
 * limit: {requests: 10, per: 1s, each-key: true}   # or a list of them
 * concurrency: 4
 * outages:
 *   - {from: 5s, to: 10s, status: 503}
 * models: [gpt-4o]             # others get 404; any by default
 * key: sk-test                 # others get 401; any by default
 * }</pre>
 *
 * A step has {@code times: N} to happen N times, and is one of these:
 *
 * <dl>
 *   <dt>An answer
 *   <dd>One of {@code answer} (text, streamed word by word, or a list of its pieces), {@code words}
 *       (so many made-up words, or {@code {count, seed}}), {@code echo: true}, {@code standard:
 *       true}; and any of {@code continues: true} (the rest of the text to who asks for the rest),
 *       {@code reasoning} (text or pieces), {@code refusal}, {@code tools} (a list of {@code {id,
 *       name, arguments}}), {@code tool-pieces}, {@code finish}, {@code usage: {prompt,
 *       completion}}, {@code model}, {@code head-after}, {@code first-after}, {@code pace}, {@code
 *       writes-of}, {@code writes-apart}, {@code done: false}, {@code headers}.
 *   <dt>An interrupted answer
 *   <dd>{@code break} with one of
 *       <ul>
 *         <li>{@code reset}, {@code half-close}, {@code close}, {@code end}, {@code done}, {@code
 *             wrong-json};
 *         <li>{@code stall}, with {@code for} unless it is for good;
 *         <li>{@code drip}, with {@code every}, and {@code for} unless it is for good;
 *         <li>{@code garbage}, with {@code bytes} (64) and {@code seed} (1);
 *         <li>{@code error} or {@code error-then-done}, with {@code error}: a status whose usual
 *             error it is, or {@code {message, type, param, code}}.
 *       </ul>
 *       and where it happens: {@code before: head}, {@code after: head}, {@code after: N} (events),
 *       {@code inside: N}, {@code after-bytes: N}, {@code before: finish} or {@code after: finish};
 *       and anything an answer may have, or else it is the standard answer that is interrupted.
 *   <dt>An error
 *   <dd>{@code status} from 400 to 599, with {@code message}, {@code type}, {@code param}, {@code
 *       code} where the usual ones do not do, {@code retry-after}, {@code headers}, {@code
 *       head-after}.
 *   <dt>Anything else
 *   <dd>{@code body} with {@code content-type} (application/json), {@code status} (200), {@code
 *       headers}, {@code head-after}.
 *   <dt>An entry of the {@linkplain dev.mainstay.simulator.script.Catalogue catalogue}
 *   <dd>{@code fault} with its name.
 * </dl>
 *
 * A limit counts {@code requests}, {@code tokens}, {@code input-tokens} or {@code output-tokens}
 * {@code per} span of time; its {@code window} is {@code sliding} (the usual one), {@code fixed} or
 * {@code bucket}, which {@code holds} so much; {@code each-key}, {@code headers}, {@code
 * retry-after} and {@code refusals-count} are true or false; {@code changes} is a list of {@code
 * {at, to}}. See {@link dev.mainstay.simulator.script.RateLimit}.
 *
 * <p>The resource {@code example.yaml} beside this package's classes uses all of it. Durations have
 * a unit: {@code 20ms}, {@code 1.5s}, {@code 2m}. Headers are a mapping, or a list of {@code "name:
 * value"}.
 */
@NullMarked
package dev.mainstay.simulator.script;

import org.jspecify.annotations.NullMarked;
