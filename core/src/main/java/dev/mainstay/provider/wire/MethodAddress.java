package dev.mainstay.provider.wire;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a dialect's methods are. People give the address of one method as often as the base.
 *
 * @param usual the base where a deployment says none
 * @param more what may stand at the end of what people give, which is left out; matches also where
 *     nothing does
 */
public record MethodAddress(URI usual, Pattern more) {

  /** The address of {@code method} of {@code deployment}, as in {@code /api/chat}. */
  public URI of(Deployment deployment, String method) {
    URI base = deployment.endpoint().orElse(usual);
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return URI.create(
        base.getScheme()
            + "://"
            + base.getRawAuthority()
            + more.matcher(path).replaceFirst("")
            + method
            + query);
  }
}
