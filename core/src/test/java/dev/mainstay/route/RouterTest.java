package dev.mainstay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gate.Gates;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Requirements;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.routing.Strategy;
import dev.mainstay.time.ManualTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final ImplicitGroups NOTHING = name -> Optional.empty();
  private static final Group CHAT = group("chat");
  private static final Group BACKUP = group("backup");

  @Test
  void groupIsFoundByItsNameOrImplied() {
    Router router =
        router(
            List.of(CHAT, BACKUP),
            Map.of(),
            name -> name.contains("/") ? Optional.of(group(name)) : Optional.empty());

    assertThat(router.groups()).containsExactly(CHAT, BACKUP);
    assertThat(router.group("backup")).hasValue(BACKUP);
    assertThat(router.group("openai/gpt-4o")).hasValue(group("openai/gpt-4o"));
    assertThat(router.group("nothing")).isEmpty();
  }

  @Test
  void nameThatIsTooLongIsNoGroupThoughAPatternTakesAny() {
    Group any = new Group("*", List.of(Deployment.of("scripted/*")));
    Router router = router(List.of(any), Map.of(), NOTHING);
    String longest = "\u00e9".repeat(ChatRequest.MAX_MODEL_BYTES / 2);

    assertThat(router.group(longest)).isPresent();
    assertThat(router.group(longest + "x")).isEmpty();
  }

  @Test
  void userWhoWaitsIsKnownByTheBeginningOfALongName() {
    String longest = "u".repeat(Router.LONGEST_USER);

    assertThat(user("ann")).isEqualTo("ann");
    assertThat(user(longest)).isEqualTo(longest);
    assertThat(user(longest + "x")).isEqualTo(longest);
    assertThat(user(longest.repeat(1_000))).isEqualTo(longest);
    assertThat(Router.LONGEST_USER).isEqualTo(256);
  }

  private static Object user(String name) {
    ChatRequest request =
        new ChatRequest(ChatRequest.of("chat", "Hello").json().with("user", new JsonString(name)));
    return Router.caller(request, CallOptions.none(), Requirements.of(request)).user();
  }

  @Test
  void deploymentsAreToldInTheirOrderAndBehindThemThoseAskedForByOtherNames() {
    Group any = new Group("any/*", List.of(Deployment.of("scripted/*")));
    Router router = router(List.of(group("two"), any, group("one")), Map.of(), NOTHING);
    for (String name : List.of("any/z", "any/y")) {
      Group asked = router.group(name).orElseThrow();
      Ways.of(router, asked, ChatRequest.of(name, "Hello"), CallOptions.none());
    }

    assertThat(router.deployments())
        .extracting(DeploymentState::model)
        .containsExactly("scripted/two", "scripted/one", "scripted/y", "scripted/z");
  }

  @Test
  void twoGroupsOfOneNameAreRefused() {
    assertThatThrownBy(() -> router(List.of(CHAT, BACKUP, group("chat")), Map.of(), NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are two groups called 'chat'; give one another name");
  }

  @Test
  void fallbackToOrFromNoGroupIsRefusedWithThoseThereAre() {
    List<Group> groups = List.of(CHAT, BACKUP);

    assertThatThrownBy(() -> router(groups, Map.of("chat", List.of("bakcup")), NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a fallback leads from 'chat' to 'bakcup', which is not a group; use one of [chat, backup]");
    assertThatThrownBy(() -> router(groups, Map.of("caht", List.of("backup")), NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a fallback leads from 'caht', which is not a group; use one of [chat, backup]");
  }

  @Test
  void everyKindOfFallbackAndEveryAliasIsChecked() {
    Map<String, List<String>> wrong = Map.of("chat", List.of("bakcup"));
    RouterSettings settings = RouterSettings.defaults();
    Fallbacks none = Fallbacks.none();

    assertRefused(
        settings.withFallbacks(none.withContextWindow(wrong)),
        "a context window fallback leads from 'chat' to 'bakcup'");
    assertRefused(
        settings.withFallbacks(none.withContentPolicy(wrong)),
        "a content policy fallback leads from 'chat' to 'bakcup'");
    assertRefused(
        settings.withFallbacks(none.withDefault(List.of("bakcup"))),
        "every group falls back to 'bakcup'");
    assertRefused(
        settings.withAliases(new Aliases(List.of(Alias.of("gpt-4", "bakcup")))),
        "'gpt-4' is an alias of 'bakcup'");
  }

  private static void assertRefused(RouterSettings settings, String words) {
    assertThatThrownBy(() -> router(List.of(CHAT, BACKUP), settings, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("use one of [chat, backup]");
  }

  @Test
  void groupNeedsDeploymentsWithIdsOfTheirOwn() {
    Deployment deployment = Deployment.of("openai/gpt-4o");

    assertThatThrownBy(() -> new Group("chat", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("group 'chat' has no deployment; give it at least one");
    assertThatThrownBy(() -> new Group("chat", List.of(deployment, deployment.withWeight(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "group 'chat' has two deployments with the id 'openai/gpt-4o'; give one another id");
  }

  static Router router(
      List<Group> groups, Map<String, List<String>> fallbacks, ImplicitGroups implicit) {
    Strategy inOrder = (candidates, requirements, random) -> candidates.getFirst();
    return router(
        groups,
        RouterSettings.defaults()
            .withFallbacks(Fallbacks.none().withGeneric(fallbacks))
            .withStrategy(inOrder),
        implicit);
  }

  private static Router router(
      List<Group> groups, RouterSettings settings, ImplicitGroups implicit) {
    return new Router(
        groups,
        settings,
        implicit,
        Optional::of,
        new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), new ManualTime()),
        new SplittableRandom(1),
        new ManualTime());
  }

  static Group group(String name) {
    return new Group(name, List.of(Deployment.of("scripted/" + name)));
  }
}
