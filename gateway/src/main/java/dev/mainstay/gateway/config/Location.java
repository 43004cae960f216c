package dev.mainstay.gateway.config;

/** A place in a file; lines and columns count from 1, and are 0 where the whole file is meant. */
record Location(String file, int line, int column) {
  static Location whole(String file) {
    return new Location(file, 0, 0);
  }
}
