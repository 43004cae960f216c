package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * That no failure in a history has words of what was asked or answered there: of a text that is
 * long, some letters in a row, and of a short one, be it one word, the whole. And that no key is in
 * the history at all.
 */
public final class Secrecy {
  private static final int LETTERS = 16;
  private static final int LOOKED_AT = 400;
  // As providers make them, and none that begins in the middle of a word, as in task-queue.
  private static final Pattern KEY =
      Pattern.compile(
          "(?<![A-Za-z0-9])(sk-[\\w-]{4,}|AIza[\\w-]{10,}|AKIA[A-Z0-9]{12,}|Bearer \\S)");
  // Of what is said: a short text of another name may be a program's or a field's.
  private static final Set<String> SAID =
      Set.of("content", "text", "reasoning", "refusal", "arguments", "question", "answer");

  // Nobody's words.
  private static final Set<String> MADE = Set.of("call_id", "message_id", "start");

  private final Set<String> said = new HashSet<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> all = new ArrayList<>();

  private Secrecy() {}

  /** Searches all failures of {@code history}, wherever they are in it, and all of it for keys. */
  public static void search(History history) {
    Secrecy secrecy = new Secrecy();
    secrecy.walk(history, false);
    assertThat(secrecy.all).allSatisfy(text -> assertThat(text).doesNotContainPattern(KEY));
    for (String failure : secrecy.told) {
      for (String text : secrecy.said) {
        search(failure, text);
      }
    }
  }

  private static void search(String failure, String text) {
    if (!text.isBlank() && text.length() < LETTERS) {
      assertThat(failure).doesNotContainPattern("(?<!\\w)" + Pattern.quote(text) + "(?!\\w)");
    }
    for (int i = 0; i + LETTERS <= text.length(); i++) {
      assertThat(failure).doesNotContain(text.substring(i, i + LETTERS));
    }
  }

  private void walk(Object value, boolean inFailure) {
    switch (value) {
      case Payload payload when !inFailure -> said(payload.getData().toStringUtf8());
      case Message message ->
          message
              .getAllFields()
              .values()
              .forEach(field -> walk(field, inFailure || message instanceof Failure));
      case List<?> items -> items.forEach(item -> walk(item, inFailure));
      case ByteString bytes -> tell(bytes.toStringUtf8(), inFailure);
      case String words -> tell(words, inFailure);
      default -> {}
    }
  }

  private void tell(String text, boolean inFailure) {
    all.add(text);
    if (inFailure) {
      told.add(text);
    }
  }

  private void said(String payload) {
    all.add(payload);
    try {
      said("", Json.parse(payload));
    } catch (JsonException ofAnotherKind) {
      // As one that is empty.
    }
  }

  private void said(String name, JsonValue json) {
    switch (json) {
      case JsonString(String text) when text.length() >= LETTERS || SAID.contains(name) -> {
        said.add(beginning(text));
        // As it is inside of other JSON.
        said.add(beginning(json.toString().substring(1, json.toString().length() - 1)));
      }
      case JsonObject object -> object.without(MADE).forEach(this::said);
      case JsonArray array -> array.forEach(item -> said(name, item));
      default -> {}
    }
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), LOOKED_AT));
  }
}
