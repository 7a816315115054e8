package dev.mycelium.registry.problem;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.regex.Pattern;

/** Tells a database that went away or is held by others, for a while, from a fault of ours. */
final class LostDatabase {
  /** SQL states: a connection failed, the server shuts down, it has no connection left. */
  private static final Pattern STATES = Pattern.compile("08...|57P0[1-5]|53300");

  private LostDatabase() {}

  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException
          || (cause instanceof SQLException sql
              && sql.getSQLState() != null
              && STATES.matcher(sql.getSQLState()).matches())) {
        return true;
      }
    }
    return false;
  }
}
