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
import java.util.List;

/**
 * That no failure in a history has words of what was asked or answered there: of any text of more
 * than one word, some letters in a row.
 */
public final class Secrecy {
  private static final int LETTERS = 16;
  private static final int LOOKED_AT = 400;

  private final List<String> said = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  private Secrecy() {}

  /** Searches all failures of {@code history}, wherever they are in it. */
  public static void search(History history) {
    Secrecy secrecy = new Secrecy();
    secrecy.walk(history, false);
    for (String failure : secrecy.told) {
      for (String text : secrecy.said) {
        for (int i = 0; i + LETTERS <= text.length(); i++) {
          assertThat(failure).doesNotContain(text.substring(i, i + LETTERS));
        }
      }
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
      case ByteString bytes when inFailure -> told.add(bytes.toStringUtf8());
      case String words when inFailure -> told.add(words);
      default -> {}
    }
  }

  private void said(String payload) {
    try {
      said(Json.parse(payload));
    } catch (JsonException ofAnotherKind) {
      // As one that is empty.
    }
  }

  private void said(JsonValue json) {
    switch (json) {
      case JsonString(String text) when text.contains(" ") ->
          said.add(text.substring(0, Math.min(text.length(), LOOKED_AT)));
      case JsonObject object -> object.forEach((name, value) -> said(value));
      case JsonArray array -> array.forEach(this::said);
      default -> {}
    }
  }
}
