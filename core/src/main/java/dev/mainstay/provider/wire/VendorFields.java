package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.VendorTerms;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields by which vendors ask for more than OpenAI's API has. A request may be sent to several
 * vendors, so that all of them are known to every dialect.
 *
 * @param request with all that is added to it
 * @param prefillsForms whether the vendor goes on with a message of the assistant's where the
 *     answer has a form
 */
public record VendorFields(ChatRequest request, boolean prefillsForms) implements VendorTerms {
  // vLLM's and SGLang's own names for what response_format says.
  private static final List<String> GRAMMARS =
      List.of(
          "guided_json", "guided_regex", "guided_grammar", "guided_choice", "structured_outputs");
  private static final String EXTRA = "extra_body";
  // vLLM's way to have the last message gone on with.
  private static final String CONTINUE_FINAL = "continue_final_message";
  private static final Set<String> ABOUT_LAST = Set.of(CONTINUE_FINAL, "add_generation_prompt");

  /**
   * What {@code deployment} is asked in them by {@code request}, its {@code extra_body} and the
   * deployment's defaults, without the parameters that are left out in any case.
   */
  public static VendorTerms of(Deployment deployment, ChatRequest request) {
    return new VendorFields(new ChatRequest(whole(deployment, request.json())), true);
  }

  /**
   * The same for a Claude, which does not go on with a message where the answer has a form.
   * https://platform.claude.com/docs/en/build-with-claude/structured-outputs
   */
  public static VendorTerms ofClaude(Deployment deployment, ChatRequest request) {
    return new VendorFields(new ChatRequest(whole(deployment, request.json())), false);
  }

  private static JsonObject whole(Deployment deployment, JsonObject request) {
    boolean isSound = !request.hasValue(EXTRA) || request.object(EXTRA).isPresent();
    JsonObject own = isSound ? RequestPolicy.removeFrom(request) : request;
    Set<String> dropped = RequestPolicy.of(request, deployment).dropped();
    return RequestDefaults.merge(own, deployment).without(dropped);
  }

  @Override
  public boolean formsAnswer() {
    JsonObject json = request.json();
    boolean isClaudesForm =
        json.object("output_config").filter(config -> config.hasValue("format")).isPresent();
    return isClaudesForm || GRAMMARS.stream().anyMatch(json::hasValue);
  }

  @Override
  public boolean asksToReason() {
    JsonObject json = request.json();
    return isOn(json.object("thinking"), "type", "disabled")
        || isOn(json.object("reasoning"), "effort", "none")
        || json.flag("enable_thinking").orElse(false)
        || json.object("chat_template_kwargs")
            .flatMap(k -> k.flag("enable_thinking").or(() -> k.flag("thinking")))
            .orElse(false);
  }

  @Override
  public boolean continuesLast() {
    return request.json().flag(CONTINUE_FINAL).orElse(false);
  }

  @Override
  public JsonObject withUserLast(JsonObject request) {
    JsonObject left = request.without(ABOUT_LAST);
    return left.object(EXTRA)
        .map(extra -> left.with(EXTRA, extra.without(ABOUT_LAST)))
        .orElse(left);
  }

  private static boolean isOn(Optional<JsonObject> setting, String name, String off) {
    return setting.isPresent() && !setting.get().text(name).equals(Optional.of(off));
  }
}
