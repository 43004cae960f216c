package dev.mainstay.cli.demo;

import dev.mainstay.simulator.script.Reply;
import java.time.Duration;
import java.util.List;

/**
 * Something that goes wrong, and what must come of it.
 *
 * @param name its name in a few words
 * @param story what the provider does, in a line
 * @param targets the deployments of the model group that is called, the first of which is asked
 *     first
 * @param fallback the deployments of its fallback group; empty where it has none
 * @param plain what a plain call must come to
 * @param streamed what a streamed call must come to
 */
record Scenario(
    String name,
    String story,
    List<Upstream> targets,
    List<Upstream> fallback,
    Promise plain,
    Promise streamed) {

  /** A scenario; copies the lists. */
  Scenario {
    targets = List.copyOf(targets);
    fallback = List.copyOf(fallback);
  }

  /** This scenario with something else that a streamed call must come to. */
  Scenario streamed(Promise promise) {
    return new Scenario(name, story, targets, fallback, plain, promise);
  }

  Promise promise(boolean isStreamed) {
    return isStreamed ? streamed : plain;
  }

  /** The model group that is called. */
  String group() {
    return name.replace(' ', '-');
  }

  String fallbackGroup() {
    return group() + "-backup";
  }

  /** Whether the call offers a tool. */
  boolean offersTool() {
    return plain instanceof Promise.ToolCall;
  }

  /**
   * A deployment.
   *
   * @param model its model, which nothing else has
   * @param isUp whether anybody listens there
   * @param patience how long its silence is borne
   * @param replies what happens to its requests, in turn and over again
   */
  record Upstream(String model, boolean isUp, Duration patience, List<Reply> replies) {
    private static final Duration LONG = Duration.ofMinutes(1);

    static Upstream of(String model, Reply... replies) {
      return new Upstream(model, true, LONG, List.of(replies));
    }

    static Upstream down(String model) {
      return new Upstream(model, false, LONG, List.of());
    }

    Upstream patience(Duration patience) {
      return new Upstream(model, isUp, patience, replies);
    }
  }
}
