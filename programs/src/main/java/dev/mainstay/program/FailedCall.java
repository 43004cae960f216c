package dev.mainstay.program;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.MainstayException;
import dev.mainstay.program.event.ProgramCall;
import dev.mainstay.program.signature.AnswerForm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A call without an answer, in the story of a program: what it took counts all the same. */
final class FailedCall {
  private FailedCall() {}

  static ProgramCall of(MainstayException failed, String path, List<AnswerForm> forms) {
    Optional<DeliveredAnswer> delivered = failed.delivered();
    OptionalDouble cost =
        delivered.map(DeliveredAnswer::cost).orElseGet(() -> failed.metadata().cost());
    return new ProgramCall(
        path,
        forms,
        with(failed.metadata(), cost),
        delivered.flatMap(DeliveredAnswer::usage),
        List.of(),
        Optional.of(String.valueOf(failed.getMessage())));
  }

  private static CallMetadata with(CallMetadata story, OptionalDouble cost) {
    return new CallMetadata(
        story.callId(),
        story.group(),
        story.deployment(),
        story.attempts(),
        story.fallbacks(),
        story.recoveries(),
        cost,
        story.duration(),
        story.overhead());
  }
}
