package dev.mainstay.simulator.script;

import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.Moment.AfterBytes;
import dev.mainstay.simulator.script.Moment.AfterEvents;
import dev.mainstay.simulator.script.Moment.InsideEvent;
import dev.mainstay.simulator.script.Moment.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that goes wrong in place of an {@link Answer}, streamed or plain:
 *
 * <pre>{@code
 * Fault.status(429).retryAfter(Duration.ofMillis(50))
 * Fault.reset().after(3)                                   // three events of the standard answer
 * Fault.stall().inside(2).of(Answer.pieces("Hel", "lo"))
 * Fault.error(ErrorBody.ofStatus(503)).after(1)
 * }</pre>
 */
public sealed interface Fault extends Reply {

  /** An HTTP error with {@code status}, 400 to 599, and the error OpenAI sends with it. */
  static Status status(int status) {
    return new Status(status, ErrorBody.ofStatus(status), List.of(), Duration.ZERO);
  }

  /** An answer of any status, 200 to 599, that is not OpenAI's. */
  static Raw raw(int status, String contentType, String body) {
    return new Raw(status, contentType, body, List.of(), Duration.ZERO);
  }

  /** Status 200 with a page of HTML, as portals and proxies send it. */
  static Raw html() {
    return raw(200, "text/html", "<!doctype html><html><body><h1>It works!</h1></body></html>");
  }

  /** Status 200 with nothing in it. */
  static Raw empty() {
    return raw(200, "application/json", "");
  }

  /** The connection is reset; before the first byte where nothing else is said. */
  static Interrupted reset() {
    return new Interrupted(new Break.Reset(), Mark.BEFORE_HEAD);
  }

  /** The simulator says no more, but stays; before the first byte where nothing else is said. */
  static Interrupted halfClose() {
    return new Interrupted(new Break.HalfClose(), Mark.BEFORE_HEAD);
  }

  /** The connection is closed; before the first byte where nothing else is said. */
  static Interrupted close() {
    return new Interrupted(new Break.Close(), Mark.BEFORE_HEAD);
  }

  /**
   * The body ends properly, but without a finish reason; after all output where nothing else is
   * said.
   */
  static Interrupted end() {
    return new Interrupted(new Break.End(false), Mark.BEFORE_FINISH);
  }

  /** As {@link #end()}, but a stream says {@code [DONE]}. */
  static Interrupted done() {
    return new Interrupted(new Break.End(true), Mark.BEFORE_FINISH);
  }

  /** Silence, for good; before the first byte where nothing else is said. */
  static Interrupted stall() {
    return stall(Break.FOREVER);
  }

  /** Silence for {@code lasting}; before the first byte where nothing else is said. */
  static Interrupted stall(Duration lasting) {
    return new Interrupted(new Break.Stall(lasting), Mark.BEFORE_HEAD);
  }

  /**
   * Keep-alive comments alone, for good, one {@code every}; after the head where nothing else is
   * said.
   */
  static Interrupted drip(Duration every) {
    return drip(every, Break.FOREVER);
  }

  /** Keep-alive comments alone for {@code lasting}; after the head where nothing else is said. */
  static Interrupted drip(Duration every, Duration lasting) {
    return new Interrupted(new Break.Drip(every, lasting), Mark.AFTER_HEAD);
  }

  /**
   * 64 bytes without meaning; before the first byte, so in place of HTTP, where nothing else is
   * said.
   */
  static Interrupted garbage() {
    return garbage(64, 1);
  }

  /**
   * Bytes made from {@code seed}; before the first byte, so in place of HTTP, where nothing else is
   * said.
   */
  static Interrupted garbage(int bytes, long seed) {
    return new Interrupted(new Break.Garbage(bytes, seed), Mark.BEFORE_HEAD);
  }

  /** An event whose JSON stops half-way; the first event where nothing else is said. */
  static Interrupted wrongJson() {
    return new Interrupted(new Break.WrongJson(), Mark.AFTER_HEAD);
  }

  /** An error in the body, with status 200; as the first event where nothing else is said. */
  static Interrupted error(ErrorBody error) {
    return new Interrupted(new Break.ErrorEvent(error, false), Mark.AFTER_HEAD);
  }

  /** As {@link #error}, with {@code [DONE]} after it, as vLLM does. */
  static Interrupted errorThenDone(ErrorBody error) {
    return new Interrupted(new Break.ErrorEvent(error, true), Mark.AFTER_HEAD);
  }

  /**
   * An HTTP error in OpenAI's form.
   *
   * @param status 400 to 599
   * @param error the body
   * @param headers headers beside the usual ones
   * @param headAfter how long the simulator waits before it answers
   */
  record Status(int status, ErrorBody error, List<Header> headers, Duration headAfter)
      implements Fault {
    /**
     * An error; the list is copied.
     *
     * @throws IllegalArgumentException if the status is not one of an error, or the wait is below
     *     zero
     */
    public Status {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException(
            "status " + status + " is not an error; use 400 to 599, or raw() for any other");
      }
      headers = List.copyOf(headers);
      requireWait(headAfter);
    }

