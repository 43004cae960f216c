package dev.mainstay.google;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are issued for: the key file of a service account, or of any other kind that Google's
 * library knows, or whatever the machine has. Prints without the key.
 */
public final class GoogleKey {
  private static final GoogleKey OF_MACHINE = new GoogleKey(Optional.empty(), Optional.empty());

  private final Optional<JsonObject> json;
  private final Optional<String> problem;

  private GoogleKey(Optional<JsonObject> json, Optional<String> problem) {
    this.json = json;
    this.problem = problem;
  }

  /** Whatever Google's own clients would find on this machine. */
  public static GoogleKey ofMachine() {
    return OF_MACHINE;
  }

  /**
   * The key that is the text {@code json}.
   *
   * @throws IllegalArgumentException if it is not a JSON object with a {@code type}; the message
   *     does not show it
   */
  public static GoogleKey of(String json) {
    try {
      JsonObject key = Json.parseObject(json);
      if (key.text("type").isPresent()) {
        return new GoogleKey(Optional.of(key), Optional.empty());
      }
    } catch (JsonException e) {
      // Its message may quote the key.
    }
    throw new IllegalArgumentException(
        "it is not a JSON object with a type; give the key file of a service account whole, or the"
            + " path to it");
  }

  /**
   * The key in the file {@code path}.
   *
   * @throws IOException if that cannot be read
   * @throws IllegalArgumentException if it is not a path, or the file holds no key
   */
  public static GoogleKey in(String path) throws IOException {
    try {
      return of(Files.readString(Path.of(path)));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no file can have this name; check the path", e);
    }
  }

  /** A key that was named and cannot be read; nothing else stands in for it. */
  static GoogleKey unreadable(String why) {
    return new GoogleKey(Optional.empty(), Optional.of(why));
  }

  /** Why it cannot be read, if so. */
  Optional<String> problem() {
    return problem;
  }

  /** The project that it is of, if it names one. */
  public Optional<String> project() {
    return json.flatMap(key -> key.text("project_id").or(() -> key.text("quota_project_id")));
  }

  /** Its text; nothing where it is what the machine has. */
  Optional<String> text() {
    return json.map(JsonObject::toJson);
  }

  /** {@code text} without the secrets of the key. */
  String scrub(String text) {
    return json.flatMap(key -> key.text("private_key").or(() -> key.text("refresh_token")))
        .map(secret -> secret.isEmpty() ? text : text.replace(secret, "***"))
        .orElse(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GoogleKey that
        && json.equals(that.json)
        && problem.equals(that.problem);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return problem.isPresent()
        ? "a key that cannot be read"
        : json.isEmpty()
            ? "application default credentials"
            : "the key of " + json.flatMap(key -> key.text("client_email")).orElse("an identity");
  }
}
