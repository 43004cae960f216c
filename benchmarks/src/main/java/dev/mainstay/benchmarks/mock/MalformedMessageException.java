package dev.mainstay.benchmarks.mock;

import java.io.IOException;

/** Bytes that are no HTTP message, or more than one. */
final class MalformedMessageException extends IOException {
  MalformedMessageException(String message) {
    super(message);
  }
}
