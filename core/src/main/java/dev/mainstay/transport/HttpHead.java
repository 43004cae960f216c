package dev.mainstay.transport;

/**
 * The head of an answer.
 *
 * @param status the status code, 200 to 599
 * @param headers its headers
 */
public record HttpHead(int status, Headers headers) {
  /** Whether the status is 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
