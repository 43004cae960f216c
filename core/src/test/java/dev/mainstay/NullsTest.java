package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.Rendered;
import dev.mainstay.call.Rendering;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.Content;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.ResponseFormat;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.ToolChoice;
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
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Fallbacks;
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
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
          new JsonNumber("1"),
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
          Map.entry(Rendering.class, (Rendering) (request, target) -> Rendered.of(request)),
          Map.entry(Failure.class, new Failure.Cancelled(FailureDetail.of("x"))),
          Map.entry(RecoveryPolicy.class, RecoveryPolicy.CONTINUE),
          Map.entry(Affinity.class, Affinity.NONE),
          Map.entry(TagMatching.class, TagMatching.OFF),
          Map.entry(Strategy.class, Strategy.simpleShuffle()));

  record Given(Executable called, @Nullable Object target, int parameter) {
    @Override
    public String toString() {
      String owner = called.getDeclaringClass().getName();
      String types =
          Arrays.stream(called.getParameterTypes()).map(Class::getSimpleName).toList().toString();
      return owner
          + "."
          + (called instanceof Constructor ? "new" : called.getName())
          + types
          + " "
          + called.getParameters()[parameter].getName();
    }
  }

  static Stream<Given> parameters() {
    return USED.stream().flatMap(NullsTest::of);
  }

  private static Stream<Given> of(Object used) {
    Class<?> type = used instanceof Class<?> itself ? itself : used.getClass();
    List<Executable> all = new ArrayList<>(List.of(type.getConstructors()));
    all.addAll(List.of(type.getDeclaredMethods()));
    return all.stream()
        .filter(called -> Modifier.isPublic(called.getModifiers()) && !called.isSynthetic())
        .filter(called -> !called.getName().equals("equals") && !takesFailure(called))
        .filter(called ->
            used != type
                || called instanceof Constructor
                || Modifier.isStatic(called.getModifiers()))
        .flatMap(called -> of(called, used));
  }

  // Those are asked by the engine and by nobody else, but for what tests write down.
  private static boolean takesFailure(Executable called) {
    return called.getDeclaringClass() != ScriptedProvider.class
        && List.of(called.getParameterTypes()).contains(Failure.class);
  }

  private static Stream<Given> of(Executable called, Object used) {
    List<Given> all = new ArrayList<>();
    Parameter[] parameters = called.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      boolean mayBeNull = parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (!parameters[i].getType().isPrimitive() && !mayBeNull) {
        all.add(new Given(called, used, i));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void nullIsRefusedByName(Given given) throws Exception {
    Parameter[] parameters = given.called().getParameters();
    Object[] arguments =
        Arrays.stream(parameters).map(parameter -> sample(parameter.getType())).toArray();
    arguments[given.parameter()] = null;

    Throwable thrown = thrownBy(given, arguments);

    assertThat(thrown).as("%s", given).isInstanceOf(NullPointerException.class);
    assertThat(thrown.getMessage()).as("%s", given).matches("[a-z][A-Za-z0-9]*");
    if (parameters[given.parameter()].isNamePresent()) {
      assertThat(thrown).as("%s", given).hasMessage(parameters[given.parameter()].getName());
    }
  }

  @Test
  void nullAmongSeveralIsRefusedByName() {
    ChatRequest request = ChatRequest.of("m", "Hi");

    assertThatThrownBy(() -> request.with(Message.user("a"), none(Message.class)))
        .hasMessage("message");
    assertThatThrownBy(() -> Mainstay.builder().group("chat", none(Deployment.class)))
        .hasMessage("deployment");
    assertThatThrownBy(() -> Message.user(Content.text("a"), none(Content.class)))
        .hasMessage("part");
  }

  @SuppressWarnings("NullAway") // what a caller without NullAway may hand in
  private static <T> T none(Class<T> type) {
    return type.cast(null);
  }

  private static @Nullable Throwable thrownBy(Given given, Object[] arguments) throws Exception {
    try {
      switch (given.called()) {
        case Method method -> method.invoke(given.target(), arguments);
        case Constructor<?> constructor -> constructor.newInstance(arguments);
      }
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  private static @Nullable Object sample(Class<?> type) {
    if (type.isPrimitive()) {
      return Array.get(Array.newInstance(type, 1), 0);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    Optional<Object> known =
        Stream.concat(
                Stream.ofNullable(SAMPLES.get(type)),
                USED.stream().filter(used -> !(used instanceof Class) && type.isInstance(used)))
            .findFirst();
    return known.orElseGet(() -> type.isInterface() ? proxy(type) : null);
  }

  private static Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        NullsTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> null);
  }
}
