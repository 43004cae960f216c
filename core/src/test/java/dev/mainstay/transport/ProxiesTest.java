package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests go through which proxy, as the environment says it. */
class ProxiesTest {
  private static final HttpProxy PROXY = HttpProxy.of("http://proxy.example:3128");

  @Test
  void schemesHaveProxiesOfTheirOwn() {
    Proxies proxies =
        Proxies.of(Map.of("HTTPS_PROXY", "http://proxy.example:3128", "HTTP_PROXY", "other:8080"));

    assertThat(proxies.to(URI.create("https://a.example/"))).contains(PROXY);
    assertThat(proxies.to(URI.create("http://a.example/")))
        .contains(new HttpProxy("other", 8080, Optional.empty()));
  }

  @Test
  void smallLettersGoFirst() {
    Proxies proxies =
        Proxies.of(
            Map.of("HTTPS_PROXY", "wrong:1", "https_proxy", "proxy.example:3128", "no_proxy", "b"));

    assertThat(proxies.to(URI.create("https://a/"))).contains(PROXY);
    assertThat(proxies.to(URI.create("https://b/"))).contains(HttpProxy.DIRECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void variableThatIsBlankSaysNothing(String blank) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", blank));

    assertThat(proxies.to(URI.create("https://a/"))).isEmpty();
    assertThat(Proxies.unsaid().to(URI.create("https://a/"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:4000/",
        "https://127.0.0.1/",
        "https://127.9.9.9:1/",
        "https://[::1]:8443/",
        "https://LOCALHOST/"
      })
  void thisMachineIsReachedWithoutAProxy(String uri) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "proxy.example:3128"));

    assertThat(proxies.to(URI.create(uri))).contains(HttpProxy.DIRECT);
    assertThat(Proxies.always(PROXY).to(URI.create(uri))).contains(PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, https://example.com/, true",
    "example.com, https://api.example.com/, true",
    "example.com, https://API.Example.COM/, true",
    "example.com, https://notexample.com/, false",
    "example.com, https://example.com.evil/, false",
    ".example.com, https://api.example.com/, true",
    "*.example.com, https://api.example.com/, true",
    "'other, example.com', https://api.example.com/, true",
    "'other example.com', https://api.example.com/, true",
    "'other,	example.com  10.0.0.0/8', https://10.1.1.1/, true",
    "example.com., https://api.example.com/, true",
    "example.com, https://api.example.com./, true",
    "*, https://anything/, true",
    "example.com:8443, https://example.com:8443/, true",
    "example.com:8443, https://example.com/, false",
    "example.com:443, https://example.com/, true",
    "gpu_01, https://gpu_01:8000/, true",
    "10.1.2.3, https://10.1.2.3/, true",
    "10.1.2.3, https://10.1.2.4/, false",
    "10.0.0.0/8, https://10.200.3.4:1/, true",
    "10.0.0.0/8, https://11.0.0.1/, false",
    "10.0.0.0/33, https://10.0.0.1/, false",
    "192.168.16.0/20, https://192.168.31.255/, true",
    "192.168.16.0/20, https://192.168.32.0/, false",
    "0.0.0.0/0, https://8.8.8.8/, true",
    "0.0.0.0/0, https://example.com/, false",
    "fd00::/8, https://[fd12::1]/, true",
    "fd00::/8, https://[fe80::1]/, false",
    "2001:db8::1, https://[2001:db8:0::1]/, true",
    "'', https://example.com/, false",
    "',.,', https://example.com/, false"
  })
  void hostsMayBeLeftOut(String list, String uri, boolean isDirect) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "proxy.example:3128", "NO_PROXY", list));

    assertThat(proxies.to(URI.create(uri))).contains(isDirect ? HttpProxy.DIRECT : PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, proxy.example, 3128",
    "HTTP://proxy.example:3128/, proxy.example, 3128",
    "proxy.example, proxy.example, 80",
    "'[::1]:3128', [::1], 3128"
  })
  void addressMayBeShort(String written, String host, int port) {
    assertThat(HttpProxy.of(written)).isEqualTo(new HttpProxy(host, port, Optional.empty()));
  }

  @Test
  void userAndPasswordAreShownToTheProxyAndNeverPrinted() {
    HttpProxy both = HttpProxy.of("http://ann:se%3Acret@proxy.example:3128");
    HttpProxy user = HttpProxy.of("ann@proxy.example:3128");

    assertThat(both.authorization()).contains("Basic YW5uOnNlOmNyZXQ=");
    assertThat(user.authorization()).contains("Basic YW5uOg==");
    assertThat(both).hasToString("proxy.example:3128");
    assertThat(Proxies.always(both).toString()).doesNotContain("YW5u", "ann");
  }

  @ParameterizedTest
  @CsvSource({
    "100%sure, 100%sure",
    "100%, 100%",
    "%-1x, %-1x",
    "5%zz%3A, 5%zz:",
    "a+b%2Bc, a+b+c",
    "se@cret, se@cret"
  })
  void passwordWithAPercentSignThatIsNoEscapeHasIt(String written, String meant) {
    assertThat(HttpProxy.of("http://ann:" + written + "@proxy:1").authorization())
        .contains(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(("ann:" + meant).getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ann:secret@proxy:1",
        "socks5://ann:secret@proxy:1",
        "http://ann:secret@proxy:70000",
        "http://ann:secret@proxy:0",
        "http://ann:secret@pro xy",
        "http://ann:secret@proxy:3128/path",
        "http://"
      })
  void whatIsNotAProxysAddressIsRefusedWithoutBeingShown(String written) {
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", written)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the environment variable HTTPS_PROXY cannot be used: ")
        .hasMessageNotContaining("secret");
  }
}
