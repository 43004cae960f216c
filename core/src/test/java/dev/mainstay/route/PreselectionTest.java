package dev.mainstay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.routing.Members;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.Requirements;
import dev.mainstay.routing.TagMatching;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.2 (tags) and 3.6 (pre-call checks). */
class PreselectionTest {
  private static final String NOTHING = "-";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # match | tags of the deployments      | of the request | who can serve it
          OFF     | free; paid; -                | free           | 0 1 2
          OFF     | free; paid; default          | -              | 0 1 2
          ANY     | free; paid; -                | free           | 0
          ANY     | free; paid; free,eu          | free           | 0 2
          ANY     | free; paid; -                | free,paid      | 0 1
          ANY     | free; paid; default          | gold           | 2
          ANY     | free; paid; default,paid     | paid           | 1 2
          ANY     | free; paid; -                | gold           | -
          ANY     | free; paid; default          | -              | 2
          ANY     | free; paid; -                | -              | 0 1 2
          ANY     | -; -; -                      | -              | 0 1 2
          ANY     | -; -; -                      | free           | -
          ANY     | free; paid; -                | Free           | -
          ALL     | free; free,eu; eu            | free,eu        | 1
          ALL     | free; free,eu; default       | free           | 0 1
          ALL     | free; eu; default            | free,eu        | 2
          ALL     | free; eu; -                  | free,eu        | -
          ALL     | free; eu; default            | -              | 2
          """)
  void tagsChoose(TagMatching match, String deployments, String request, String expected) {
    List<Member> members =
        Members.of(
            Arrays.stream(deployments.split("; "))
                .map(tags -> Deployment.of("a/" + tags).withTags(words(tags)))
                .toArray(Deployment[]::new));

    Eligibility eligibility =
        among(
            new Preselection(match, true),
            members,
            "chat",
            Members.NO_REQUIREMENTS.withTags(List.of(words(request))));

    assertThat(indexes(members, eligibility)).isEqualTo(expected);
  }

  @Test
  void tagsThatNobodyHasAreNamed() {
    Eligibility eligibility =
        among(
            new Preselection(TagMatching.ANY, true),
            Members.ofMany(2),
            "chat",
            Members.NO_REQUIREMENTS.withTags(List.of("eu", "free")));

    assertThat(failure(eligibility)).isInstanceOf(Failure.NotFound.class);
    assertThat(failure(eligibility).message())
        .isEqualTo("no deployment of 'chat' has one of the tags [eu, free] or 'default'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          # what is known of the models              | what the request needs | who can serve it
          tools=false; tools=true; -                 | tools                  | 1 2
          tools=false; tools=true; -                 | -                      | 0 1 2
          images=false; images=true; -               | images                 | 1 2
          images=false; images=true; -               | tools                  | 0 1 2
          jsonSchema=false; jsonSchema=true; -       | schema                 | 1 2
          tools=false; images=false; jsonSchema=false| tools images           | 2
          tools=false; images=false; jsonSchema=false| tools images schema    | UnsupportedParameter
          tools=false; tools=false; tools=false      | tools                  | UnsupportedParameter
          max=9; max=10; max=11                      | ten                    | 1 2
          max=9; -; max=11                           | ten                    | 1 2
          max=9; max=8; max=1                        | ten                    | ContextWindowExceeded
          max=9; max=8; max=1                        | -                      | 0 1 2
          max=9; tools=false; max=8                  | ten tools              | ContextWindowExceeded
          max=9; tools=false; -                      | ten tools              | 2
          tools=false; tools=false; tools=false max=1| ten tools              | UnsupportedParameter
          """)
  void requestGoesOnlyWhereItCanBeServed(String models, String needs, String expected) {
    List<Member> members =
        Members.of(
            Arrays.stream(models.split("; "))
                .map(facts -> Deployment.of("a/x").withId(facts).withInfo(info(facts)))
                .toArray(Deployment[]::new));
    Requirements requirements = Requirements.of(request(needs));

    Eligibility checked = among(Preselection.defaults(), members, "chat", requirements);
    Eligibility unchecked =
        among(new Preselection(TagMatching.OFF, false), members, "chat", requirements);

    assertThat(indexes(members, checked)).isEqualTo(expected);
    assertThat(indexes(members, unchecked)).isEqualTo("0 1 2");
  }

  @Test
  void lackingCapabilitiesAreNamed() {
    List<Member> members =
        Members.of(
            Deployment.of("a/0").withInfo(info("tools=false")),
            Deployment.of("a/1").withInfo(info("jsonSchema=false images=false")));

    Failure failure =
        failure(
            among(
                Preselection.defaults(),
                members,
                "chat",
                Requirements.of(request("tools schema"))));

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).isEqualTo("no deployment of 'chat' takes tools and JSON schemas");
    assertThat(failure.detail().param()).hasValue("tools");
    assertThat(failure.detail().code()).hasValue("unsupported_parameter");
  }

  @Test
  void promptThatIsTooLongForAllNamesTheLongestThatIsNot() {
    List<Member> members =
        Members.of(
            Deployment.of("a/0").withInfo(info("max=5")),
            Deployment.of("a/1").withInfo(info("max=9")));

    Failure failure =
        failure(among(Preselection.defaults(), members, "chat", Requirements.of(request("ten"))));

    assertThat(failure.message())
        .isEqualTo(
            "the prompt has at least 10 tokens; the longest that a deployment of 'chat' takes"
                + " is 9");
    assertThat(failure.detail().param()).hasValue("messages");
    assertThat(failure.detail().code()).hasValue("context_length_exceeded");
  }

  @Test
  void tagsAreLookedAtBeforeCapabilities() {
    List<Member> members =
        Members.of(
            Deployment.of("a/0").withTags("free").withInfo(info("tools=false")),
            Deployment.of("a/1").withTags("paid"));
    Requirements requirements = Requirements.of(request("tools")).withTags(List.of("free"));

    Eligibility eligibility =
        among(new Preselection(TagMatching.ANY, true), members, "chat", requirements);

    assertThat(failure(eligibility)).isInstanceOf(Failure.UnsupportedParameter.class);
  }

  @Test
  void nothingIsCopiedOrReadWhereNothingIsKnown() {
    List<Member> members = Members.ofMany(3);

    Eligibility eligibility =
        among(Preselection.defaults(), members, "chat", Requirements.of(request("ten tools")));

    assertThat(((Eligibility.Eligible) eligibility).members()).isSameAs(members);
  }

  private static Eligibility among(
      Preselection preselection, List<Member> members, String group, Requirements requirements) {
    return Preselector.among(members, group, requirements, preselection);
  }

  private static String indexes(List<Member> members, Eligibility eligibility) {
    return switch (eligibility) {
      case Eligibility.Eligible(List<Member> some) ->
          String.join(" ", some.stream().map(m -> String.valueOf(members.indexOf(m))).toList());
      case Eligibility.None(Failure why) -> why instanceof Failure.NotFound ? NOTHING : why.kind();
    };
  }

  private static Failure failure(Eligibility eligibility) {
    return ((Eligibility.None) eligibility).why();
  }

  private static ChatRequest request(String needs) {
    StringBuilder json = new StringBuilder("{\"model\": \"chat\"");
    for (String need : words(needs)) {
      json.append(
          switch (need) {
            case "tools" -> ", \"tools\": [{\"type\": \"\"}]";
            case "images" -> ", \"messages\": [{\"content\": [{\"type\": \"image_url\"}]}]";
            case "schema" -> ", \"response_format\": {\"type\": \"json_schema\"}";
            default -> ", \"messages\": [{\"content\": \"" + "abcdef".repeat(10) + "\"}]";
          });
    }
    return new ChatRequest(Json.parseObject(json.append('}').toString()));
  }

  private static ModelInfo info(String facts) {
    ModelInfo info = ModelInfo.unknown();
    for (String fact : words(facts)) {
      String value = fact.substring(fact.indexOf('=') + 1);
      info =
          switch (fact.charAt(0)) {
            case 't' -> info.with(ModelFeature.TOOLS, Boolean.parseBoolean(value));
            case 'i' -> info.with(ModelFeature.IMAGES, Boolean.parseBoolean(value));
            case 'j' -> info.with(ModelFeature.JSON_SCHEMA, Boolean.parseBoolean(value));
            default -> info.withMaxInputTokens(Long.parseLong(value));
          };
    }
    return info;
  }

  private static String[] words(String text) {
    return text.strip().equals(NOTHING) ? new String[0] : text.strip().split("[ ,]+");
  }
}
