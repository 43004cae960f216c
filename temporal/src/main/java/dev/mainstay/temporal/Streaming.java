package dev.mainstay.temporal;

import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One attempt at a streamed answer: from what the sink has, which is what its readers have, to its
 * end.
 */
final class Streaming implements AutoCloseable {
  private static final Duration SNAPSHOT = Duration.ofSeconds(1);

  private final TimeSource time;
  private final WorkerSettings settings;
  private final ActivityCall call;
  private final SinkLine sink;
  private long snapshotAt;

  Streaming(WorkerSettings settings, ActivityCall call, ChatTask task) {
    this.settings = settings;
    this.time = settings.time();
    this.call = call;
    this.sink = SinkLine.of(task, task.question(), call.info());
  }

  /** The flow of an attempt; its readers are there before what is asked is known. */
  StreamedAnswer run(Supplier<ChatRequest> request) {
    sink.open(settings, call.info().getAttempt());
    Optional<StreamedAnswer> done = sink.answer().map(StreamedAnswer::of);
    if (done.isPresent()) {
      return done.get();
    }
    try (ChatStream stream = settings.mainstay().stream(call(request.get()))) {
      ChatResponse response = read(stream);
      sink.done(answerOf(response).json());
      if (sink.failure().isPresent()) {
        sink.leaveReaders(settings, call.info().getAttempt());
      }
      return answerOf(response);
    }
  }

  private ChatCall call(ChatRequest request) {
    ChatCall asked = call.chatCall(request).withRecovery(RecoveryPolicy.CONTINUE_OR_RESTART);
    Optional<DeliveredAnswer> begun = begun();
    if (begun.isEmpty()) {
      return asked;
    }
    boolean anew = call.resumesAt(begun.get().text().length());
    ChatCall resumed = asked.resumedFrom(begun.get());
    return anew ? resumed.withRecovery(RecoveryPolicy.RESTART) : resumed;
  }

  /** Tells readers that there will be no more, also where nothing has begun. */
  void failed(String kind) {
    sink.fail(settings, call.info().getAttempt(), kind);
  }

  /** Lets go of what the sink was not told: whoever goes on begins at what it has. */
  @Override
  public void close() {
    sink.close();
  }

  private ChatResponse read(ChatStream stream) {
    snapshotAt = time.nanos();
    for (ChatEvent event : stream) {
      tell(event);
      if (time.since(snapshotAt).compareTo(SNAPSHOT) >= 0) {
        call.delivered(stream.delivered());
        snapshotAt = time.nanos();
      }
    }
    // Of one that is longer a part alone is there, which is not the answer.
    if (stream.delivered().isCut()) {
      throw ChatWorker.tooLarge("the answer is longer than what is kept of a stream; ");
    }
    return ChatWorker.sized(stream.response());
  }

  private StreamedAnswer answerOf(ChatResponse response) {
    return new StreamedAnswer(response, sink.messageId(), sink.failure());
  }

  private void tell(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta(String text) -> sink.add(new SinkEvent.Text(text));
      case ChatEvent.ReasoningDelta(String text) -> sink.add(new SinkEvent.Reasoning(text));
      case ChatEvent.Restarted restarted -> sink.add(new SinkEvent.Restarted());
      // Whole, and told with the end.
      case ChatEvent.RefusalDelta refusal -> {}
      case ChatEvent.ToolCallDelta tool -> {}
      case ChatEvent.UsageReported usage -> {}
      case ChatEvent.Finished finished -> {}
      case ChatEvent.OtherChoice other -> {}
    }
  }

  /** What readers have: the sink's text, and of the heartbeat what else recovery must know. */
  private Optional<DeliveredAnswer> begun() {
    Optional<DeliveredAnswer> told = call.before().answer();
    if (!sink.isKept()) {
      return told.filter(answer -> !answer.text().isEmpty());
    }
    SinkState state = sink.state();
    if (state.isEmpty()) {
      return Optional.empty();
    }
    DeliveredAnswer known = told.orElseGet(() -> DeliveredAnswer.of("")).withText(state.text());
    return Optional.of(state.reasoning().isEmpty() ? known : withReasoning(known, state));
  }

  private static DeliveredAnswer withReasoning(DeliveredAnswer known, SinkState state) {
    JsonString reasoning = new JsonString(state.reasoning());
    return new DeliveredAnswer(
        known.json().with("message", known.message().json().with("reasoning_content", reasoning)));
  }
}
