package dev.mainstay.provider;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Components;
import dev.mainstay.json.Json;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {
  private static final HttpProxy PROXY = HttpProxy.of("http://ann:pw@proxy.example:3128");
  private static final Credential CREDENTIAL =
      Credential.bearer(
          () -> new BearerToken(Secret.of("token"), Optional.empty()), TimeSource.system());
  private static final Supplier<String> KEYS = () -> "sk-3";
  private static final Deployment PLAIN = Deployment.of("openai/gpt-4o");

  private record Change(String component, UnaryOperator<Deployment> to, Object value) {}

  private static final List<Change> CHANGES =
      List.of(
          new Change("id", d -> d.withId("eu"), "eu"),
          new Change(
              "endpoint",
              d -> d.withEndpoint(URI.create("https://host/v1")),
              Optional.of(URI.create("https://host/v1"))),
          new Change("key", d -> d.withKey("sk-1"), Optional.of(Secret.of("sk-1"))),
          new Change("key", d -> d.withKey(Secret.of("sk-2")), Optional.of(Secret.of("sk-2"))),
          new Change("keySource", d -> d.withKey(KEYS), Optional.of(KEYS)),
          new Change("headers", d -> d.withHeader("a", "c"), Headers.of("a", "c")),
          new Change("apiVersion", d -> d.withApiVersion("2024-10-21"), Optional.of("2024-10-21")),
          new Change("headers", d -> d.withHeaders(Headers.of("a", "b")), Headers.of("a", "b")),
          new Change(
              "defaults",
              d -> d.withDefaults(Json.parseObject("{\"temperature\":0}")),
              Json.parseObject("{\"temperature\":0}")),
          new Change("weight", d -> d.withWeight(0), OptionalDouble.of(0)),
          new Change("rpm", d -> d.withRpm(1), OptionalLong.of(1)),
          new Change("tpm", d -> d.withTpm(2), OptionalLong.of(2)),
          new Change("timeout", d -> d.withTimeout(ofSeconds(3)), Optional.of(ofSeconds(3))),
          new Change(
              "streamTimeout", d -> d.withStreamTimeout(ofSeconds(4)), Optional.of(ofSeconds(4))),
          new Change("order", d -> d.withOrder(-1), OptionalInt.of(-1)),
          new Change("tags", d -> d.withTags("free", "eu"), List.of("free", "eu")),
          new Change("maxParallelRequests", d -> d.withMaxParallelRequests(5), OptionalInt.of(5)),
          new Change(
              "info",
              d -> d.withInfo(ModelInfo.unknown().with(ModelFeature.TOOLS, true)),
              ModelInfo.unknown().with(ModelFeature.TOOLS, true)),
          new Change(
              "parameters",
              d -> d.withParameters(ParameterPolicy.strict().withDropsUnsupported(true)),
              ParameterPolicy.strict().withDropsUnsupported(true)),
          new Change("proxies", d -> d.withProxy(PROXY), Proxies.always(PROXY)),
          new Change("credential", d -> d.withCredential(CREDENTIAL), Optional.of(CREDENTIAL)),
          new Change("provider", d -> d.withProvider("azure"), "azure"),
          new Change("model", d -> d.withModel("gpt-4o-mini"), "gpt-4o-mini"));

  static Stream<Change> changes() {
    return CHANGES.stream();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void copyDiffersInOneThing(Change change) {
    Deployment full = PLAIN;
    for (Change each : CHANGES) {
      full = each.to().apply(full);
    }

    Deployment after = change.to().apply(PLAIN);

    assertThat(Components.value(change.component(), after)).isEqualTo(change.value());
    assertThat(Components.differing(PLAIN, after)).containsExactly(change.component());
    assertThat(Components.differing(full, change.to().apply(full))).isSubsetOf(change.component());
  }

  @Test
  void everythingCanBeChanged() {
    assertThat(CHANGES.stream().map(Change::component).distinct())
        .containsExactlyInAnyOrderElementsOf(Components.names(Deployment.class));
  }

  @Test
  void nameIsSplitAtItsFirstSlash() {
    Deployment deployment = Deployment.of("OpenRouter/meta-llama/llama-3.3-70b:free");

    assertThat(deployment.id()).isEqualTo("OpenRouter/meta-llama/llama-3.3-70b:free");
    assertThat(deployment.provider()).isEqualTo("openrouter");
    assertThat(deployment.model()).isEqualTo("meta-llama/llama-3.3-70b:free");
  }

  @Test
  void deploymentsOfTheSameContentAreEqual() {
    UnaryOperator<Deployment> change =
        d -> d.withHeaders(Headers.of("a", "b")).withKey("sk-1").withWeight(2);

    assertThat(change.apply(PLAIN))
        .isEqualTo(change.apply(Deployment.of("openai/gpt-4o")))
        .hasSameHashCodeAs(change.apply(Deployment.of("openai/gpt-4o")))
        .isNotEqualTo(PLAIN);
  }

  @Test
  void isToldByNamesWithoutWhatNobodySet() {
    Deployment deployment =
        PLAIN.withKey("sk-secret").withRpm(60).withWeight(0.5).withOrder(1).withTags("eu");

    assertThat(PLAIN).hasToString("Deployment[id=openai/gpt-4o, provider=openai, model=gpt-4o]");
    assertThat(deployment)
        .hasToString(
            "Deployment[id=openai/gpt-4o, provider=openai, model=gpt-4o, key=***, weight=0.5,"
                + " rpm=60, order=1, tags=[eu]]");
  }

  @Test
  void printsNeitherKeyNorHeaderValues() {
    Deployment deployment =
        PLAIN.withKey("sk-secret").withHeaders(Headers.of("x-token", "t-secret"));

    assertThat(deployment.toString()).contains("x-token").doesNotContain("secret");
  }

  @Test
  void printsNoKeyThatItsAddressHolds() {
    Deployment deployment =
        PLAIN.withEndpoint(URI.create("https://me:secret@host/v1?key=another-secret"));

    assertThat(deployment.toString()).contains("https://***@host/v1?***").doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://me:secret@host/v1, ftp://***@host/v1",
    "ftp://host/v1?key=secret, ftp://host/v1?***",
    "https://me:secret@some_host/v1, https://***@some_host/v1",
    "http://u@a_b, http://***@a_b"
  })
  void addressThatIsRefusedIsToldWithoutItsKey(String address, String told) {
    assertThatThrownBy(() -> PLAIN.withEndpoint(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + told + "' is not a base URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpt-4o", "/gpt-4o", "openai/"})
  void nameWithoutAProviderOrAModelIsRefused(String name) {
    assertThatThrownBy(() -> Deployment.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("provider/model");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("weight of openai/gpt-4o is -1.0", d -> d.withWeight(-1)),
        mistake("weight of openai/gpt-4o is NaN", d -> d.withWeight(Double.NaN)),
        mistake("weight of openai/gpt-4o is Infinity", d -> d.withWeight(Double.POSITIVE_INFINITY)),
        mistake("rpm of openai/gpt-4o is 0", d -> d.withRpm(0)),
        mistake("tpm of openai/gpt-4o is -5", d -> d.withTpm(-5)),
        mistake("max parallel requests of openai/gpt-4o is 0", d -> d.withMaxParallelRequests(0)),
        mistake("API version of openai/gpt-4o is not a version", d -> d.withApiVersion("2024 10")),
        mistake("API version of openai/gpt-4o is not a version", d -> d.withApiVersion("v1&key=x")),
        mistake("API version of openai/gpt-4o is not a version", d -> d.withApiVersion("")),
        mistake(
            "the model of openai/gpt-4o has '.' or '..' for a name or part of one",
            d -> d.withModel("..")),
        mistake(
            "the model of openai/gpt-4o has '.' or '..' for a name or part of one",
            d -> d.withModel("a/../b")),
        mistake("timeout of openai/gpt-4o is PT0S", d -> d.withTimeout(Duration.ZERO)),
        mistake(
            "stream timeout of openai/gpt-4o is PT-1S", d -> d.withStreamTimeout(ofSeconds(-1))));
  }

  private static Arguments mistake(String message, UnaryOperator<Deployment> change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void impossibleValueIsRefusedWithTheRemedy(String message, UnaryOperator<Deployment> change) {
    assertThatThrownBy(() -> change.apply(PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message + "; use ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "https://host/v1",
        "http://[::1]:8080/",
        "http://my_vllm:8000/v1"
      })
  void httpEndpointIsTaken(String endpoint) {
    assertThat(PLAIN.withEndpoint(URI.create(endpoint)).endpoint()).hasValue(URI.create(endpoint));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8080",
        "host/v1",
        "ftp://host",
        "https:///v1",
        "mailto:a@b",
        "http://a_b:x/v1"
      })
  void endpointThatIsNoBaseUrlIsRefused(String endpoint) {
    assertThatThrownBy(() -> PLAIN.withEndpoint(URI.create(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + endpoint + "'")
        .hasMessageContaining("https://host/v1");
  }
}
