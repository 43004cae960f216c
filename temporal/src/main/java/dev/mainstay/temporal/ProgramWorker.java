package dev.mainstay.temporal;

import dev.mainstay.call.CallBudget;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.program.ContentFilterException;
import dev.mainstay.program.ProgramException;
import dev.mainstay.program.ProgramOptions;
import dev.mainstay.program.ProgramStream;
import dev.mainstay.program.RefusedException;
import dev.mainstay.program.event.Listen;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.temporal.sink.SinkEvent;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import java.util.Optional;

/** Answers programs' activities. */
final class ProgramWorker implements ProgramActivities {
  private final WorkerSettings settings;
  private final Map<String, DurablePrograms.Known<?, ?>> programs;

  ProgramWorker(WorkerSettings settings, Map<String, DurablePrograms.Known<?, ?>> programs) {
    this.settings = settings;
    this.programs = programs;
  }

  @Override
  public JsonObject answer(JsonObject json) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    return DurableFailures.guarded(() -> answer(ProgramTask.of(json), context));
  }

  @Override
  public void cancelled(String sink, String messageId) {
    DurableFailures.guarded(() -> SinkLine.cancelled(settings, sink, messageId));
  }

  private JsonObject answer(ProgramTask task, ActivityExecutionContext context) {
    DurablePrograms.Known<?, ?> known = programs.get(task.program());
    if (known == null) {
      throw unknown(task, context.getInfo());
    }
    return run(task, known, context);
  }

  private ApplicationFailure unknown(ProgramTask task, ActivityInfo info) {
    ApplicationFailure refusal =
        DurableFailures.refusal(
            new Failure.BadRequest(
                FailureDetail.of(
                    "the worker has no program '"
                        + task.program()
                        + "'; give it DurablePrograms.with, or use one of "
                        + programs.keySet())));
    if (task.field().isPresent()) {
      try (SinkLine sink = SinkLine.of(task.call(), task.question(), info)) {
        ActivityCall.tellEnd(
            refusal.getType(), kind -> sink.fail(settings, info.getAttempt(), kind), refusal);
      }
    }
    return refusal;
  }

  private <I, O> JsonObject run(
      ProgramTask task, DurablePrograms.Known<I, O> known, ActivityExecutionContext context) {
    ChatTask made = task.callOf(known.model());
    try (ActivityCall call = ActivityCall.ofProgram(settings, context, made, known.calls());
        SinkLine sink = SinkLine.of(made, task.question(), call.info())) {
      int attempt = call.info().getAttempt();
      return call.run(
          () -> ChatWorker.fits(answered(task, known, call, sink)),
          kind -> {
            if (task.field().isPresent()) {
              sink.fail(settings, attempt, kind);
            }
          });
    }
  }

  private <I, O> JsonObject answered(
      ProgramTask task, DurablePrograms.Known<I, O> known, ActivityCall call, SinkLine sink) {
    CallBudget budget = call.budget();
    ProgramOptions options =
        ProgramOptions.none()
            .withBudget(budget)
            .withCalls(call::options)
            .withBeforeSideEffects(call::acts);
    I input = input(task, known);
    try {
      return task.field().isEmpty()
          ? known.output().write(known.program().answer(input, options).value())
          : streamed(known, input, options, task.field().get(), call, sink);
    } catch (ProgramException failed) {
      throw refusal(failed);
    }
  }

  // What it says of the input quotes it.
  private static <I> I input(ProgramTask task, DurablePrograms.Known<I, ?> known) {
    try {
      return known.input().read(task.input());
    } catch (RuntimeException e) {
      throw DurableFailures.refusal(
          new Failure.BadRequest(
              FailureDetail.of(
                  "the input of program '"
                      + task.program()
                      + "' is not a "
                      + known.input().name()
                      + ", by "
                      + e.getClass().getSimpleName()
                      + "; give the worker the record that its workflows have")));
    }
  }

  private <I, O> JsonObject streamed(
      DurablePrograms.Known<I, O> known,
      I input,
      ProgramOptions options,
      String field,
      ActivityCall call,
      SinkLine sink) {
    sink.open(settings, call.info().getAttempt());
    Optional<JsonObject> done = sink.answer();
    if (done.isPresent()) {
      return done.get();
    }
    if (!sink.state().isEmpty()) {
      sink.add(new SinkEvent.Restarted());
    }
    try (ProgramStream<O> stream =
        known.program().stream(input, options.withListen(Listen.to(field).at("")))) {
      // Before readers are told: what Temporal does not take is not done.
      JsonObject answer = ChatWorker.fits(known.output().write(read(stream, sink)));
      sink.done(answer);
      if (sink.failure().isPresent()) {
        sink.leaveReaders(settings, call.info().getAttempt());
      }
      return sink.failure()
          .map(kind -> answer.with(ProgramTask.SINK_FAILURE, new JsonString(kind)))
          .orElse(answer);
    }
  }

  private static <O> O read(ProgramStream<O> stream, SinkLine sink) {
    for (ProgramEvent<O> event : stream) {
      tell(event, sink);
      if (event instanceof ProgramEvent.Completed<O> completed) {
        return completed.value();
      }
    }
    throw new IllegalStateException("a program's stream ended without its answer");
  }

  // Of the field that is listened to alone.
  private static <O> void tell(ProgramEvent<O> event, SinkLine sink) {
    switch (event) {
      case ProgramEvent.FieldDelta<O> delta -> sink.add(new SinkEvent.Text(delta.text()));
      case ProgramEvent.Restarted<O> restarted -> sink.add(new SinkEvent.Restarted());
      case ProgramEvent.Status<O> status -> {}
      case ProgramEvent.FieldBegun<O> begun -> {}
      case ProgramEvent.FieldDone<O> whole -> {}
      case ProgramEvent.UsageReported<O> usage -> {}
      case ProgramEvent.Completed<O> completed -> {}
    }
  }

  // Its own words quote the answer.
  private static ApplicationFailure refusal(ProgramException failed) {
    FailureDetail detail =
        FailureDetail.of("the program failed with " + failed.getClass().getSimpleName());
    boolean isContent =
        failed instanceof ContentFilterException || failed instanceof RefusedException;
    return DurableFailures.refusal(
        isContent
            ? new Failure.ContentPolicyViolation(detail)
            : new Failure.UnparsableAnswer(detail));
  }
}
