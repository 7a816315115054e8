package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a delimited file as a data set, in two passes: the first finds how many rows there are and
 * each column's kind, the second fills arrays of that size and type.
 */
final class CsvTable {
  private static final String NEGATIVE = "negative";
  private static final String POSITIVE = "positive";

  private final Path file;
  private final CsvOptions options;
  private final CsvLimits limits;
  private final @Nullable TaskSpec agreed;

  /**
   * @param agreed whose columns and labels bind; null if the file speaks for itself
   */
  CsvTable(Path file, CsvOptions options, CsvLimits limits, @Nullable TaskSpec agreed) {
    this.file = file;
    this.options = options;
    this.limits = limits;
    this.agreed = agreed;
  }

  /** The rows that have an answer. */
  Dataset read(String name) {
    return read(name, CsvLayout.of(file, options, limits));
  }

  /** All rows in the file's order, without their answers. */
  Dataset readUnanswered(String name) {
    return read(name, CsvLayout.unanswered(file, options, limits));
  }

  private Dataset read(String name, CsvLayout layout) {
    CsvSurvey survey = CsvSurvey.of(file, layout, limits);
    if (survey.rows() == 0) {
      String wanted = layout.label().isPresent() ? "rows with a label" : "rows";
      throw UnreadableDatasetException.of(file, wanted, 0, "> 0");
    }
    List<String> notes = new ArrayList<>();
    if (survey.unlabelled() > 0) {
      notes.add("%,d rows without a label are left out".formatted(survey.unlabelled()));
    }
    Map<Integer, ColumnBuilder> columns =
        new CsvColumns(file, layout, survey, notes)
            .builders(options.categorical(), agreed == null ? null : agreed.schema());
    AnswersBuilder answers = answers(layout, survey.rows());
    fill(layout, columns, answers);
    if (layout.label().isPresent()) {
      requireTwoClasses(answers.labels());
    }
    List<TableColumn> built = columns.values().stream().map(ColumnBuilder::build).toList();
    TableExamples rows = TableExamples.all(new Table(built, answers.build()));
    TableExamples none = rows.subset(new int[0]);
    return new Dataset(name, answers.labels(), new Arrangement.Unordered(), rows, none, notes);
  }

  private void fill(CsvLayout layout, Map<Integer, ColumnBuilder> columns, AnswersBuilder answers) {
    try (CsvRecords records = CsvRecords.open(file, layout.delimiter(), limits)) {
      if (layout.header()) {
        records.next();
      }
      for (List<String> row = records.next(); !row.isEmpty(); row = records.next()) {
        if (!layout.isUnlabelled(row)) {
          answers.add(layout.answer(row), records);
          for (Map.Entry<Integer, ColumnBuilder> column : columns.entrySet()) {
            column.getValue().add(row.get(column.getKey()), records);
          }
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw UnreadableDatasetException.of(file, "rows", "changed while reading", "stable");
    }
  }

  private AnswersBuilder answers(CsvLayout layout, int rows) {
    if (layout.label().isPresent()) {
      return answers(layout.names().get(layout.label().getAsInt()), rows);
    }
    return agreed == null
        ? new AnswersBuilder.OfNothing(options.kind(), List.of())
        : new AnswersBuilder.OfNothing(agreed.kind(), agreed.labels());
  }

  private AnswersBuilder answers(String column, int rows) {
    if (options.kind() == TaskKind.REGRESSION) {
      return new AnswersBuilder.OfNumbers(column, rows);
    }
    UnaryOperator<String> naming = CsvOptions::cleaned;
    if (!options.positive().isEmpty()) {
      naming = text -> options.positive().contains(CsvOptions.cleaned(text)) ? POSITIVE : NEGATIVE;
    }
    if (agreed != null) {
      return new AnswersBuilder.OfKnownClasses(column, agreed.labels(), naming, rows);
    }
    return options.positive().isEmpty()
        ? new AnswersBuilder.OfFoundClasses(column, rows)
        : new AnswersBuilder.OfKnownClasses(column, List.of(NEGATIVE, POSITIVE), naming, rows);
  }

  private void requireTwoClasses(List<String> labels) {
    if (options.kind() == TaskKind.CLASSIFICATION && labels.size() < 2) {
      throw UnreadableDatasetException.of(
          file,
          "label " + CellText.quoted(options.label()),
          labels.stream().collect(Collectors.joining(", ", "only ", "")),
          "at least 2 classes; --schema FILE can name those of other nodes");
    }
  }
}
