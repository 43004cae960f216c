package dev.mainstay.benchmarks.pressure;

import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * One load before limited providers.
 *
 * @param name what it is called on the command line
 * @param title what it is called in the table
 * @param users how many users there are in all
 * @param messages how many messages each sends, one after the other
 * @param arrivals how many messages a second all of them send by the clock, in place of that
 * @param providers who answers: each is a deployment of every group
 * @param faces through which gateways and groups the users come, in equal parts
 * @param settings what is wanted of the gateways, in the words of their configuration
 * @param times what it would take
 * @param outage when the providers are down
 */
record Case(
    String name,
    String title,
    int users,
    int messages,
    OptionalDouble arrivals,
    List<Provider> providers,
    List<Face> faces,
    Settings settings,
    Times times,
    Optional<Outage> outage) {
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final int TOKENS_ASKED = 60;
  private static final int TOKENS_SAID = 40;

  /** What each call takes. */
  static final int TOKENS_EACH = TOKENS_ASKED + TOKENS_SAID;

  /**
   * One that limits its callers, and what gateways are told of it.
   *
   * @param script its limits
   * @param given what is given of them where calls are paced
   * @param perSecond how much of it is used is told, where this is how many calls a second it takes
   */
  record Provider(Script script, UnaryOperator<Deployment> given, OptionalDouble perSecond) {
    /** One that answers within a second, 10 pieces where it is streamed. */
    static Provider of(ScriptBuilder limits, UnaryOperator<Deployment> given) {
      return of(limits, given, ANSWER);
    }

    /** One that answers within {@code time}. */
    static Provider of(ScriptBuilder limits, UnaryOperator<Deployment> given, Duration time) {
      Answer answer = Answer.words(10, 1).pace(time.dividedBy(10)).usage(TOKENS_ASKED, TOKENS_SAID);
      return new Provider(limits.thenAlways(answer).build(), given, OptionalDouble.empty());
    }

    /** This one, which takes so many calls a second, of which it is told how many it took. */
    Provider taking(double calls) {
      return new Provider(script, given, OptionalDouble.of(calls));
    }

    /** One that limits nobody, and answers at once. */
    static Provider quick() {
      return new Provider(
          Script.always(Answer.words(10, 1)), UnaryOperator.identity(), OptionalDouble.empty());
    }

    /** One of which nothing is given. */
    static Provider of(ScriptBuilder limits) {
      return of(limits, UnaryOperator.identity());
    }
  }

  /**
   * Where users come in.
   *
   * @param gateway the gateway's number, from 0
   * @param group its group
   */
  record Face(int gateway, String group) {}

  /**
   * What it would take to serve all of the calls, one answer included.
   *
   * @param ideal seconds at the sustained rate
   * @param clairvoyant seconds where one sees the provider's windows
   */
  record Times(double ideal, double clairvoyant) {}

  /** When nobody is listening, since the start. */
  record Outage(Duration from, Duration to) {}

  /**
   * What stands in a gateway's configuration.
   *
   * @param deployment in the {@code litellm_params} of each deployment, as in {@code
   *     max_connections: 200}
   * @param router in its {@code router_settings}
   */
  record Settings(Optional<String> deployment, Optional<String> router) {
    static final Settings NONE = new Settings(Optional.empty(), Optional.empty());

    static Settings of(String deployment, String router) {
      return new Settings(Optional.of(deployment), Optional.of(router));
    }
  }

  /** Through one gateway with one group. */
  static Case of(String name, String title, int users, int messages, Provider... providers) {
    return new Case(
        name,
        title,
        users,
        messages,
        OptionalDouble.empty(),
        List.of(providers),
        List.of(new Face(0, "chat")),
        Settings.NONE,
        new Times(0, 0),
        Optional.empty());
  }

  Case through(Face... all) {
    return copy(arrivals, List.of(all), settings, times, outage);
  }

  Case with(Settings wanted) {
    return copy(arrivals, faces, wanted, times, outage);
  }

  /** With so many messages a second, by the clock. */
  Case at(double perSecond) {
    return copy(OptionalDouble.of(perSecond), faces, settings, times, outage);
  }

  /** In so many seconds without the last answer. */
  Case in(double ideal, double clairvoyant) {
    double last = ANSWER.toMillis() / 1e3;
    Times whole = new Times(ideal + last, clairvoyant + last);
    return copy(arrivals, faces, settings, whole, outage);
  }

  Case down(Duration from, Duration to) {
    return copy(arrivals, faces, settings, times, Optional.of(new Outage(from, to)));
  }

  private Case copy(
      OptionalDouble arrivals,
      List<Face> faces,
      Settings settings,
      Times times,
      Optional<Outage> outage) {
    return new Case(
        name, title, users, messages, arrivals, providers, faces, settings, times, outage);
  }

  long calls() {
    return (long) users * messages;
  }

  int gateways() {
    return 1 + faces.stream().mapToInt(Face::gateway).max().orElse(0);
  }
}
