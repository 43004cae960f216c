package dev.mainstay.temporal;

import dev.mainstay.model.ChatRequest;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** A workflow that asks one question, plain or streamed. */
@WorkflowInterface
public interface Ask {

  /** The ways to ask. */
  enum Mode {
    PLAIN,
    STREAMED,
    /** Streamed, with a heartbeat timeout of five seconds. */
    IMPATIENT,
    /** Plain, with a heartbeat timeout of five seconds. */
    IMPATIENT_PLAIN,
    /** Plain, with two attempts of Temporal's at most. */
    TWICE,
    /** Streamed, with two attempts of Temporal's at most. */
    STREAMED_TWICE,
    /** More than Temporal takes. */
    LARGE,
    /** By a reference. */
    REFERRED,
    /** Streamed, by a reference. */
    STREAMED_REFERRED,
    /** Plain, with five seconds from start to close. */
    SHORT_ATTEMPTS,
    /** Streamed, with ten seconds from schedule to close, whatever the policy says. */
    STREAMED_TEN_SECONDS,
    /** On a queue that nobody polls. */
    NOBODY,
    /** Streamed, on a queue that nobody polls. */
    STREAMED_BY_NOBODY
  }

  /** The text of the answer. */
  @WorkflowMethod
  String ask(Mode mode, ChatRequest request, CallPolicy policy);

  /** Asks by a {@link DurableChat}. */
  class Workflow implements Ask {
    @Override
    public String ask(Mode mode, ChatRequest request, CallPolicy policy) {
      DurableChat chat = DurableChat.create().withPolicy(policy);
      DurableChat impatient =
          chat.withActivityOptions(o -> o.setHeartbeatTimeout(Duration.ofSeconds(5)));
      DurableChat twice =
          chat.withActivityOptions(
              o -> o.setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build()));
      DurableChat shortAttempts =
          chat.withActivityOptions(o -> o.setStartToCloseTimeout(Duration.ofSeconds(5)));
      DurableChat tenSeconds =
          chat.withActivityOptions(o -> o.setScheduleToCloseTimeout(Duration.ofSeconds(10)));
      return switch (mode) {
        case IMPATIENT_PLAIN -> impatient.chat(request).text();
        case PLAIN -> chat.chat(request).text();
        case STREAMED -> told(chat.withSink("ui").stream(request, "message"));
        case TWICE -> twice.chat(request).text();
        case STREAMED_TWICE -> told(twice.withSink("ui").stream(request, "message"));
        case IMPATIENT -> told(impatient.withSink("ui").stream(request, "message"));
        case LARGE -> chat.chat(ChatRequest.of("chat", "x".repeat(3_000_000))).text();
        case REFERRED -> chat.chatBy("r1", "chat").text();
        case STREAMED_REFERRED -> told(chat.withSink("ui").streamBy("r1", "chat"));
        case SHORT_ATTEMPTS -> shortAttempts.chat(request).text();
        case STREAMED_TEN_SECONDS -> told(tenSeconds.withSink("ui").stream(request, "message"));
        case NOBODY -> chat.withTaskQueue("nobody").chat(request).text();
        case STREAMED_BY_NOBODY ->
            told(chat.withTaskQueue("nobody").withSink("ui").stream(request, "message"));
      };
    }

    private static String told(StreamedAnswer answer) {
      return answer.text() + answer.sinkFailure().map(kind -> " (sink: " + kind + ")").orElse("");
    }
  }
}
