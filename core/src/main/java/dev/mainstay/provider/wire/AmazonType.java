package dev.mainstay.provider.wire;

/**
 * An error's name in the forms that AWS writes it: {@code Name}, {@code Name:uri}, {@code
 * namespace#Name} and {@code namespace#Name:uri}.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization
 */
final class AmazonType {
  private AmazonType() {}

  /** The name alone; {@code type} is read twice at most, whatever it is made of. */
  static String name(CharSequence type) {
    int start = 0;
    int end = 0;
    while (end < type.length() && type.charAt(end) != ':') {
      if (type.charAt(end) == '#') {
        start = end + 1;
      }
      end++;
    }
    return type.subSequence(start, end).toString().strip();
  }
}
