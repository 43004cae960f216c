package dev.mainstay.gateway.config.request;

import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.transport.Headers;
import java.util.List;

/**
 * What one request wants otherwise than the configuration, under the names that LiteLLM's clients
 * use:
 *
 * <table>
 * <caption>Fields and headers</caption>
 * <tr><th>field<th>header<th>value
 * <tr><td>{@code num_retries}<td>{@code x-litellm-num-retries}<td>0 to 100
 * <tr><td>{@code timeout}<td>{@code x-litellm-timeout}<td>seconds above 0: the deadline of the whole call
 * <tr><td>{@code stream_timeout}<td>{@code x-litellm-stream-timeout}<td>seconds above 0
 * <tr><td>{@code fallbacks}<td><td>a list of groups, or of {@code {"model": group}}
 * <tr><td>{@code disable_fallbacks}<td><td>{@code true}: none, whatever {@code fallbacks} says
 * <tr><td>{@code tags}<td>{@code x-litellm-tags}<td>a list of texts, or one; in the header parted by
 *     commas. Those of {@code metadata.tags} and {@code litellm_metadata.tags} are added
 * <tr><td>{@code litellm_session_id}<td>{@code x-litellm-session-id}<td>the session the call belongs to;
 *     else {@code session_id} in {@code litellm_metadata} or {@code metadata}
 * <tr><td>{@code priority}<td><td>a whole number: where calls wait their turn the lower goes first
 * </table>
 *
 * <p>What a request says of its parameters ({@code drop_params}, {@code additional_drop_params},
 * {@code allowed_openai_params}) goes on under the library's names for it.
 *
 * <p>Each of them counts in {@code extra_body}, too, where the request does not set it itself.
 *
 * <p>A header takes precedence over the field of its meaning, as in LiteLLM. None of these fields
 * is forwarded, nor is {@code litellm_metadata}, nor are LiteLLM's other control fields ({@code
 * litellm_params}, {@code cache} and so on); {@code metadata} is, but for a list of tags, which
 * OpenAI refuses. {@code guardrails}, which nobody would apply, are refused, in either metadata as
 * well, and so are a {@code max_budget}, and what would ask somebody else ({@code api_key}, {@code
 * api_base}) or something else ({@code prompt_id}) than its caller thinks. A field that is {@code
 * null} counts as absent. {@code context_window_fallbacks} and {@code content_policy_fallbacks} are
 * for the configuration alone, and refused.
 */
public sealed interface RequestOverrides {

  /** Reads them off a request. */
  static RequestOverrides of(JsonObject body, Headers headers) {
    return new OverrideReader(ExtraFields.liftedIn(body), headers).read();
  }

  /** Those fields of {@code body} that are taken off and do nothing. */
  static List<String> withoutEffect(JsonObject body) {
    return ControlFields.withoutEffect(ExtraFields.liftedIn(body));
  }

  /**
   * Wishes that can be met.
   *
   * @param options the wishes
   * @param body the request without the fields that are ours; the very same where it has none
   */
  record Accepted(CallOptions options, JsonObject body) implements RequestOverrides {}

  /**
   * A wish that cannot be met: the caller's mistake, to be answered with status 400.
   *
   * @param param the field or header
   * @param message what is wrong with it, and what may stand there
   */
  record Refused(String param, String message) implements RequestOverrides {}
}
