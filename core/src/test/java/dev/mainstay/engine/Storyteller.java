package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.engine.WireForm.Said;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.splice.Reference;
import dev.mainstay.splice.Teller;
import dev.mainstay.transport.HttpCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A model that has one answer to give, and goes on with it as the request on the wire asks: it
 * reads what was sent, in the form of whoever was asked, and fails the test where a vendor would
 * not understand it.
 */
final class Storyteller {
  private static final Set<String> OF_CONTINUATIONS =
      Set.of("model", "messages", "continue_final_message", "add_generation_prompt");

  private final ChatRequest original;
  private final Said said;
  private final RandomGenerator random;

  Storyteller(ChatRequest original, Said said, RandomGenerator random) {
    this.original = original;
    this.said = said;
    this.random = random;
  }

  /** What a request asks for. */
  sealed interface Asked {
    /** The whole answer. */
    record Whole() implements Asked {}

    /** To go on where the assistant's message, which says {@code sent}, stops. */
    record Prefilled(String sent, String told) implements Asked {}

    /** To repeat the anchor and go on. */
    record Anchored(String told, String anchor) implements Asked {}
  }

  /** What {@code call} asks for. */
  Asked asked(HttpCall call) {
    JsonObject json = Json.parseObject(call.body());
    List<Message> messages = new ChatRequest(json).messages();
    assertThat(json.without(OF_CONTINUATIONS).without(Set.of("stream_options")))
        .isEqualTo(
            original
                .withStream(true)
                .json()
                .without(OF_CONTINUATIONS)
                .without(Set.of("stream_options")));
    if (messages.equals(original.messages())) {
      return new Asked.Whole();
    }
    requireConversation(messages);
    return messages.getLast().role().equals("assistant")
        ? prefilled(call, json, messages.getLast())
        : anchored(messages);
  }

  /** What one says that does as it is asked. */
  Said asAsked(Asked asked, HttpCall call) {
    return switch (asked) {
      case Asked.Whole whole -> said;
      case Asked.Prefilled(String sent, String told) -> {
        String rest = said.text().substring(told.length());
        yield saying(isAt(call, "mistral") ? sent + rest : rest);
      }
      case Asked.Anchored(String told, String anchor) -> saying(anchor + rest(told));
    };
  }

  /**
   * What one says that does not do as it is asked; nothing where that could not be told from what
   * belongs there.
   */
  Optional<Said> otherwise(Asked.Anchored asked, Teller teller) {
    Teller.Asked toTell = new Teller.Asked(asked.told(), asked.anchor(), rest(asked.told()));
    String head = teller.head(toTell, random);
    String answer = head + teller.rest(toTell, head, random);
    Optional<String> shown = Reference.shown(asked.told(), Optional.of(asked.anchor()), answer);
    return shown.filter(text -> !said.text().equals(asked.told() + text)).isPresent()
        ? Optional.empty()
        : Optional.of(saying(answer));
  }

  private Said saying(String text) {
    return new Said(said.reasoning(), text, said.calls());
  }

  private String rest(String told) {
    return said.text().substring(told.length() - Reference.trailing(told));
  }

  private Asked prefilled(HttpCall call, JsonObject json, Message last) {
    boolean isMarked = last.json().flag("prefix").orElse(false);
    boolean isFlagged = json.flag("continue_final_message").orElse(false);
    assertThat(isMarked).isEqualTo(isAt(call, "mistral") || isAt(call, "deepseek"));
    assertThat(isFlagged).isEqualTo(isAt(call, "vllm"));
    assertThat(json.flag("add_generation_prompt").orElse(true)).isEqualTo(!isFlagged);
    assertThat(call.uri().getPath().startsWith("/beta")).isEqualTo(isAt(call, "deepseek"));
    String told = requireTold(last.text());
    assertThat(Reference.trailing(told)).isZero();
    return new Asked.Prefilled(last.text(), told);
  }

  private Asked anchored(List<Message> messages) {
    String ask = messages.getLast().text();
    String told = requireTold(messages.get(messages.size() - 2).text());
    String anchor = ask.substring(ask.indexOf("\n\n") + 2);
    assertThat(told.substring(0, told.length() - Reference.trailing(told))).endsWith(anchor);
    return new Asked.Anchored(told, anchor);
  }

  private String requireTold(String content) {
    assertThat(content).startsWith(begun());
    String told = content.substring(begun().length());
    assertThat(said.text()).startsWith(told);
    return told;
  }

  private void requireConversation(List<Message> messages) {
    List<Message> before = original.messages();
    int kept = before.size() - (before.getLast().role().equals("assistant") ? 1 : 0);
    assertThat(messages.subList(0, kept)).isEqualTo(before.subList(0, kept));
    assertThat(messages.get(kept).role()).isEqualTo("assistant");
    assertThat(messages.size() - kept).isBetween(1, 2);
  }

  /** What the caller itself had begun the answer with, where the answer does not repeat it. */
  private String begun() {
    Message last = original.messages().getLast();
    boolean isRepeated = last.json().flag("prefix").orElse(false);
    return last.role().equals("assistant") && !isRepeated ? last.text() : "";
  }

  private static boolean isAt(HttpCall call, String vendor) {
    String host = call.uri().getHost();
    return vendor.equals("vllm") ? host.equals("localhost") : host.contains(vendor);
  }
}
