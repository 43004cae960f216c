package dev.mainstay.tool;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The rounds of one answer. Not thread-safe. */
final class Rounds {
  private final Toolbox toolbox;
  private final List<CallMetadata> calls = new ArrayList<>();
  private ChatRequest request;

  Rounds(Toolbox toolbox, ChatRequest request) {
    this.toolbox = toolbox;
    this.request = request.withTools(toolbox.tools());
  }

  /** What the model is asked next. */
  ChatRequest request() {
    return request;
  }

  /**
   * The answer, if {@code response} is one; else the tools that it calls have been run.
   *
   * @throws ToolRoundsException if this was the last round
   */
  Optional<ToolAnswer> take(ChatResponse response) {
    calls.add(response.metadata());
    if (!Toolbox.callsTools(response)) {
      return Optional.of(new ToolAnswer(response, request, calls));
    }
    if (calls.size() >= toolbox.rounds()) {
      throw new ToolRoundsException(new ToolAnswer(response, request, calls));
    }
    List<Message> said = new ArrayList<>(List.of(response.message()));
    said.addAll(results(response));
    request = request.with(said.toArray(Message[]::new));
    return Optional.empty();
  }

  private List<Message> results(ChatResponse response) {
    List<ToolCall> called = response.toolCalls();
    try {
      return called.size() == 1 || toolbox.isOneAtATime() ? oneByOne(called) : atOnce(called);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled("interrupted while tools were running", response);
    }
  }

  /** The end of a call whose caller has left between two rounds. */
  MainstayException cancelled(String why, ChatResponse response) {
    Failure left = new Failure.Cancelled(FailureDetail.of(why));
    return MainstayException.of(left, response.metadata(), Optional.of(response), List.of());
  }

  private List<Message> oneByOne(List<ToolCall> called) throws InterruptedException {
    List<Message> results = new ArrayList<>();
    for (ToolCall call : called) {
      results.add(run(call));
    }
    return results;
  }

  // Those that are still running when one cannot be waited for are interrupted.
  private List<Message> atOnce(List<ToolCall> called) throws InterruptedException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Message> results = new ArrayList<>();
      for (Future<Message> result : threads.invokeAll(called.stream().map(this::task).toList())) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException mistake -> throw mistake;
        case null, default -> throw new InterruptedException("a tool was interrupted");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Message> task(ToolCall call) {
    return () -> run(call);
  }

  private Message run(ToolCall call) throws InterruptedException {
    BoundTool<?> tool = toolbox.bound().get(call.name());
    return tool == null
        ? Message.toolError(
            call.id(),
            "there is no tool '" + call.name() + "'; use one of " + toolbox.bound().keySet())
        : tool.run(call);
  }
}
