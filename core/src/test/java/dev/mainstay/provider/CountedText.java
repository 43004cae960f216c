package dev.mainstay.provider;

/** A text that counts how often it is looked at. */
public final class CountedText implements CharSequence {
  private final String text;
  private long reads;

  public CountedText(String text) {
    this.text = text;
  }

  public long reads() {
    return reads;
  }

  @Override
  public char charAt(int index) {
    reads++;
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    reads += end - start;
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    reads += text.length();
    return text;
  }
}
