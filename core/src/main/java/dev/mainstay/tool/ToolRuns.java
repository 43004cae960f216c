package dev.mainstay.tool;

import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs what a model called in one turn: those beside each other that may, the others in order. */
final class ToolRuns {
  private final Map<String, BoundTool<?>> tools;
  private final boolean oneAtATime;

  ToolRuns(Map<String, BoundTool<?>> tools, boolean oneAtATime) {
    this.tools = tools;
    this.oneAtATime = oneAtATime;
  }

  /** The results of {@code called}, in its order. */
  List<Message> run(List<ToolCall> called) throws InterruptedException {
    if (called.size() == 1 || oneAtATime || called.stream().noneMatch(this::isParallel)) {
      List<Message> results = new ArrayList<>();
      for (ToolCall call : called) {
        results.add(run(call));
      }
      return results;
    }
    return atOnce(called);
  }

  private boolean isParallel(ToolCall call) {
    BoundTool<?> tool = tools.get(call.name());
    return tool != null && tool.isParallel();
  }

  // Those that are still running when one cannot be waited for are interrupted.
  private List<Message> atOnce(List<ToolCall> called) throws InterruptedException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Message>> beside = new ArrayList<>();
      for (ToolCall call : called) {
        if (isParallel(call)) {
          beside.add(threads.submit(() -> run(call)));
        }
      }
      List<Message> results = new ArrayList<>();
      for (ToolCall call : called) {
        results.add(isParallel(call) ? beside.removeFirst().get() : run(call));
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

  private Message run(ToolCall call) throws InterruptedException {
    BoundTool<?> tool = tools.get(call.name());
    return tool == null
        ? Message.toolError(
            call.id(), "there is no tool '" + call.name() + "'; use one of " + tools.keySet())
        : tool.run(call);
  }
}
