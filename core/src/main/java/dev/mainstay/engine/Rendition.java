package dev.mainstay.engine;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.VisibleOutput;
import dev.mainstay.text.Sha256;
import java.util.Set;

/**
 * A call's request as it was put to one deployment.
 *
 * @param isRendered whether somebody has rendered it; it is the call's own otherwise
 * @param asked what that deployment is asked by it all told
 */
record Rendition(Rendered rendered, boolean isRendered, VendorTerms asked) {
  // What says who is asked, and how the answer is sent.
  private static final Set<String> NOT_OF_THE_FORM = Set.of("model", "stream", "stream_options");
  private static final int BYTES = 32;

  /** The request as it is. */
  static Rendition plain(ChatRequest request) {
    return of(Rendered.of(request), false);
  }

  /** The request as somebody has rendered it. */
  static Rendition of(Rendered rendered) {
    return of(rendered, true);
  }

  private static Rendition of(Rendered rendered, boolean isRendered) {
    return new Rendition(rendered, isRendered, VendorTerms.of(rendered.request()));
  }

  /** This as {@code provider} puts it to {@code deployment}. */
  Rendition to(Deployment deployment, Provider provider) {
    return new Rendition(rendered, isRendered, provider.vendorTerms(deployment, request()));
  }

  ChatRequest request() {
    return rendered.request();
  }

  /** How many choices the answer is to have, whoever asks for them. */
  int choices() {
    return asked.request().choices();
  }

  VisibleOutput visible() {
    return rendered.visible();
  }

  /**
   * By which a rendered request is known again, in another process as well; empty for one that was
   * not rendered. It is made when it is asked for, which is after a break.
   */
  String form() {
    return isRendered
        ? Sha256.hex(request().json().without(NOT_OF_THE_FORM).toString(), BYTES)
        : "";
  }
}
