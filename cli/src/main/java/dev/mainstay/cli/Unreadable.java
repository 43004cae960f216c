package dev.mainstay.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read, in words. */
final class Unreadable {
  private Unreadable() {}

  static String because(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "you may not read it";
      default -> String.valueOf(e.getMessage());
    };
  }
}
