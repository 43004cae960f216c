package dev.mainstay.program.event;

import java.util.Objects;
import java.util.Set;

/**
 * To one program's fields alone.
 *
 * @param fields which of them
 * @param path where the program is
 */
record ListenAt(Listen fields, String path) implements Listen {
  ListenAt {
    Objects.requireNonNull(path, "path");
  }

  @Override
  public boolean to(String where, String field) {
    return where.equals(path) && fields.to(where, field);
  }

  @Override
  public Set<String> names(String where) {
    return where.equals(path) ? fields.names(where) : Set.of();
  }
}
