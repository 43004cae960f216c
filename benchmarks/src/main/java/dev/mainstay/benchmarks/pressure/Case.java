package dev.mainstay.benchmarks.pressure;

import dev.mainstay.policy.Policies;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One load before limited providers.
 *
 * @param name what it is called on the command line
 * @param title what it is called in the table
 * @param users how many users there are in all
 * @param messages how many messages each sends, one after the other
 * @param providers who answers: each is a deployment of every group
 * @param faces through which gateways and groups the users come, in equal parts
 * @param policies what is wanted of the gateways
 * @param times what it would take
 * @param outage when the providers are down
 */
record Case(
    String name,
    String title,
    int users,
    int messages,
    List<Provider> providers,
    List<Face> faces,
    UnaryOperator<Policies> policies,
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
   * @param always what is said of the deployment, paced or not
   */
  record Provider(
      Script script, UnaryOperator<Deployment> given, UnaryOperator<Deployment> always) {
    /** One that answers within a second, 10 pieces where it is streamed. */
    static Provider of(ScriptBuilder limits, UnaryOperator<Deployment> given) {
      return of(limits, given, ANSWER);
    }

    /** One that answers within {@code time}. */
    static Provider of(ScriptBuilder limits, UnaryOperator<Deployment> given, Duration time) {
      Answer answer = Answer.words(10, 1).pace(time.dividedBy(10)).usage(TOKENS_ASKED, TOKENS_SAID);
      return new Provider(limits.thenAlways(answer).build(), given, UnaryOperator.identity());
    }

    /** This one, of whose deployment so much is always said. */
    Provider with(UnaryOperator<Deployment> said) {
      return new Provider(script, given, said);
    }

    /** One that limits nobody, and answers at once. */
    static Provider quick() {
      return new Provider(
          Script.always(Answer.words(10, 1)), UnaryOperator.identity(), UnaryOperator.identity());
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
   * What it would take, one answer included.
   *
   * @param ideal seconds at the sustained rate
   * @param clairvoyant seconds where one sees the provider's windows
   */
  record Times(double ideal, double clairvoyant) {}

  /** When nobody is listening, since the start. */
  record Outage(Duration from, Duration to) {}

  /** Through one gateway with one group. */
  static Case of(String name, String title, int users, int messages, Provider... providers) {
    return new Case(
        name,
        title,
        users,
        messages,
        List.of(providers),
        List.of(new Face(0, "chat")),
        UnaryOperator.identity(),
        new Times(0, 0),
        Optional.empty());
  }

  Case through(Face... all) {
    return new Case(name, title, users, messages, providers, List.of(all), policies, times, outage);
  }

  Case with(UnaryOperator<Policies> change) {
    return new Case(name, title, users, messages, providers, faces, change, times, outage);
  }

  /** In so many seconds without the last answer. */
  Case in(double ideal, double clairvoyant) {
    double last = ANSWER.toMillis() / 1e3;
    Times whole = new Times(ideal + last, clairvoyant + last);
    return new Case(name, title, users, messages, providers, faces, policies, whole, outage);
  }

  Case down(Duration from, Duration to) {
    return new Case(
        name,
        title,
        users,
        messages,
        providers,
        faces,
        policies,
        times,
        Optional.of(new Outage(from, to)));
  }

  int gateways() {
    return 1 + faces.stream().mapToInt(Face::gateway).max().orElse(0);
  }
}
