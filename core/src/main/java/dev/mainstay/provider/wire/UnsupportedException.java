package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.Optional;

/**
 * What a request asks for has no counterpart in a dialect. Thrown while the request is written, and
 * turned into the attempt's {@linkplain #failure failure} by the dialect's provider: nothing is
 * sent.
 */
public final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String param;

  /**
   * @param param the request's field that is to blame, as in {@code tool_choice}
   * @param message what is not taken, by whom, and the remedy
   */
  public UnsupportedException(String param, String message) {
    super(message, null, false, false);
    this.param = param;
  }

  /** {@code provider} does not take OpenAI's parameter {@code name}. */
  public static UnsupportedException parameter(String provider, String name) {
    return new UnsupportedException(
        name,
        provider
            + " does not take '"
            + name
            + "'; leave it out, or set drop_params, which leaves out what a provider does not take");
  }

  /** {@code provider} does not take OpenAI's {@code response_format} of the type {@code type}. */
  public static UnsupportedException responseFormat(String provider, String type) {
    return new UnsupportedException(
        "response_format",
        provider
            + " does not take 'response_format' of type "
            + type
            + "; use json_schema, or set drop_params, which leaves out what a provider does not"
            + " take");
  }

  /** The failure that the attempt is. */
  public Failure failure() {
    return new Failure.UnsupportedParameter(
        FailureDetail.of(String.valueOf(getMessage()))
            .withStatus(400)
            .withError(
                Optional.of("invalid_request_error"),
                Optional.of(param),
                Optional.of("unsupported_parameter")));
  }
}
