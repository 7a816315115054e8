package dev.mycelium.agent.learning.data;

import java.util.List;

/**
 * A table as it was read, column by column, each row with its answer.
 *
 * @param columns without the label, all of the same length
 */
record Table(List<TableColumn> columns, Answers answers) {

  Table {
    columns = List.copyOf(columns);
    for (TableColumn column : columns) {
      if (column.rows() != answers.rows()) {
        throw new IllegalArgumentException(
            "rows of column \"%s\": %d (expected: %d)"
                .formatted(column.name(), column.rows(), answers.rows()));
      }
    }
  }

  int rows() {
    return answers.rows();
  }
}
