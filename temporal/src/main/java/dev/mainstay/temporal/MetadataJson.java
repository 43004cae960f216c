package dev.mainstay.temporal;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.Fallback;
import dev.mainstay.call.Recovery;
import dev.mainstay.call.RecoveryForm;
import dev.mainstay.call.WaitReason;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The story of a call as it travels; its failures without anybody's words. */
final class MetadataJson {
  private static final String DEPLOYMENT = "deployment";
  private static final String GROUP = "group";
  private static final String FAILURE = "failure";
  private static final String OUTRUN = "outrun";

  private MetadataJson() {}

  static JsonObject of(CallMetadata metadata) {
    JsonObjectBuilder json =
        JsonObject.builder().put("call_id", metadata.callId()).put(GROUP, metadata.group());
    metadata.deployment().ifPresent(id -> json.put(DEPLOYMENT, id));
    json.put("attempts", array(metadata.attempts().stream().map(MetadataJson::attempt).toList()));
    json.put(
        "fallbacks", array(metadata.fallbacks().stream().map(MetadataJson::fallback).toList()));
    json.put(
        "recoveries", array(metadata.recoveries().stream().map(MetadataJson::recovery).toList()));
    metadata.cost().ifPresent(cost -> json.put("cost", cost));
    return json.put("duration_us", micros(metadata.duration()))
        .put("overhead_us", micros(metadata.overhead()))
        .build();
  }

  static CallMetadata read(JsonObject json) {
    return new CallMetadata(
        text(json, "call_id"),
        text(json, GROUP),
        json.text(DEPLOYMENT),
        objects(json, "attempts").stream().map(MetadataJson::readAttempt).toList(),
        objects(json, "fallbacks").stream()
            .map(f -> new Fallback(text(f, "from"), text(f, "to"), failure(f)))
            .toList(),
        objects(json, "recoveries").stream().map(MetadataJson::readRecovery).toList(),
        json.decimal("cost"),
        duration(json, "duration_us"),
        duration(json, "overhead_us"));
  }

  /** The story of a call of which nothing is known. */
  static CallMetadata nothing() {
    return CallMetadata.of("", "");
  }

  private static JsonArray array(List<JsonObject> items) {
    return JsonArray.of(items);
  }

  private static JsonObject attempt(Attempt attempt) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put(DEPLOYMENT, attempt.deployment())
            .put(GROUP, attempt.group())
            .put("start", attempt.start().toString())
            .put("duration_us", micros(attempt.duration()))
            .put("wait_us", micros(attempt.waitBefore()));
    attempt.waitReason().ifPresent(reason -> json.put("wait_for", reason.name()));
    switch (attempt.outcome()) {
      case Attempt.Outcome.Failed(Failure failure) -> json.put(FAILURE, FailureJson.of(failure));
      case Attempt.Outcome.Outrun outrun -> json.put(OUTRUN, true);
      case Attempt.Outcome.Succeeded succeeded -> {}
    }
    return json.build();
  }

  private static JsonObject fallback(Fallback fallback) {
    return JsonObject.builder()
        .put("from", fallback.from())
        .put("to", fallback.to())
        .put(FAILURE, FailureJson.of(fallback.failure()))
        .build();
  }

  private static JsonObject recovery(Recovery recovery) {
    return JsonObject.builder()
        .put(DEPLOYMENT, recovery.deployment())
        .put("form", recovery.form().name())
        .put("gap_us", micros(recovery.gap()))
        .put(FAILURE, FailureJson.of(recovery.failure()))
        .build();
  }

  private static Attempt readAttempt(JsonObject json) {
    return new Attempt(
        text(json, DEPLOYMENT),
        text(json, GROUP),
        json.text("start").map(MetadataJson::instant).orElse(Instant.EPOCH),
        duration(json, "duration_us"),
        outcome(json),
        duration(json, "wait_us"),
        json.text("wait_for").flatMap(word -> constant(WaitReason.class, word)));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException ofAnotherVersion) {
      return Instant.EPOCH;
    }
  }

  /** The constant of that name; nothing for one that another version of ours has alone. */
  static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants()).filter(c -> c.name().equals(name)).findFirst();
  }

  private static Attempt.Outcome outcome(JsonObject json) {
    if (json.has(FAILURE)) {
      return new Attempt.Outcome.Failed(failure(json));
    }
    return json.has(OUTRUN) ? new Attempt.Outcome.Outrun() : new Attempt.Outcome.Succeeded();
  }

  private static Recovery readRecovery(JsonObject json) {
    RecoveryForm form =
        json.text("form")
            .flatMap(word -> constant(RecoveryForm.class, word))
            .orElse(RecoveryForm.ORIGINAL);
    return new Recovery(failure(json), text(json, DEPLOYMENT), form, duration(json, "gap_us"));
  }

  private static Failure failure(JsonObject json) {
    JsonObject failure = json.object(FAILURE).orElse(JsonObject.empty());
    return FailureJson.read(failure, text(failure, "kind"));
  }

  private static List<JsonObject> objects(JsonObject json, String name) {
    return json.array(name).stream().flatMap(JsonArray::objects).toList();
  }

  private static String text(JsonObject json, String name) {
    return json.text(name).orElse("");
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  private static Duration duration(JsonObject json, String name) {
    return Duration.ofNanos(json.number(name).orElse(0) * 1000);
  }
}
