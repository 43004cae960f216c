package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.LimitTold;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.RateLimit.Counted;
import dev.mainstay.simulator.words.WaitFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the limits say to one request.
 *
 * @param told what its answer tells of them
 * @param refused what it would have exceeded; nothing where it is let in
 */
record LimitsVerdict(List<LimitTold> told, Optional<Refused> refused) {

  /**
   * What a request would have exceeded.
   *
   * @param limit the limit, as it stands
   * @param cost what of it the request would take
   * @param after until it would be let in; nothing where it never is
   */
  record Refused(LimitTold limit, long cost, Optional<Duration> after) {

    Fault.Status answer(String model) {
      String type = limit.limit().counted() == Counted.REQUESTS ? "requests" : "tokens";
      ErrorBody error = ErrorBody.of(text(model), type).code("rate_limit_exceeded");
      Fault.Status refusal = Fault.status(429).error(error);
      return hint().map(refusal::retryAfter).orElse(refusal);
    }

    private String text(String model) {
      String where =
          String.format(
              Locale.ROOT,
              "for %s on %s per %s: Limit %d",
              model,
              limit.limit().counted().word().replace('-', ' '),
              WaitFormat.goDuration(limit.limit().per()),
              limit.most());
      if (after.isEmpty()) {
        return "Request too large " + where + ", Requested " + cost + ".";
      }
      long used = limit.most() - limit.left();
      String text = "Rate limit reached " + where + ", Used " + used + ", Requested " + cost + ".";
      return hint()
          .map(hint -> text + " Please try again in " + WaitFormat.goDuration(hint) + ".")
          .orElse(text);
    }

    private Optional<Duration> hint() {
      return limit.limit().telling().retryAfter() ? after : Optional.empty();
    }
  }
}
