package dev.mainstay.gateway.api;

/** Lets calls in, or tells their callers when to come back. */
final class Doorway {
  private final Admission admission;

  Doorway(Admission admission) {
    this.admission = admission;
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
   * Waits until the call may go in.
   *
   * @param user for whom the caller asks; empty where it does not say
   * @throws ApiException if it may not within the longest wait
   */
  Admission.Place enter(String user) throws InterruptedException {
    return switch (admission.enter(user)) {
      case Admission.Place place -> place;
      case Admission.Full full -> throw new ApiException(overloaded(full));
    };
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
