package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which columns of a delimited file hold numbers and which words: by the agreed schema,
 * else numbers where every value is one and {@code categorical=} does not say otherwise.
 */
final class CsvColumns {
  private final Path file;
  private final CsvLayout layout;
  private final CsvSurvey survey;
  private final List<String> notes;

  /**
   * @param notes takes what someone should know
   */
  CsvColumns(Path file, CsvLayout layout, CsvSurvey survey, List<String> notes) {
    this.file = file;
    this.layout = layout;
    this.survey = survey;
    this.notes = notes;
  }

  /** Builders by the index of their column. */
  SortedMap<Integer, ColumnBuilder> builders(
      List<String> categorical, @Nullable TableSchema agreed) {
    SortedMap<Integer, ColumnBuilder> builders =
        agreed == null ? found(categorical) : agreed(agreed);
    if (builders.isEmpty()) {
      throw UnreadableDatasetException.of(file, "columns beside the label", 0, "> 0");
    }
    if (builders.size() > TableSchema.MOST_COLUMNS) {
      throw UnreadableDatasetException.of(
          file, "columns", builders.size(), "at most " + TableSchema.MOST_COLUMNS);
    }
    return builders;
  }

  private SortedMap<Integer, ColumnBuilder> found(List<String> categorical) {
    Set<Integer> words = new HashSet<>();
    for (String text : categorical) {
      words.add(CsvLayout.column(file, "categorical", text, layout.names()));
    }
    SortedMap<Integer, ColumnBuilder> builders = new TreeMap<>();
    for (int index : layout.inputs()) {
      CsvSurvey.Tally tally = survey.tallies().get(index);
      if (tally.isSpoilt()) {
        notes.add(
            "column %s is read as categories: %s".formatted(quotedName(index), tally.spoiltBy()));
      }
      builders.put(index, builder(index, tally.isNumeric() && !words.contains(index)));
    }
    return builders;
  }

  private SortedMap<Integer, ColumnBuilder> agreed(TableSchema schema) {
    Map<String, String> kinds = new HashMap<>();
    for (ColumnSchema column : schema.columns()) {
      kinds.put(column.name(), column.kind());
    }
    SortedMap<Integer, ColumnBuilder> builders = new TreeMap<>();
    for (int index : layout.inputs()) {
      String kind = kinds.remove(layout.names().get(index));
      if (kind == null) {
        notes.add("column %s is left out: the schema lacks it".formatted(quotedName(index)));
      } else {
        builders.put(index, builder(index, kind.equals("numeric")));
      }
    }
    if (!kinds.isEmpty()) {
      throw UnreadableDatasetException.of(
          file,
          "columns",
          layout.inputs().stream().map(layout.names()::get).collect(Collectors.joining(", ")),
          "also " + String.join(", ", kinds.keySet()) + ", which the schema has");
    }
    return builders;
  }

  private ColumnBuilder builder(int index, boolean numeric) {
    String name = layout.names().get(index);
    return numeric
        ? new ColumnBuilder.OfNumbers(name, survey.rows())
        : new ColumnBuilder.OfWords(name, survey.rows());
  }

  private String quotedName(int index) {
    return CellText.quoted(layout.names().get(index));
  }
}
