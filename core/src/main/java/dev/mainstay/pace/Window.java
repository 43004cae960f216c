package dev.mainstay.pace;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.Quantity;
import java.util.Optional;

/** One limit on what may go out in a time. */
interface Window {
  /** What is counted. */
  Quantity quantity();

  /** When {@code cost} may go out, for which is waited; now or earlier where it may at once. */
  long opens(double cost, long now);

  /** The same where it is but asked: nobody waits for it. */
  long foreseen(double cost, long now);

  /** {@code cost} goes out. */
  void enter(double cost, Reservation reservation, long now);

  /** {@code reservation} uses {@code change} more than was thought when it went out. */
  void correct(double change, Reservation reservation, long now);

  /** The most that one can cost: who needs more than there ever is goes out alone. */
  double mostCost();

  /** How much could go out at once. */
  double available(long now);

  /** How much can go out in the long run. */
  double perNano();

  /** What is known of it; nothing where it holds nobody back. */
  Optional<KnownLimit> known(long now);
}
