package dev.mycelium.agent.learning.data;

import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The grammar of {@code --data}. */
final class DataSpecText {
  private static final String KINDS =
      "synthetic:digits, or one of idx:, csv:, ohlcv:, images: and cifar: with a path";
  private static final String PARTITIONS = "iid, dirichlet:A, shards:K or labels:K";
  private static final List<String> COMMON =
      List.of("partition", "shard", "seed", "rotate", "name");
  private static final List<String> OF_BARS =
      Stream.concat(Stream.of("symbol"), BarPeriod.NAMES.stream()).toList();
  private static final List<String> OF_DIGITS = List.of("train", "test");
  private static final Pattern SHARD = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
  private static final int USUAL_TRAIN = 60_000;
  private static final int USUAL_TEST = 10_000;
  private static final long USUAL_SEED = 1;

  private DataSpecText() {}

  /**
   * @param table what csv: becomes
   */
  static DataSpec parse(String text, BiFunction<String, CsvOptions, DataSource> table) {
    int question = text.indexOf('?');
    String address = question < 0 ? text : text.substring(0, question);
    String query = question < 0 ? "" : text.substring(question + 1);
    int colon = address.indexOf(':');
    String scheme = colon < 0 ? address : address.substring(0, colon);
    String rest = colon < 0 ? "" : address.substring(colon + 1);
    return switch (scheme) {
      case "synthetic" -> synthetic(rest, DataOptions.parse(query, COMMON, OF_DIGITS));
      case "idx" -> idx(rest, DataOptions.parse(query, COMMON, List.of()));
      case "csv" -> {
        DataOptions options = DataOptions.parse(query, COMMON, CsvOptions.NAMES);
        yield spec(table.apply(rest, CsvOptions.of(options)), options);
      }
      case "ohlcv" -> ohlcv(rest, DataOptions.parse(query, COMMON, OF_BARS));
      case "images" -> images(rest, DataOptions.parse(query, COMMON, ImageOptions.NAMES));
      case "cifar" -> spec(new DataSource.Cifar(rest), DataOptions.parse(query, COMMON, List.of()));
      default -> throw DataSpecException.of("data", '"' + text + '"', KINDS);
    };
  }

  private static DataSpec synthetic(String what, DataOptions options) {
    if (!what.equals("digits")) {
      throw DataSpecException.of("data", "\"synthetic:" + what + '"', KINDS);
    }
    DataSource digits =
        new DataSource.Digits(
            options.integer("train", USUAL_TRAIN),
            options.integer("test", USUAL_TEST),
            options.seed(USUAL_SEED));
    return spec(digits, options);
  }

  private static DataSpec idx(String directory, DataOptions options) {
    return spec(new DataSource.IdxDirectory(directory), options);
  }

  private static DataSpec images(String path, DataOptions options) {
    return spec(new DataSource.ImageFolders(path, ImageOptions.of(options)), options);
  }

  private static DataSpec ohlcv(String file, DataOptions options) {
    String symbol = options.text("symbol").orElse("");
    return spec(new DataSource.Ohlcv(file, symbol, BarPeriod.of(options)), options);
  }

  private static DataSpec spec(DataSource source, DataOptions options) {
    if (options.text("partition").isPresent() && options.text("shard").isEmpty()) {
      throw DataSpecException.of("shard", "missing", "shard=i/n, since partition= is given");
    }
    return new DataSpec(
        source,
        options.text("partition").map(DataSpecText::partition).orElse(new Partition.Iid()),
        options.text("shard").map(DataSpecText::shard).orElse(Shard.WHOLE),
        options.seed(USUAL_SEED),
        options.number("rotate", 0),
        options.text("name").orElse(source.kind()));
  }

  private static Partition partition(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String argument = colon < 0 ? "" : text.substring(colon + 1);
    if (text.equals("iid")) {
      return new Partition.Iid();
    }
    return switch (name) {
      case "dirichlet" ->
          new Partition.Dirichlet(DataOptions.number("partition dirichlet", argument));
      case "labels" -> new Partition.Labels(DataOptions.integer("partition labels", argument));
      case "shards" -> new Partition.LabelShards(DataOptions.integer("partition shards", argument));
      default -> throw DataSpecException.of("partition", text, PARTITIONS);
    };
  }

  private static Shard shard(String text) {
    var parts = SHARD.matcher(text);
    if (!parts.matches()) {
      throw DataSpecException.of("shard", text, "i/n, as 0/4 for the first of four");
    }
    return new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
  }
}
