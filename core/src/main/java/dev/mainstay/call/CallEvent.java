package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.time.Duration;

/**
 * Something that happened in a call. Never holds a key, nor what came in place of an answer or of
 * an error's JSON; a failure's message is the provider's own where its error has one, which may
 * name what it refuses.
 */
public sealed interface CallEvent {

  /** The call's id. */
  String callId();

  /** A call begins. */
  record CallStarted(String callId, String group, boolean streamed) implements CallEvent {}

  /**
   * An attempt begins.
   *
   * @param number which attempt of the call, from 1
   */
  record AttemptStarted(String callId, int number, String group, String deployment)
      implements CallEvent {}

  /**
   * An attempt failed.
   *
   * @param number which attempt of the call, from 1
   * @param failure why
   * @param duration how long it took
   */
  record AttemptFailed(
      String callId,
      int number,
      String group,
      String deployment,
      Failure failure,
      Duration duration)
      implements CallEvent {}

  /**
   * The call waits before its next attempt.
   *
   * @param delay how long at the least, or about how long where it waits for its turn; zero where
   *     nobody knows
   * @param deployment the one that will be asked then, or the first that may let the call in
   * @param reason what it waits for
   */
  record Waiting(String callId, Duration delay, String deployment, WaitReason reason)
      implements CallEvent {}

  /**
   * A stream's first output goes out to the caller.
   *
   * @param afterStart the time since the call began
   */
  record FirstOutput(String callId, String group, String deployment, Duration afterStart)
      implements CallEvent {}

  /**
   * The call goes to another group.
   *
   * @param failure why the group before did not serve it
   */
  record FellBack(String callId, String from, String to, Failure failure) implements CallEvent {}

  /**
   * A stream that had broken after output goes on.
   *
   * @param failure why it had broken
   * @param form how it goes on
   * @param gap the time from the break to the first new output
   */
  record Recovered(
      String callId,
      String group,
      String deployment,
      Failure failure,
      RecoveryForm form,
      Duration gap)
      implements CallEvent {}

  /** The call ended with a whole answer. */
  record CallSucceeded(String callId, CallMetadata metadata) implements CallEvent {}

  /** The call ended without one, or the caller left. */
  record CallFailed(String callId, Failure failure, CallMetadata metadata) implements CallEvent {}
}
