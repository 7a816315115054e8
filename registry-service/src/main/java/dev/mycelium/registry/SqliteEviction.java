package dev.mycelium.registry;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Which of SQLite's failures end a connection: all but a broken constraint. A full disk, a damaged
 * page or a file that stayed locked end the transaction, or let none begin, and the driver does not
 * notice: on the same connection later statements would each be a transaction of its own.
 */
final class SqliteEviction implements SQLExceptionOverride {
  private static final int THE_DRIVERS_OWN = 0;
  private static final int CONSTRAINT = 19;

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    int code = failure.getErrorCode();
    return code == CONSTRAINT || code == THE_DRIVERS_OWN
        ? Override.CONTINUE_EVICT
        : Override.MUST_EVICT;
  }
}
