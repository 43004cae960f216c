package dev.mainstay.route;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import java.util.List;
import java.util.Optional;

/**
 * What one request asks of the deployment that is to serve it. What is to be read from the request
 * is read when somebody first asks, so that a group of which nothing is known costs nothing.
 * Immutable.
 */
public final class Requirements {
  private static final Requirements NONE = of(new ChatRequest(JsonObject.empty()));

  private final ChatRequest request;
  private final List<String> tags;
  private final Optional<String> key;

  private Requirements(ChatRequest request, List<String> tags, Optional<String> key) {
    this.request = request;
    this.tags = tags;
    this.key = key;
  }

  /** A request that asks for nothing in particular. */
  public static Requirements none() {
    return NONE;
  }

  /** What {@code request} asks for, without tags and without a key. */
  public static Requirements of(ChatRequest request) {
    return new Requirements(request, List.of(), Optional.empty());
  }

  /** These requirements with tags that choose deployments. */
  public Requirements withTags(List<String> tags) {
    return new Requirements(request, List.copyOf(tags), key);
  }

  /** These requirements of somebody who is to stay with one deployment: a user, or a session. */
  public Requirements withKey(String key) {
    return new Requirements(request, tags, Optional.of(key));
  }

  /** The tags that choose deployments. */
  public List<String> tags() {
    return tags;
  }

  /** Who is to stay with one deployment. */
  public Optional<String> key() {
    return key;
  }

  ChatRequest request() {
    return request;
  }
}
