package dev.mainstay.temporal.batch;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.WaitLimits;
import dev.mainstay.temporal.ChatTask;
import dev.mainstay.temporal.DurableWorker;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** Answers the lines of one window into the journal. */
final class BatchWorker implements BatchActivities {
  /** The type of the failure of a line whose answer cannot be written: no other can be, either. */
  static final String UNWRITABLE = "MainstayJournal";

  private final Mainstay mainstay;
  private final DurableWorker durable;
  private final Map<Long, PromptLine> window;
  private final Journal journal;
  private final Tally tally;

  BatchWorker(Mainstay mainstay, Map<Long, PromptLine> window, Journal journal, Tally tally) {
    this.mainstay = mainstay;
    this.durable = DurableWorker.of(mainstay);
    this.window = Map.copyOf(window);
    this.journal = journal;
    this.tally = tally;
  }

  @Override
  public boolean answer(BatchLine line) {
    PromptLine prompt = window.get(line.index());
    try {
      return prompt == null || journal.has(line.index()) || isAnswered(line, prompt);
    } catch (UncheckedIOException e) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the output file cannot be written", UNWRITABLE);
    }
  }

  private boolean isAnswered(BatchLine line, PromptLine prompt) {
    try {
      return written(line, prompt);
    } catch (ApplicationFailure | ActivityCompletionException | UncheckedIOException told) {
      throw told;
    } catch (RuntimeException | Error other) {
      // Its words may quote the line.
      String why = "the line failed with " + other.getClass().getName();
      return fail(line.index(), prompt, "ServerError", why);
    }
  }

  private boolean written(BatchLine line, PromptLine prompt) {
    return switch (prompt.asked()) {
      case PromptLine.Mistake mistake ->
          fail(line.index(), prompt, mistake.kind(), mistake.words());
      case PromptLine.Request(ChatRequest request) -> written(line, prompt, request);
    };
  }

  private boolean written(BatchLine line, PromptLine prompt, ChatRequest request) {
    // What failed last: its own words stay in this process, and the file.
    AtomicReference<MainstayException> last = new AtomicReference<>();
    try {
      ChatTask task = ChatTask.of(request, line.policy());
      ChatResponse response = durable.inActivity(task, call -> chat(call, last));
      if (journal.add(line.index(), told(line, prompt, response))) {
        tally.answered(response);
      }
      return true;
    } catch (ApplicationFailure failed) {
      if (!failed.isNonRetryable()) {
        throw failed;
      }
      return fail(line.index(), prompt, error(failed, Optional.ofNullable(last.get())));
    }
  }

  private static JsonObject error(ApplicationFailure failed, Optional<MainstayException> last) {
    String words = failed.getOriginalMessage();
    JsonObjectBuilder error =
        error(failed.getType(), last.map(why -> words + ": " + why.getMessage()).orElse(words));
    last.map(MainstayException::failure)
        .flatMap(BatchWorker::answered)
        .ifPresent(status -> error.put("status", status));
    return error.build();
  }

  // By which the error is the provider's, in words that may quote the line.
  private static Optional<Integer> answered(Failure failure) {
    OptionalInt status = failure.detail().status();
    return status.isEmpty() || failure instanceof Failure.NoDeployment
        ? Optional.empty()
        : Optional.of(status.getAsInt());
  }

  private ChatResponse chat(ChatCall call, AtomicReference<MainstayException> last) {
    try {
      return mainstay.chat(call.withOptions(options(call)));
    } catch (MainstayException failed) {
      last.set(failed);
      throw failed;
    }
  }

  // No more lines are under way than there are slots: each may hold one while it waits.
  private static CallOptions options(ChatCall call) {
    WaitLimits limits = call.options().waitLimits();
    return call.options().withWaitLimits(new WaitLimits(limits.beforeRetry(), limits.inLine()));
  }

  /** The line was not over within its time. */
  void timedOut(long index, PromptLine prompt) {
    fail(index, prompt, "TimedOut", "the call was not over within its deadline");
  }

  private boolean fail(long index, PromptLine prompt, String kind, String why) {
    return fail(index, prompt, error(kind, why).build());
  }

  private boolean fail(long index, PromptLine prompt, JsonObject error) {
    if (journal.add(index, head(index, prompt).put("error", error).build())) {
      tally.failed();
    }
    return false;
  }

  private static JsonObjectBuilder error(String kind, String why) {
    return JsonObject.builder().put("type", kind).put("message", why);
  }

  private static JsonObjectBuilder head(long index, PromptLine prompt) {
    JsonObjectBuilder json = JsonObject.builder().put("index", index);
    prompt.id().ifPresent(id -> json.put("id", id));
    return json;
  }

  private static JsonObject told(BatchLine line, PromptLine prompt, ChatResponse response) {
    JsonObjectBuilder json = head(line.index(), prompt).put("text", response.text());
    response.message().json().array("tool_calls").ifPresent(calls -> json.put("tool_calls", calls));
    json.put("model", response.model());
    response.finishReason().ifPresent(reason -> json.put("finish_reason", reason.wireName()));
    response
        .usage()
        .ifPresent(usage ->
            json.put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens()));
    response.metadata().cost().ifPresent(cost -> json.put("cost", cost));
    return json.build();
  }
}
