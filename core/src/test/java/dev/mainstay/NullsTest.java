package dev.mainstay;

import dev.mainstay.architecture.NullParameters;
import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.Content;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.ResponseFormat;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.ToolChoice;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.Renewed;
import dev.mainstay.provider.Secret;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.Rendering;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.Strategy;
import dev.mainstay.routing.TagMatching;
import dev.mainstay.schema.JsonType;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import dev.mainstay.tool.Toolbox;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is refused with the parameter's name, wherever a user hands something in. */
class NullsTest {
  record Answer(String text) {}

  /** What users call methods of; of their classes the static methods and constructors as well. */
  private static final List<Object> USED =
      List.of(
          Mainstay.create(),
          Mainstay.builder(),
          ChatRequest.of("m", "Hi"),
          ChatRequest.builder("m").user("Hi"),
          new CompletionRequest(JsonObject.of("prompt", new JsonString("a"))),
          EmbeddingRequest.of("m", "text"),
          Message.user("Hi"),
          Content.class,
          ResponseFormat.jsonObject(),
          Tool.function("f", "d", "{}"),
          new ToolCall("id", "f", "{}"),
          ToolChoice.auto(),
          Usage.of(1, 2),
          CallOptions.none(),
          ChatCall.of(ChatRequest.of("m", "Hi")),
          CallBudget.of(1, Deadline.never()),
          DeliveredAnswer.of("Hi"),
          RetryPolicy.defaults(),
          RetryPolicy.builder(),
          Timeouts.defaults(),
          Backoff.defaults(),
          HealthPolicy.defaults(),
          Policies.defaults(),
          RetryBudget.defaults(),
          Deployment.of("openai/m"),
          Secret.of("sk-1"),
          Credential.class,
          ModelInfo.unknown(),
          ParameterPolicy.strict(),
          Renewed.class,
          new Alias("a", "b", false),
          Aliases.class,
          Fallbacks.none(),
          Preselection.defaults(),
          JsonType.of(Answer.class),
          Toolbox.builder(),
          Toolbox.builder().build(),
          Headers.none(),
          HttpProxy.class,
          Proxies.unsaid(),
          Transport.class,
          Json.class,
          JsonObject.empty(),
          JsonObject.builder(),
          JsonArray.of(),
          new JsonString("x"),
          JsonSlice.of("x"),
          new JsonNumber("1"),
          FailureDetail.of("x"),
          new ChatChunk(List.of(), Optional.empty()),
          new Group("a", List.of(Deployment.of("openai/m"))),
          new ScriptedProvider(new ManualTime()));

  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(String.class, "a"),
          Map.entry(CharSequence.class, "a"),
          Map.entry(Class.class, Answer.class),
          Map.entry(Duration.class, Duration.ofSeconds(1)),
          Map.entry(URI.class, URI.create("https://example.com")),
          Map.entry(List.class, List.of()),
          Map.entry(Set.class, Set.of()),
          Map.entry(Map.class, Map.of()),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(OptionalInt.class, OptionalInt.empty()),
          Map.entry(OptionalLong.class, OptionalLong.empty()),
          Map.entry(OptionalDouble.class, OptionalDouble.empty()),
          Map.entry(JsonValue.class, new JsonString("x")),
          Map.entry(JsonSlice.class, JsonSlice.of("x")),
          Map.entry(Rendering.class, (Rendering) (request, target) -> Rendered.of(request)),
          Map.entry(Failure.class, new Failure.Cancelled(FailureDetail.of("x"))),
          Map.entry(RecoveryPolicy.class, RecoveryPolicy.CONTINUE),
          Map.entry(Affinity.class, Affinity.NONE),
          Map.entry(TagMatching.class, TagMatching.OFF),
          Map.entry(Strategy.class, Strategy.simpleShuffle()));

  private static final NullParameters PARAMETERS = new NullParameters(USED, SAMPLES);

  static Stream<NullParameters.Given> parameters() {
    return PARAMETERS.all();
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void nullIsRefusedByName(NullParameters.Given given) throws Exception {
    PARAMETERS.requireRefused(given);
  }
}
