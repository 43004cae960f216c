package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import java.util.List;

/** Who of a group can serve a request at all. */
public sealed interface Eligibility {

  /**
   * Some can.
   *
   * @param members they, at least one, in the group's order
   */
  record Eligible(List<Member> members) implements Eligibility {}

  /**
   * Nobody can.
   *
   * @param why {@code NotFound} for tags that nobody has, {@code UnsupportedParameter} for a
   *     capability, {@code ContextWindowExceeded} for a prompt that is too long for all
   */
  record None(Failure why) implements Eligibility {}
}
