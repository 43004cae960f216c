package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.routing.Group;
import java.util.Set;

/** Lets calls in, or tells their callers when to come back. */
final class Doorway {
  // For what is asked for by a provider's prefix, and for what nobody serves.
  private static final String NO_CONFIGURED_GROUP = "";

  private final Admission admission;
  private final Mainstay mainstay;
  private final Set<String> groups;

  Doorway(Admission admission, Mainstay mainstay) {
    this.admission = admission;
    this.mainstay = mainstay;
    this.groups = Set.copyOf(mainstay.groups());
  }

  /**
   * Refuses a call that could not even wait to go in, before its body is read.
   *
   * @throws ApiException if there is no room
   */
  void requireRoom() {
    admission
        .full()
        .ifPresent(full -> {
          throw new ApiException(overloaded(full));
        });
  }

  /**
   * Waits until the call may go in. Where there are several groups, one leaves places for the
   * others.
   *
   * @param user for whom the caller asks; empty where it does not say
   * @param model what is asked for
   * @throws ApiException if it may not within the longest wait
   */
  Admission.Place enter(String user, String model) throws InterruptedException {
    Admission.Outcome outcome =
        groups.size() > 1 ? admission.enter(user, group(model)) : admission.enter(user);
    return switch (outcome) {
      case Admission.Place place -> place;
      case Admission.Full full -> throw new ApiException(overloaded(full));
    };
  }

  // Callers may name models freely where a pattern takes any: these are one group.
  private String group(String model) {
    String configured = mainstay.group(model).map(Group::configuredAs).orElse(NO_CONFIGURED_GROUP);
    return groups.contains(configured) ? configured : NO_CONFIGURED_GROUP;
  }

  private static ApiError overloaded(Admission.Full full) {
    long seconds = full.retryAfter().toSeconds();
    return ApiError.refusal(
            503,
            "the gateway is at its limit of concurrent calls; retry in " + seconds + " s",
            "overloaded")
        .with("retry-after", Long.toString(seconds));
  }
}
