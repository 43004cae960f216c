package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.time.Duration;

/**
 * Something that happened in a call. Never holds a key, nor words of what was asked or answered:
 * the message of an error about a request or an answer, and what came in place of an answer, is for
 * the caller alone. A failure has its kind here, and where they are known the status, code, param
 * and request id; of an error about an account, a limit or a server also the provider's message.
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
      implements CallEvent {
    /** An event without the words that are for the caller alone. */
    public AttemptFailed {
      failure = failure.withoutQuoted();
    }
  }

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
  record FellBack(String callId, String from, String to, Failure failure) implements CallEvent {
    /** An event without the words that are for the caller alone. */
    public FellBack {
      failure = failure.withoutQuoted();
    }
  }

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
      implements CallEvent {
    /** An event without the words that are for the caller alone. */
    public Recovered {
      failure = failure.withoutQuoted();
    }
  }

  /** The call ended with a whole answer. */
  record CallSucceeded(String callId, CallMetadata metadata) implements CallEvent {}

  /** The call ended without one, or the caller left. */
  record CallFailed(String callId, Failure failure, CallMetadata metadata) implements CallEvent {
    /** An event without the words that are for the caller alone. */
    public CallFailed {
      failure = failure.withoutQuoted();
    }
  }
}
