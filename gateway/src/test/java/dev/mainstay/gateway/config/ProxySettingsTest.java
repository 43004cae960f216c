package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import org.junit.jupiter.api.Test;

/** The proxies on the way to deployments. */
class ProxySettingsTest {
  private static final String MODEL =
      """
      model_list:
        - model_name: chat
          litellm_params:
            model: openai/gpt-4o
            api_key: sk-test-0123456789abcdef
      """;

  @Test
  void deploymentMayHaveAProxyOfItsOwn() {
    assertThat(proxies("      proxy: http://ann:pw@proxy.example:3128\n"))
        .isEqualTo(Proxies.always(HttpProxy.of("http://ann:pw@proxy.example:3128")));
    assertThat(proxies("      proxy: none\n")).isEqualTo(Proxies.always(HttpProxy.DIRECT));
    assertThat(proxies("")).isEqualTo(Proxies.unsaid());
  }

  @Test
  void proxyThatIsNoneStopsTheStartAndIsNotShown() {
    assertThat(Reading.problems(MODEL + "      proxy: socks5://ann:secret@proxy:1080\n"))
        .anyMatch(problem -> problem.contains("proxy cannot be used: it is not an HTTP proxy's"))
        .anyMatch(problem -> problem.endsWith("before the host if it asks for them, or none"))
        .noneMatch(problem -> problem.contains("secret"));
  }

  @Test
  void variableThatNamesNoProxyStopsTheStart() {
    assertThat(
            Reading.problems(
                MODEL + "environment_variables: {HTTPS_PROXY: 'https://ann:secret@proxy'}"))
        .anyMatch(problem -> problem.contains("HTTPS_PROXY cannot be used"))
        .noneMatch(problem -> problem.contains("secret"));
  }

  private static Proxies proxies(String more) {
    return Reading.config(MODEL + more).groups().get("chat").getFirst().proxies();
  }
}
