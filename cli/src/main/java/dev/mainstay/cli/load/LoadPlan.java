package dev.mainstay.cli.load;

import dev.mainstay.transport.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What is asked, how often, and when.
 *
 * @param url the endpoint's base, as in {@code http://127.0.0.1:4000/v1}
 * @param headers what each request brings, as its key, besides what it must have
 * @param asking what each message is
 * @param users how many users ask, 1 or more
 * @param messages how many messages each of them sends, 1 or more
 * @param parallel how many of its messages a user has under way at once, 1 or more; without effect
 *     with a rate
 * @param think how long a user waits after an answer before its next message
 * @param rate how many messages a second all users send together, by the clock, whatever becomes of
 *     the earlier ones; 0 to have each user wait for its answers
 * @param ramp in which time the users, or the rate, come up to their number
 * @param duration after how long no more messages are sent; zero for no end but the last message
 * @param timeout how long one message may take
 */
public record LoadPlan(
    URI url,
    Headers headers,
    Asking asking,
    int users,
    int messages,
    int parallel,
    Duration think,
    double rate,
    Duration ramp,
    Duration duration,
    Duration timeout) {

  /** So many users who each send so many messages, one after the other, as fast as they can. */
  public static LoadPlan of(URI url, String model, int users, int messages) {
    return new LoadPlan(
        url,
        Headers.none(),
        Asking.of(model),
        users,
        messages,
        1,
        Duration.ZERO,
        0,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMinutes(10));
  }

  /** This plan, each request of which brings {@code key}; an empty one is none. */
  public LoadPlan withKey(String key) {
    return key.isEmpty() ? this : withHeader("authorization", "Bearer " + key);
  }

  /** This plan, each request of which brings {@code name} with {@code value} alone. */
  public LoadPlan withHeader(String name, String value) {
    return new LoadPlan(
        url,
        headers.with(name, value),
        asking,
        users,
        messages,
        parallel,
        think,
        rate,
        ramp,
        duration,
        timeout);
  }

  /** This plan with other messages. */
  public LoadPlan withAsking(Asking asking) {
    return new LoadPlan(
        url, headers, asking, users, messages, parallel, think, rate, ramp, duration, timeout);
  }

  /** This plan with so many of a user's messages under way at once. */
  public LoadPlan withParallel(int parallel) {
    return new LoadPlan(
        url, headers, asking, users, messages, parallel, think, rate, ramp, duration, timeout);
  }

  /** This plan at so many messages a second. */
  public LoadPlan withRate(double rate) {
    return new LoadPlan(
        url, headers, asking, users, messages, parallel, think, rate, ramp, duration, timeout);
  }

  /** This plan with an end. */
  public LoadPlan withDuration(Duration duration) {
    return new LoadPlan(
        url, headers, asking, users, messages, parallel, think, rate, ramp, duration, timeout);
  }

  /** This plan, whose users or rate come up to their number in {@code ramp}. */
  public LoadPlan withRamp(Duration ramp) {
    return new LoadPlan(
        url, headers, asking, users, messages, parallel, think, rate, ramp, duration, timeout);
  }

  /** This plan with another longest time for a message. */
  public LoadPlan withTimeout(Duration timeout) {
    return new LoadPlan(
        url, headers, asking, users, messages, parallel, think, rate, ramp, duration, timeout);
  }

  /** How many messages there are in all. */
  public long total() {
    return (long) users * messages;
  }

  /** Where chats go. */
  URI chats() {
    return URI.create(base() + "/chat/completions");
  }

  /** Where the models are listed. */
  public URI models() {
    return URI.create(base() + "/models");
  }

  private String base() {
    return url.toString().replaceFirst("(/chat/completions)?/*$", "");
  }

  /**
   * What each message is.
   *
   * @param model the model that is asked for
   * @param streamed which part of the answers is to come as streams, 0 to 1
   * @param leastWords how long a prompt is at least, in words
   * @param mostWords and at most
   * @param maxTokens how long an answer may be; 0 to leave that to the model
   * @param expected the text that every answer must have; nothing for any
   */
  public record Asking(
      String model,
      double streamed,
      int leastWords,
      int mostWords,
      int maxTokens,
      Optional<String> expected) {

    /** These, of another model. */
    public Asking withModel(String other) {
      return new Asking(other, streamed, leastWords, mostWords, maxTokens, expected);
    }

    /** Short questions, half of them for streams. */
    public static Asking of(String model) {
      return new Asking(model, 0.5, 20, 20, 0, Optional.empty());
    }

    /** These, with another part of streams. */
    public Asking streaming(double share) {
      return new Asking(model, share, leastWords, mostWords, maxTokens, expected);
    }

    /** These, with prompts of so many words. */
    public Asking withWords(int least, int most) {
      return new Asking(model, streamed, least, most, maxTokens, expected);
    }

    /** These, whose answers must all have the text {@code expected}. */
    public Asking expecting(String expected) {
      return new Asking(model, streamed, leastWords, mostWords, maxTokens, Optional.of(expected));
    }
  }
}
