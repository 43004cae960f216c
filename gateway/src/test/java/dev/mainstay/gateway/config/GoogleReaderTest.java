package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.google.GoogleCredential;
import dev.mainstay.google.GoogleKey;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What LiteLLM's users write of Vertex AI. */
class GoogleReaderTest {
  private static final String KEY =
      "{\"type\":\"service_account\",\"project_id\":\"of-key\",\"private_key\":\"-----BEGIN-0123456789\"}";

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, europe-west4, https://europe-west4-aiplatform.googleapis.com/v1/projects/p/"
        + "locations/europe-west4",
    "gemini-3-flash, global, https://aiplatform.googleapis.com/v1/projects/p/locations/global",
    "claude-sonnet-4-5@20250929, eu, "
        + "https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu"
  })
  void projectAndLocationAreAnAddress(String model, String location, String expected) {
    Deployment deployment =
        deployment(
            reading(
                "model: vertex_ai/" + model + ", vertex_project: p, vertex_location: " + location));

    assertThat(deployment.model()).isEqualTo(model);
    assertThat(deployment.endpoint()).hasValue(URI.create(expected));
    assertThat(deployment.credential())
        .hasValue(credential(GoogleKey.ofMachine(), Proxies.unsaid()));
  }

  @ParameterizedTest
  @CsvSource({
    "vertex_ai/gemini-2.5-flash, us-central1",
    "gemini-2.5-flash, us-central1",
    "vertex_ai_beta/gemini-3-pro, global",
    "vertex_ai/claude-opus-4-6, global"
  })
  void locationThatNobodySaysIsWhereTheModelIs(String model, String location) {
    assertThat(deployment(reading("model: " + model + ", vertex_ai_project: p")).endpoint())
        .get()
        .extracting(URI::getPath)
        .isEqualTo("/v1/projects/p/locations/" + location);
  }

  @Test
  void keyMayBeAFileATextOrAMappingAndNamesTheProject() {
    GoogleCredential expected = credential(GoogleKey.of(KEY), Proxies.unsaid());

    for (String written : List.of("'keys/key.json'", "'" + KEY + "'", KEY, "os.environ/KEY")) {
      Deployment deployment =
          deployment(
              reading("model: vertex_ai/gemini-2.5-flash, vertex_credentials: " + written)
                  .and("keys/key.json", KEY)
                  .with("KEY", KEY));

      assertThat(deployment.credential()).as(written).hasValue(expected);
      assertThat(deployment.endpoint().orElseThrow().getPath()).contains("/projects/of-key/");
    }
  }

  @Test
  void environmentMaySayEverything() {
    Deployment deployment =
        deployment(
            reading("model: vertex_ai/gemini-2.5-flash")
                .and("keys/key.json", KEY)
                .in(
                    Environment.of(
                        Map.of(
                            "GOOGLE_APPLICATION_CREDENTIALS", "keys/key.json",
                            "GOOGLE_CLOUD_PROJECT", "q",
                            "VERTEXAI_LOCATION", "us-east5",
                            "HTTPS_PROXY", "http://proxy:3128"))));

    assertThat(deployment.endpoint().orElseThrow().getPath())
        .isEqualTo("/v1/projects/q/locations/us-east5");
    assertThat(deployment.credential())
        .hasValue(
            credential(GoogleKey.of(KEY), Proxies.of(Map.of("HTTPS_PROXY", "http://proxy:3128"))));
  }

  @Test
  void deploymentsOwnProxyHoldsForItsTokensToo() {
    Deployment deployment =
        deployment(
            reading(
                "model: vertex_ai/gemini-2.5-flash, vertex_project: p, proxy:"
                    + " 'http://proxy:3128'"));

    assertThat(deployment.credential())
        .hasValue(
            credential(GoogleKey.ofMachine(), Proxies.always(HttpProxy.of("http://proxy:3128"))));
  }

  @Test
  void tokensOfOneKeyAreShared() {
    List<Deployment> both =
        reading(
                "model: vertex_ai/gemini-2.5-flash, vertex_project: p}\n  - model_name: a\n"
                    + "    litellm_params: {model: vertex_ai/gemini-2.5-pro, vertex_project: p")
            .report()
            .config()
            .orElseThrow()
            .groups()
            .get("a");

    assertThat(both.getFirst().credential().orElseThrow())
        .isSameAs(both.getLast().credential().orElseThrow());
  }

  @Test
  void proxysAddressIsGivenProjectAndLocation() {
    Deployment deployment =
        deployment(
            reading(
                "model: vertex_ai/gemini-2.5-flash, api_base: 'https://proxy.example',"
                    + " vertex_project: p, vertex_location: eu, api_key: k"));

    assertThat(deployment.endpoint())
        .hasValue(URI.create("https://proxy.example/v1/projects/p/locations/eu"));
    assertThat(deployment.credential()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: vertex_ai/gemini-2.5-flash | error: there is no project for vertex_ai; set"
            + " vertex_project, or the environment variable VERTEXAI_PROJECT or"
            + " GOOGLE_CLOUD_PROJECT",
        "model: vertex_ai/g, vertex_project: a/b | error: vertex_project is 'a/b', which cannot be"
            + " one's name at Google; write one such as my-project",
        "model: vertex_ai/g, vertex_project: p, vertex_credentials: /no/such.json | error:"
            + " vertex_credentials names a file that cannot be read; check its path and"
            + " permissions",
        "model: vertex_ai/g, vertex_project: p, vertex_credentials: '{\"a\":1}' | error:"
            + " vertex_credentials cannot be used: it is not a JSON object with a type; give the"
            + " key file of a service account whole, or the path to it",
        "model: vertex_ai/meta/llama-4, vertex_project: p | error: model 'vertex_ai/meta/llama-4'"
            + " is neither a Gemini nor a Claude, and Mainstay asks Vertex AI for no others yet;"
            + " where it can be asked in OpenAI's dialect, write openai_compatible/ and its"
            + " api_base",
        "model: openai/g, api_key: k, vertex_project: p | warning: vertex_project has no effect: it"
            + " is for vertex_ai alone"
      })
  void mistakeIsToldWithItsRemedy(String params, String expected) {
    assertThat(Reading.lines(reading(params).in(Environment.of(Map.of())).report()))
        .containsExactly("config.yaml:3: " + expected);
  }

  private static GoogleCredential credential(GoogleKey key, Proxies proxies) {
    return GoogleCredential.of(key, proxies, TimeSource.system());
  }

  private static Reading reading(String params) {
    return Reading.file(
        "config.yaml", "model_list:\n  - model_name: a\n    litellm_params: {" + params + "}\n");
  }

  private static Deployment deployment(Reading reading) {
    ConfigReport report = reading.report();
    assertThat(report.problems()).isEmpty();
    return report.config().orElseThrow().groups().get("a").getFirst();
  }
}
