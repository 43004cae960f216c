package dev.mainstay.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexTest {
  @ParameterizedTest
  @CsvSource({
    "us-central1, https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1",
    "europe-west4, https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4",
    "global, https://aiplatform.googleapis.com/v1/projects/p/locations/global",
    "us, https://aiplatform.us.rep.googleapis.com/v1/projects/p/locations/us",
    "eu, https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu"
  })
  void locationsHaveTheirHosts(String location, String expected) {
    assertThat(Vertex.endpoint("p", location)).isEqualTo(URI.create(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "https://proxy, https://proxy/v1/projects/p/locations/global",
    "https://proxy/a/, https://proxy/a/v1/projects/p/locations/global",
    "https://proxy/v1beta1, https://proxy/v1beta1/projects/p/locations/global",
    "https://proxy?a=b, https://proxy/v1/projects/p/locations/global?a=b",
    "https://proxy/v1/projects/x/locations/y, https://proxy/v1/projects/x/locations/y"
  })
  void proxyMayNameMoreOrLessOfIt(String base, String expected) {
    assertThat(Vertex.endpoint(URI.create(base), "p", "global")).isEqualTo(URI.create(expected));
  }

  @Test
  void whatIsNoNameIsRefused() {
    assertThatThrownBy(() -> Vertex.endpoint("a/../b", "global"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "'a/../b' is not a project of Google Cloud; use one such as my-project");
    assertThatThrownBy(() -> Vertex.endpoint("p", "evil.com#"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use one such as europe-west4");
  }
}
