package dev.mycelium.registry.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.context.request.ServletWebRequest;

/** Which of a failure's causes the caller is told, where several could be meant. */
class ProblemAdviceTest {
  private static final String DISK_FULL = "53100";
  private static final String CONNECTION_FAILURE = "08006";

  private final ProblemAdvice advice = new ProblemAdvice();

  @Test
  void takesADatabaseThatHungUpForNoCallerThatDid() {
    SQLException lost =
        new SQLException("sent to the backend", CONNECTION_FAILURE, new EOFException());

    ResponseEntity<Object> answer = answer(new TransactionSystemException("commit", lost));

    assertThat(answer).isNotNull();
    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
  }

  @Test
  void takesAFullDiskForNoCallerThatHungUp() {
    SQLException full =
        new SQLException("could not extend file", DISK_FULL, new IOException("broken pipe"));

    ResponseEntity<Object> answer = answer(new TransactionSystemException("commit", full));

    assertThat(answer).isNotNull();
    assertThat(answer.getStatusCode().value()).isEqualTo(507);
  }

  @Test
  void saysThatTheDiskIsFullWhereTheDatabaseIsLostForThat() {
    SQLException full = new SQLException("could not write file", DISK_FULL);
    SQLException lost = new SQLTransientConnectionException("not available", full);

    ResponseEntity<Object> answer = answer(new TransactionSystemException("commit", lost));

    assertThat(answer).isNotNull();
    assertThat(answer.getStatusCode().value()).isEqualTo(507);
    assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("60");
  }

  @Test
  void answersNobodyWhereTheCallerIsGone() {
    assertThat(answer(new IOException("Broken pipe"))).isNull();
  }

  private ResponseEntity<Object> answer(Exception failure) {
    return advice.apologise(failure, new ServletWebRequest(new MockHttpServletRequest()));
  }
}
