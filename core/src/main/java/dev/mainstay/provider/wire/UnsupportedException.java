package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.Optional;

/**
 * What a request asks for has no counterpart in a dialect, or cannot be read by anybody. Thrown
 * while the request is written, and turned into the attempt's {@linkplain #failure failure} by the
 * dialect's provider: nothing is sent.
 */
public final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a message ends in whose parameter may be left out by the deployment's policy. */
  public static final String OR_DROP =
      "leave it out, or set ParameterPolicy.withDropsUnsupported, which leaves out what a provider"
          + " does not take";

  private static final int LONGEST_SHOWN = 40;
  private static final int BAD_REQUEST = 400;

  private final String param;
  private final boolean isMalformed;
  private final boolean isQuoting;

  /**
   * What has no counterpart here, but may have one elsewhere.
   *
   * @param param the request's field that is to blame, as in {@code tool_choice}
   * @param message what is not taken, by whom, and the remedy
   */
  public UnsupportedException(String param, String message) {
    this(param, message, false, false);
  }

  private UnsupportedException(
      String param, String message, boolean isMalformed, boolean isQuoting) {
    super(message, null, false, false);
    this.param = param;
    this.isMalformed = isMalformed;
    this.isQuoting = isQuoting;
  }

  /**
   * The same with a message that quotes the request, and so is for the caller alone.
   *
   * @param param the request's field that is to blame
   */
  public static UnsupportedException quoting(String param, String message) {
    return new UnsupportedException(param, message, false, true);
  }

  /**
   * What nobody can read, wherever it is sent.
   *
   * @param param the request's field that is to blame
   * @param message what is wrong, for whom, and the remedy
   */
  public static UnsupportedException malformed(String param, String message) {
    return new UnsupportedException(param, message, true, false);
  }

  /** {@code provider} does not take OpenAI's parameter {@code name}. */
  public static UnsupportedException parameter(String provider, String name) {
    return new UnsupportedException(name, provider + " does not take '" + name + "'; " + OR_DROP);
  }

  /** {@code provider} does not take the parameter {@code name} for its model {@code model}. */
  public static UnsupportedException ofModel(String provider, String model, String name) {
    return new UnsupportedException(
        name, provider + " does not take '" + name + "' for '" + model + "'; " + OR_DROP);
  }

  /**
   * {@code provider} does not take a parameter's value.
   *
   * @param taken the values that it takes, as in {@code auto, none or required}
   */
  public static UnsupportedException value(
      String provider, String name, String value, String taken) {
    return quoting(
        name,
        provider
            + " does not take '"
            + name
            + "' "
            + shown(value)
            + "; use "
            + taken
            + ", or "
            + OR_DROP);
  }

  /** {@code provider} takes {@code most} texts in the parameter {@code name} and no more. */
  public static UnsupportedException number(String provider, String name, int most) {
    return new UnsupportedException(
        name,
        provider
            + " takes at most "
            + most
            + " texts in '"
            + name
            + "'; leave others out, or set"
            + " ParameterPolicy.withDropsUnsupported, which keeps the first of them");
  }

  /** {@code provider} knows no messages of the role {@code role}. */
  public static UnsupportedException role(String provider, String role) {
    return quoting(
        "messages",
        provider
            + " does not take 'messages' "
            + (role.isEmpty() ? "without a role" : "of the role " + shown(role))
            + "; use system, developer, user, assistant or tool");
  }

  /**
   * {@code provider} knows no part of the type {@code type}.
   *
   * @param taken the types that it takes
   */
  public static UnsupportedException part(String provider, String type, String taken) {
    return quoting(
        "messages",
        provider
            + " does not take 'messages' with a part "
            + (type.isEmpty() ? "without a type" : "of the type " + shown(type))
            + "; use "
            + taken
            + ", or say it as text");
  }

  /**
   * {@code provider} knows no tool of the type {@code type}.
   *
   * @param taken the tools that it takes
   */
  public static UnsupportedException tool(String provider, String type, String taken) {
    return quoting(
        "tools",
        provider
            + " does not take 'tools' "
            + (type.isEmpty() ? "that are not functions" : "of the type " + shown(type))
            + "; use "
            + taken
            + ", or "
            + OR_DROP);
  }

  /** {@code value} in quotation marks, as far as it is short. */
  static String shown(String value) {
    String shown = value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value;
    return "'" + shown + "'";
  }

  /** This, where it is said of {@code dialect}, of {@code provider}, who speaks that. */
  UnsupportedException of(String dialect, String provider) {
    String message = String.valueOf(getMessage());
    return message.startsWith(dialect + " ")
        ? new UnsupportedException(
            param, provider + message.substring(dialect.length()), isMalformed, isQuoting)
        : this;
  }

  /** The failure that the attempt is. */
  public Failure failure() {
    String message = String.valueOf(getMessage());
    FailureDetail of = FailureDetail.of(message);
    FailureDetail detail =
        (isQuoting ? of.withMessageForCaller(message) : of).withStatus(BAD_REQUEST);
    return isMalformed
        ? new Failure.BadRequest(
            detail.withError(type(), Optional.of(param), code("invalid_value")))
        : new Failure.UnsupportedParameter(
            detail.withError(type(), Optional.of(param), code("unsupported_parameter")));
  }

  private static Optional<String> type() {
    return Optional.of("invalid_request_error");
  }

  private static Optional<String> code(String code) {
    return Optional.of(code);
  }
}
