package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Catalogue;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SEMANTICS 0: one loop. Every fault of the catalogue, over real sockets, through chat, stream,
 * chatAsync, the publisher and both dialects of the gateway, plain and streamed, and through text
 * completions and embeddings of the library and the gateway where the wire has them: the same
 * retries, the same answers, the same errors.
 */
@ParameterizedClass
@ValueSource(
    strings = {
      "openai/gpt-4o",
      "anthropic/claude-sonnet-4-5",
      "anthropic/claude-opus-4-6",
      "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "bedrock/us.amazon.nova-pro-v1:0",
      "gemini/gemini-2.5-flash",
      "vertex_ai/claude-sonnet-4-5@20250929",
      "vertex_ai/gemini-3-flash",
      "azure/gpt-4o",
      "azure_ai/grok-4",
      "azure_ai/claude-sonnet-4-5",
      "mistral/mistral-large-latest",
      "groq/openai/gpt-oss-120b",
      "cerebras/gpt-oss-120b",
      "deepseek/deepseek-chat",
      "cohere/command-a-03-2025",
      "ollama/llama3.1"
    })
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class EveryFaceTest {
  // They go on where their own last message stops, and are trusted to.
  private static final Set<String> PREFILLED =
      Set.of(
          "anthropic/claude-sonnet-4-5",
          "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
          "vertex_ai/claude-sonnet-4-5@20250929",
          "azure_ai/claude-sonnet-4-5",
          "deepseek/deepseek-chat");

  // What the catalogue's answers break off, and what goes on with them where it is asked to.
  private static final Answer REST = Answer.standard().pace(Duration.ZERO).continuing();
  private static final String ANSWER = REST.fullText();

  // It repeats what it is asked to go on with.
  private static final Answer ECHOED = Answer.standard().pace(Duration.ZERO);

  // A plain body that is whole JSON but names no finish reason is an answer: OpenRouter sends such.
  private static final Set<String> WHOLE_WHERE_PLAIN =
      Set.of("end", "end-without-finish", "done-without-finish");

  // The vector of what is asked for; its text is what is said.
  private static final String VECTOR = "[-0.5685878,0.8226226]";

  private final String model;

  EveryFaceTest(String model) {
    this.model = model;
  }

  static List<Catalogue.Entry> faults() {
    return Catalogue.faults();
  }

  static List<Catalogue.Entry> oddities() {
    return Catalogue.oddities();
  }

  static Stream<Catalogue.Entry> afterOutput() {
    return Catalogue.faults().stream().filter(Catalogue.Entry::isAfterOutput);
  }

  static Stream<Catalogue.Entry> retryable() {
    return Catalogue.faults().stream()
        .filter(entry -> entry.isRetryable() && !entry.isSilent() && !entry.isAfterOutput());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultMeetsTheSameFateWhicheverWayTheCallIsMade(Catalogue.Entry fault) {
    Script script = Script.builder().first(fault.reply()).thenAlways(rest()).build();

    Map<Face, Told> told = callEveryWay(script, fault.isSilent(), settings -> settings);

    assertThat(told.values())
        .allSatisfy(each -> assertThat(each).as("%s", each.face).satisfies(t -> fits(t, fault)));
    requireSame(told);
    if (told.containsKey(Face.EMBED) && !fault.isRetryable()) {
      assertThat(told.get(Face.EMBED).outcome.withoutQuote())
          .isEqualTo(told.get(Face.CHAT).outcome.withoutQuote());
    }
  }

  @ParameterizedTest
  @MethodSource("afterOutput")
  void breakAfterOutputIsToldWhereItIsSetToFail(Catalogue.Entry fault) {
    Script script = Script.builder().first(fault.reply()).thenAlways(rest()).build();

    Map<Face, Told> told =
        callEveryWay(
            script,
            fault.isSilent(),
            config -> config.policies(all -> all.withRecovery(RecoveryPolicy.FAIL)));

    assertThat(streamed(told))
        .allSatisfy(each -> assertThat(each).as("%s", each.face).satisfies(EveryFaceTest::isCut))
        .extracting(Told::asked)
        .containsOnly(1);
    requireSame(told);
  }

  @ParameterizedTest
  @MethodSource("afterOutput")
  void answerThatDoesNotGoOnWithWhatWasSaidIsNotShown(Catalogue.Entry fault) {
    assumeFalse(PREFILLED.contains(model));
    Script script =
        Script.builder()
            .first(fault.reply())
            .thenAlways(Answer.text("Sure, here is the rest: of what, please?"))
            .build();

    Map<Face, Told> told = callEveryWay(script, fault.isSilent(), settings -> settings);
    // A prompt is gone on with as any prefill is.
    told.keySet().removeIf(Face::isText);

    assertThat(streamed(told))
        .allSatisfy(each -> assertThat(each).as("%s", each.face).satisfies(EveryFaceTest::isCut))
        .extracting(Told::asked)
        .containsOnly(3);
    requireSame(told);
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void whatIsOnlyOddIsNoFault(Catalogue.Entry oddity) {
    Map<Face, Told> told = callEveryWay(Script.always(oddity.reply()), false, settings -> settings);

    assertThat(told.values()).allMatch(each -> each.outcome.isWhole() && each.asked == 1);
    assertThat(told.values())
        .allSatisfy(each ->
            assertThat(each.outcome)
                .as("%s", each.face)
                .isEqualTo(
                    each.face.isEmbedding() ? Outcome.whole(VECTOR) : told.get(Face.CHAT).outcome));
  }

  @ParameterizedTest
  @MethodSource("retryable")
  void faultThatStaysIsAskedAsOftenAsThePolicySays(Catalogue.Entry fault) {
    Map<Face, Told> told =
        callEveryWay(
            Script.always(fault.reply()),
            false,
            config -> config.policies(all -> all.withRetries(RetryPolicy.of(4))));

    assertThat(told.values()).extracting(Told::asked).containsOnly(5);
    assertThat(told.values()).noneMatch(each -> each.outcome.isWhole());
    requireSame(told);
  }

  // Words may differ between a body and a stream: "the answer is not JSON", "an event is not JSON".
  private static void requireSame(Map<Face, Told> told) {
    for (Told each : told.values()) {
      Outcome expected = told.get(model(each.face)).outcome;
      if (each.face.isAnthropics()) {
        assertThat(each.outcome.withMessageAlone())
            .as("%s", each.face)
            .isEqualTo(expected.withMessageAlone());
      } else if (each.face.isText()) {
        assertThat(each.outcome.withoutQuote())
            .as("%s", each.face)
            .isEqualTo(expected.withoutQuote());
      } else {
        assertThat(each.outcome).as("%s", each.face).isEqualTo(expected);
      }
    }
  }

  private static Face model(Face face) {
    return face.isEmbedding() ? Face.EMBED : face.isStreamed() ? Face.STREAM : Face.CHAT;
  }

  private void fits(Told told, Catalogue.Entry fault) {
    boolean isWholeAnyway =
        isOpenAis()
            && !told.face.isStreamed()
            && !told.face.isEmbedding()
            && WHOLE_WHERE_PLAIN.contains(fault.name());
    if (isWholeAnyway) {
      assertThat(told.outcome.isWhole()).isTrue();
    } else if (fault.isRetryable()) {
      assertThat(told.outcome).isEqualTo(Outcome.whole(told.face.isEmbedding() ? VECTOR : ANSWER));
      assertThat(told.asked).isEqualTo(2);
    } else {
      assertThat(told.outcome.error()).isNotEmpty();
      assertThat(told.outcome.text()).isEmpty();
      assertThat(told.asked).isEqualTo(1);
    }
  }

  private Answer rest() {
    return model.startsWith("mistral/") ? ECHOED : REST;
  }

  private boolean isOpenAis() {
    return SimulatedWire.isOpenAis(model);
  }

  /** Cut off: what came is the beginning of the answer, and an error says that it is no more. */
  private static void isCut(Told told) {
    assertThat(told.outcome.error()).isNotEmpty().doesNotContain("dishonest");
    assertThat(told.outcome.text()).isNotEmpty();
    assertThat(ANSWER).startsWith(told.outcome.text());
  }

  private static List<Told> streamed(Map<Face, Told> told) {
    return told.values().stream().filter(each -> each.face.isStreamed()).toList();
  }

  private record Told(Face face, Outcome outcome, int asked) {}

  /** Calls all faces at once, each of which has a model group and a provider of its own. */
  private Map<Face, Told> callEveryWay(
      Script script, boolean silent, UnaryOperator<GatewayConfigBuilder> more) {
    Map<Face, Simulator> providers = new EnumMap<>(Face.class);
    Arrays.stream(Face.values())
        .filter(this::isHad)
        .forEach(face -> providers.put(face, Simulator.start(script)));
    try (Faces faces = new Faces(config(providers, silent, more));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Told>> calls =
          providers.entrySet().stream()
              .map(each ->
                  CompletableFuture.supplyAsync(
                      () -> call(each.getKey(), faces, each.getValue()), threads))
              .toList();
      awaitQuiet(calls, silent ? providers.values() : List.of());
      Map<Face, Told> told = new EnumMap<>(Face.class);
      calls.forEach(call -> told.put(call.join().face, call.join()));
      return told;
    } finally {
      providers.values().forEach(Simulator::close);
    }
  }

  /**
   * Returns when nothing is left but to wait: for providers that say nothing, all of which were
   * asked. Who joins a call leaves its thread of JUnit's pool to another test; who waits here does
   * not, so that not more tests are at work than there are to be.
   */
  private static void awaitQuiet(
      List<CompletableFuture<Told>> calls, Collection<Simulator> silent) {
    CountDownLatch over = new CountDownLatch(1);
    CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
        .whenComplete((all, error) -> over.countDown());
    try {
      if (silent.isEmpty()) {
        over.await();
        return;
      }
      while (!over.await(10, TimeUnit.MILLISECONDS)) {
        if (silent.stream().allMatch(each -> each.requestCount() > 0)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean isHad(Face face) {
    return face.isText()
        ? SimulatedWire.hasTexts(model)
        : !face.isEmbedding() || SimulatedWire.embedding(model).isPresent();
  }

  private static Told call(Face face, Faces faces, Simulator provider) {
    try {
      return new Told(face, face.call(faces, group(face)), (int) provider.requestCount());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // What is told of a group differs in its number alone, which is struck out.
  private static String group(Face face) {
    return "chat" + face.ordinal();
  }

  private String asked(Face face) {
    return face.isEmbedding() ? SimulatedWire.embedding(model).orElseThrow() : model;
  }

  // Where nothing but a timer tells, it is as short as a slow machine allows: the answer that then
  // comes must not meet it as well. Dozens of such tests wait at once. Else it is longer.
  private GatewayConfig config(
      Map<Face, Simulator> providers, boolean silent, UnaryOperator<GatewayConfigBuilder> more) {
    Duration patience = silent ? Duration.ofSeconds(10) : Duration.ofSeconds(30);
    GatewayConfigBuilder config =
        GatewayConfig.builder()
            .port(0)
            .policies(all ->
                all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2)))
                    .withTimeouts(Timeouts.defaults().withStream(patience).withAttempt(patience)));
    providers.forEach((face, provider) ->
        config.group(
            group(face), SimulatedWire.deployment(asked(face), provider.url()).withKey("sk-test")));
    return more.apply(config).build();
  }
}
