package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The recorded exchanges by who reads them: each is in one set, and each set tells how many it has.
 *
 * <p>A test asks for a set, and fails where that has not all that it had when it was written down.
 * {@code FixtureCoverageTest} tells which belong to no set, and which sets no test asks for.
 */
public enum FixtureSet {
  OPENAI_ANSWERS("openai-chat", answer -> !answer.isRequest(), 150),
  OPENAI_REQUESTS("openai-chat", Fixture::isRequest, 15),
  OPENAI_EMBEDDINGS("openai-embeddings", any -> true, 6),
  ANTHROPIC_ANSWERS("anthropic-messages", answer -> !answer.isRequest(), 45),
  ANTHROPIC_REQUESTS("anthropic-messages", Fixture::isRequest, 3),
  GEMINI_ANSWERS("gemini", answer -> !answer.isRequest(), 44),
  GEMINI_REQUESTS("gemini", Fixture::isRequest, 5),
  GEMINI_EMBEDDINGS("gemini-embeddings", any -> true, 1),
  BEDROCK_ANSWERS("bedrock-converse", answer -> !answer.isRequest(), 36),
  BEDROCK_REQUESTS("bedrock-converse", Fixture::isRequest, 3),
  OLLAMA_ANSWERS("ollama-chat", answer -> !answer.isRequest(), 8),
  OLLAMA_REQUESTS("ollama-chat", Fixture::isRequest, 1),
  COHERE_ANSWERS("cohere", any -> true, 2),
  /** What no dialect has to itself: pages and empty answers of what stands before a provider. */
  OF_EVERY_DIALECT("any", any -> true, 8);

  /** OpenAI's other API, which is not spoken. */
  public static final String UNSPOKEN = "openai-responses";

  private final String api;
  private final Predicate<Fixture> part;
  private final int count;

  FixtureSet(String api, Predicate<Fixture> part, int count) {
    this.api = api;
    this.part = part;
    this.count = count;
  }

  /** All of the set; ends the test as skipped where there is no folder of fixtures. */
  public Stream<Fixture> stream() {
    if (Fixture.home().isEmpty()) {
      abort("skipped: the system property mainstay.fixtures names no folder");
    }
    List<Fixture> fixtures = Fixture.all().stream().filter(this::has).toList();
    assertThat(fixtures).as("fixtures of %s", this).hasSize(count);
    return fixtures.stream();
  }

  /** Whether {@code fixture} is of this set. */
  boolean has(Fixture fixture) {
    return fixture.api().equals(api) && part.test(fixture);
  }
}
