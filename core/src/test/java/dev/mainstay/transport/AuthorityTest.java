package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

  @ParameterizedTest
  @CsvSource({
    "https://host/v1, host, -1",
    "https://host:8443/v1, host, 8443",
    "http://[::1]:80, [::1], 80",
    "http://my_vllm:8000/v1, my_vllm, 8000",
    "http://my_vllm, my_vllm, -1",
    "http://_a.b-c_d:1/v1?x=y, _a.b-c_d, 1"
  })
  void hostsOfContainerNetworksAreReadToo(String uri, String host, int port) {
    assertThat(Authority.of(URI.create(uri))).contains(new Authority(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https:///v1", "mailto:a@b", "http://u@a_b", "http://a_b:x", "/v1"})
  void whatNamesNoHostHasNone(String uri) {
    assertThat(Authority.of(URI.create(uri))).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://my_vllm:8000/v1", "http://host/v1"})
  void callToEitherCanBeSent(String uri) {
    HttpCall call =
        new HttpCall("GET", URI.create(uri), Headers.none(), new byte[0], Duration.ofSeconds(1));

    assertThat(call.defect()).isEmpty();
  }
}
