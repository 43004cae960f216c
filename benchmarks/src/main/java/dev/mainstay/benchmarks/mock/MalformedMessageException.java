package dev.mainstay.benchmarks.mock;

import java.io.IOException;

/** Bytes that are not an HTTP message, or are more than one. */
final class MalformedMessageException extends IOException {
  MalformedMessageException(String message) {
    super(message);
  }
}
