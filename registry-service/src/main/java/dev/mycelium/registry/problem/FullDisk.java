package dev.mycelium.registry.problem;

import java.sql.SQLException;

/** Tells that the database found no room for what it should keep. */
final class FullDisk {
  private static final String POSTGRESQL = "53100";
  private static final int SQLITE = 13;

  private FullDisk() {}

  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && (POSTGRESQL.equals(sql.getSQLState()) || sql.getErrorCode() == SQLITE)) {
        return true;
      }
    }
    return false;
  }
}
