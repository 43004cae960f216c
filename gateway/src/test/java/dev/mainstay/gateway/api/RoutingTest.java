package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.routing.TagMatching;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 3 and 7.2 as callers of the gateway meet them. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RoutingTest {
  private static final Script HELLO = Script.always(Answer.text("Hi"));

  @ParameterizedTest
  @ValueSource(strings = {"shown", "hidden", "any/gpt-9"})
  void aliasesAndNamesThatAPatternMatchesMayBeCalledAndAskedFor(String name) throws IOException {
    try (Stand stand = Stand.with(HELLO, RoutingTest::named);
        Caller caller = stand.caller()) {
      Reply answer = caller.chat("{\"model\":\"" + name + "\"," + Stand.HELLO);
      Reply model = caller.get("/v1/models/" + name);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(stand.askedLast().chat().model())
          .isEqualTo(name.equals("any/gpt-9") ? "gpt-9" : "gpt-4o");
      assertThat(model.status()).isEqualTo(200);
    }
  }

  @Test
  void modelsThatAreListedAreThoseThatCanBeCalledByTheirNames() throws IOException {
    try (Stand stand = Stand.with(HELLO, RoutingTest::named);
        Caller caller = stand.caller()) {
      JsonObject list = Json.parseObject(caller.get("/v1/models").text());

      assertThat(list.array("data").orElseThrow().objects().map(m -> m.text("id").orElse("")))
          .containsExactly("chat", "safe", "backup", "shown");
    }
  }

  @ParameterizedTest
  @CsvSource({"fast, gpt-fast", "slow, gpt-slow"})
  void tagsOfARequestChooseItsDeployment(String tag, String model) throws IOException {
    try (Stand stand = Stand.with(HELLO, RoutingTest::tagged);
        Caller caller = stand.caller()) {
      String body = "{\"model\":\"tagged\"," + Stand.HELLO;
      caller.chat(body, "x-litellm-tags", tag);
      caller.chat(body.replaceFirst(",", ",\"tags\":[\"" + tag + "\"],"));
      caller.chat(body.replaceFirst(",", ",\"metadata\":{\"tags\":[\"" + tag + "\"]},"));

      assertThat(stand.asked(3)).allMatch(asked -> asked.chat().model().equals(model));
      assertThat(stand.provider().requests().get(1).text()).doesNotContain("tags");
      assertThat(stand.provider().requests().get(2).text()).doesNotContain("tags");
    }
  }

  @Test
  void tagThatNobodyHasIsAnswered404() throws IOException {
    try (Stand stand = Stand.with(HELLO, RoutingTest::tagged);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"tagged\",\"tags\":\"none\"," + Stand.HELLO);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text()).contains("no deployment of 'tagged' has one of the tags [none]");
      assertThat(reply.headers().first("x-should-retry")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"SESSION, litellm_session_id", "USER, user"})
  void callsOfOneStayWithOneDeployment(Affinity affinity, String field) throws IOException {
    RouterSettings settings = RouterSettings.defaults().withAffinity(affinity);
    try (Stand stand = Stand.with(HELLO, (config, url) -> two(config, url).routing(settings));
        Caller caller = stand.caller()) {
      for (int i = 0; i < 20; i++) {
        caller.chat("{\"model\":\"two\",\"" + field + "\":\"somebody\"," + Stand.HELLO);
      }

      List<ReceivedRequest> asked = stand.asked(20);
      assertThat(asked.stream().map(each -> each.chat().model()).distinct()).hasSize(1);
      assertThat(asked.getFirst().chat().json().has(field)).isEqualTo(field.equals("user"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groupThatCoolsDownAfterRateLimitsRefusesWith429AndTheTime(boolean stream)
      throws IOException {
    Fault limit = Fault.status(429).header("retry-after", "90");
    try (Stand stand = Stand.with(Script.always(limit), RoutingTest::two);
        Caller caller = stand.caller()) {
      String body = "{\"model\":\"two\",\"stream\":" + stream + "," + Stand.HELLO;
      Reply first = caller.chat(body);
      Reply refused = caller.chat(body);

      assertThat(first.header("x-should-retry")).isEqualTo("false");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(80, 90);
      assertThat(refused.headers().first("x-should-retry")).isEmpty();
      assertThat(refused.text()).contains("\"type\":\"rate_limit_error\"");
      assertThat(stand.provider().requestCount()).isEqualTo(2);
    }
  }

  @Test
  void groupThatCoolsDownAfterFailuresRefusesWith503AndTheTime() throws IOException {
    Backoff impatient = Backoff.defaults().withMaxRetryWait(Duration.ZERO);
    try (Stand stand =
            Stand.with(
                Script.always(Fault.status(500)),
                (config, url) -> two(config, url).policies(all -> all.withBackoff(impatient)));
        Caller caller = stand.caller()) {
      for (int i = 0; i < 10; i++) {
        caller.chat("{\"model\":\"two\"," + Stand.HELLO);
      }

      Reply refused = caller.chat("{\"model\":\"two\"," + Stand.HELLO);

      assertThat(refused.status()).isEqualTo(503);
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 5);
      assertThat(refused.headers().first("x-should-retry")).isEmpty();
      assertThat(refused.header("x-mainstay-attempts")).isEqualTo("0");
    }
  }

  /** SEMANTICS 2.3. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hintsOnSuccessAnswersAreIgnored(boolean stream) throws IOException {
    Answer lastOfItsMinute =
        Answer.text("Hello")
            .header("retry-after", "60")
            .header("x-ratelimit-remaining-requests", "0")
            .header("x-ratelimit-reset-requests", "1m0s");
    try (Stand stand = Stand.always(lastOfItsMinute);
        Caller caller = stand.caller()) {
      for (int i = 0; i < 3; i++) {
        Reply reply = caller.chat("{\"model\":\"safe\",\"stream\":" + stream + "," + Stand.HELLO);

        assertThat(reply.header("x-litellm-model-id")).isEqualTo("openai/gpt-4o-safe");
        assertThat(reply.headers().first("retry-after")).isEmpty();
      }
    }
  }

  private static GatewayConfigBuilder named(GatewayConfigBuilder config, URI url) {
    Aliases aliases =
        new Aliases(List.of(Alias.of("shown", "chat"), new Alias("hidden", "chat", true)));
    return config
        .group("any/*", at(url, "openai/*"))
        .routing(RouterSettings.defaults().withAliases(aliases));
  }

  private static GatewayConfigBuilder tagged(GatewayConfigBuilder config, URI url) {
    Preselection byTag = new Preselection(TagMatching.ANY, true);
    return config
        .group(
            "tagged",
            at(url, "openai/gpt-fast").withTags("fast"),
            at(url, "openai/gpt-slow").withTags("slow"))
        .routing(RouterSettings.defaults().withPreselection(byTag));
  }

  private static GatewayConfigBuilder two(GatewayConfigBuilder config, URI url) {
    return config.group("two", at(url, "openai/one"), at(url, "openai/other"));
  }

  private static Deployment at(URI url, String model) {
    return Deployment.of(model).withEndpoint(url).withKey(Stand.PROVIDER_KEY);
  }
}
