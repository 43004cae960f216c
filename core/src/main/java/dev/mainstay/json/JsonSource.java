package dev.mainstay.json;

/** The bytes a container was parsed from. */
record JsonSource(byte[] bytes, int from, int to) {
  int length() {
    return to - from;
  }
}
