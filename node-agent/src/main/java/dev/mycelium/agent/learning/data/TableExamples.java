package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of a table as examples: indices into columns that all subsets of a data set share. */
public final class TableExamples implements RawExamples {
  private final Table table;
  private final int[] rows;

  private TableExamples(Table table, int[] rows) {
    this.table = table;
    this.rows = rows;
  }

  static TableExamples all(Table table) {
    return new TableExamples(table, IntStream.range(0, table.rows()).toArray());
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int[] strata() {
    return table.answers().strata(rows);
  }

  @Override
  public TableExamples subset(int[] positions) {
    return new TableExamples(table, IntStream.of(positions).map(i -> rows[i]).toArray());
  }

  @Override
  public TableExamples compacted() {
    List<TableColumn> columns =
        table.columns().stream().map(column -> column.subset(rows)).toList();
    return all(new Table(columns, table.answers().subset(rows)));
  }

  @Override
  public TaskSpec task(List<String> labels) {
    List<ColumnSchema> columns =
        table.columns().stream().map(column -> column.schema(rows)).toList();
    TableSchema schema = new TableSchema(columns, table.answers().scale(rows).orElse(null));
    TaskKind kind = table.answers().kind();
    return new TaskSpec(kind, List.of(schema.width()), labels, kind.metric(), schema);
  }

  @Override
  public long fingerprint(int index) {
    long hash = table.answers().bits(rows[index]);
    for (TableColumn column : table.columns()) {
      hash = Fingerprint.next(hash, column.bits(rows[index]));
    }
    return hash;
  }

  @Override
  public Examples encoded(TaskSpec task) {
    if (task.schema() == null) {
      throw new IllegalArgumentException("table: (expected: inputs of " + task.inputShape() + ")");
    }
    return new EncodedTable(table, rows, task.schema());
  }

  /** What can be said of each column without looking at a single row. */
  List<ColumnFacts> facts() {
    return table.columns().stream().map(column -> column.facts(rows)).toList();
  }

  /** The numbers to predict; none in a classification. */
  double[] targets() {
    return table.answers() instanceof Answers.Numbers numbers
        ? IntStream.of(rows).mapToDouble(row -> numbers.values()[row]).toArray()
        : new double[0];
  }
}