    /**
     * This error, telling when to ask again as OpenAI does: {@code retry-after-ms}, and {@code
     * retry-after} in seconds, rounded up.
     *
     * @throws IllegalArgumentException if the wait is negative or too long
     */
    public Status retryAfter(Duration wait) {
      requireWait(wait);
      List<Header> all = new ArrayList<>(headers);
      all.addAll(RetryHint.headers(wait));
      return new Status(status, error, all, headAfter);
    }

    /** When it says to ask again, where {@link #retryAfter} was the last that was set. */
    public Optional<Duration> hint() {
      return RetryHint.lastOf(headers);
    }

    /** The headers except those that tell {@link #hint}. */
    public List<Header> headersBesideHint() {
      return RetryHint.without(headers);
    }

    /** This error with a header more. */
    public Status header(String name, String value) {
      return new Status(status, error, plus(headers, name, value), headAfter);
    }

    /** This error with another body. */
    public Status error(ErrorBody error) {
      return new Status(status, error, headers, headAfter);
    }

    /** This error, told after {@code wait}. */
    public Status headAfter(Duration wait) {
      return new Status(status, error, headers, wait);
    }

    /** This as a step of a script in YAML. */
    @Override
    public String toString() {
      return "{" + StepWriter.members(this) + "}";
    }
  }

  /**
   * An answer that is not OpenAI's.
   *
   * @param status 200 to 599
   * @param contentType what it says it is
   * @param body the text; may be empty
   * @param headers headers beside the usual ones
   * @param headAfter how long the simulator waits before it answers
   */
  record Raw(int status, String contentType, String body, List<Header> headers, Duration headAfter)
      implements Fault {
    /**
     * An answer; the list is copied.
     *
     * @throws IllegalArgumentException if an answer of the status has no body, or the wait is below
     *     zero
     */
    public Raw {
      if (status < 200 || status > 599 || status == 204 || status == 304) {
        throw new IllegalArgumentException(
            "status " + status + " has no body; use 200 to 599 but 204 and 304");
      }
      headers = List.copyOf(headers);
      requireWait(headAfter);
      var checked = new Header("content-type", contentType);
      contentType = checked.value();
    }

    /** This answer with a header more. */
    public Raw header(String name, String value) {
      return new Raw(status, contentType, body, plus(headers, name, value), headAfter);
    }

    /** This answer, given after {@code wait}. */
    public Raw headAfter(Duration wait) {
      return new Raw(status, contentType, body, headers, wait);
    }

    /** This as a step of a script in YAML. */
    @Override
    public String toString() {
      return "{" + StepWriter.members(this) + "}";
    }

    /** The bytes that are sent. */
    public byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * An answer that is interrupted.
   *
   * @param how what happens
   * @param at where
   * @param answer the answer it happens to
   */
  record Interrupted(Break how, Moment at, Answer answer) implements Fault {
    /**
     * An interruption.
     *
     * @throws IllegalArgumentException if it cannot happen there: what speaks HTTP needs a head
     *     before it, and a drip is between events
     */
    public Interrupted {
      Interruptions.requirePossible(how, at);
    }

    Interrupted(Break how, Moment at) {
      this(how, at, Answer.standard());
    }

    /** This, before the first byte. */
    public Interrupted beforeHead() {
      return at(Mark.BEFORE_HEAD);
    }

    /** This, after status and headers. */
    public Interrupted afterHead() {
      return at(Mark.AFTER_HEAD);
    }

    /** This, after {@code events} events with output; 0 is after the one that tells the role. */
    public Interrupted after(int events) {
      return at(new AfterEvents(events));
    }

    /** This, in the middle of output event {@code number}, counted from 1. */
    public Interrupted inside(int number) {
      return at(new InsideEvent(number));
    }

    /** This, after {@code bytes} bytes of the body. */
    public Interrupted afterBytes(int bytes) {
      return at(new AfterBytes(bytes));
    }

    /** This, after all output and before the finish reason. */
    public Interrupted beforeFinish() {
      return at(Mark.BEFORE_FINISH);
    }

    /** This, after the finish reason and before {@code [DONE]}: nothing of the answer is lost. */
    public Interrupted afterFinish() {
      return at(Mark.AFTER_FINISH);
    }

    /** This at a moment. */
    public Interrupted at(Moment moment) {
      return new Interrupted(how, moment, answer);
    }

    /** This, happening to {@code answer}. */
    public Interrupted of(Answer answer) {
      return new Interrupted(how, at, answer);
    }

    /** This as a step of a script in YAML. */
    @Override
    public String toString() {
      return "{" + StepWriter.members(this) + "}";
    }
  }

  private static void requireWait(Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("a wait of " + wait + "; use zero or more");
    }
  }

  private static List<Header> plus(List<Header> headers, String name, String value) {
    List<Header> all = new ArrayList<>(headers);
    all.add(new Header(name, value));
    return all;
  }
}
