package dev.mainstay.temporal;

import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.Optional;

/**
 * How far a call has come, over all attempts of its activity: what a heartbeat tells, and the next
 * attempt goes on from.
 *
 * @param passes how many passes have begun in which somebody was asked
 * @param attempts how many attempts at providers have begun
 * @param position how many characters of the answer have come
 * @param anew whether the last attempt to go on did not join, so that the next begins anew
 * @param acted whether a tool that changes something may have run, so that nothing is done again
 * @param answer what recovery must know of the answer so far; its text only where there is no sink
 */
record CallProgress(
    int passes,
    int attempts,
    long position,
    boolean anew,
    boolean acted,
    Optional<DeliveredAnswer> answer) {

  /** Nothing has been done yet. */
  static CallProgress none() {
    return new CallProgress(0, 0, 0, false, false, Optional.empty());
  }

  /**
   * These counts, where they are higher: of attempts at the same time, the later may tell first.
   */
  CallProgress withCounts(int passes, int attempts) {
    return new CallProgress(
        Math.max(this.passes, passes),
        Math.max(this.attempts, attempts),
        position,
        anew,
        acted,
        answer);
  }

  CallProgress withAnswer(long position, DeliveredAnswer answer) {
    return new CallProgress(
        passes, attempts, position, anew && position == this.position, acted, Optional.of(answer));
  }

  CallProgress withAnew(boolean anew) {
    return new CallProgress(passes, attempts, position, anew, acted, answer);
  }

  CallProgress withActed() {
    return new CallProgress(passes, attempts, position, anew, true, answer);
  }

  JsonObject json() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("passes", passes)
            .put("attempts", attempts)
            .put("position", position);
    if (anew) {
      json.put("anew", true);
    }
    if (acted) {
      json.put("acted", true);
    }
    answer.ifPresent(begun -> json.put("answer", begun.json()));
    return json.build();
  }

  static CallProgress of(JsonObject json) {
    return new CallProgress(
        Math.toIntExact(json.number("passes").orElse(0)),
        Math.toIntExact(json.number("attempts").orElse(0)),
        json.number("position").orElse(0),
        json.flag("anew").orElse(false),
        json.flag("acted").orElse(false),
        json.object("answer").map(DeliveredAnswer::new));
  }

  @Override
  public String toString() {
    return passes + " passes, " + attempts + " attempts, " + position + " characters";
  }
}
