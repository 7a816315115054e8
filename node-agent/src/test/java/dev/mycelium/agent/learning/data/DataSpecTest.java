package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSpecTest {

  @Test
  void readsDigitsWithTheUsualSizes() {
    DataSpec spec = DataSpec.parse("synthetic:digits");

    assertThat(spec)
        .isEqualTo(
            new DataSpec(
                new DataSource.Digits(60_000, 10_000, 1),
                new Partition.Iid(),
                Shard.WHOLE,
                1,
                0,
                "digits"));
  }

  @Test
  void readsEveryOptionOfDigits() {
    DataSpec spec =
        DataSpec.parse(
            "synthetic:digits?train=500&test=50&seed=-7&partition=dirichlet:0.5&shard=3/4&rotate=-90"
                + "&name=upright");

    assertThat(spec)
        .isEqualTo(
            new DataSpec(
                new DataSource.Digits(500, 50, -7),
                new Partition.Dirichlet(0.5),
                new Shard(3, 4),
                -7,
                -90,
                "upright"));
  }

  @Test
  void readsAnIdxDirectoryNamedByItself() {
    DataSpec spec =
        DataSpec.parse("idx:../shared/datasets/mnist?partition=shards:2&shard=0/4&seed=9");

    assertThat(spec)
        .isEqualTo(
            new DataSpec(
                new DataSource.IdxDirectory("../shared/datasets/mnist"),
                new Partition.LabelShards(2),
                new Shard(0, 4),
                9,
                0,
                "mnist"));
  }

  @Test
  void dealsEvenlyWhereOnlyTheShardIsGiven() {
    DataSpec spec = DataSpec.parse("synthetic:digits?shard=1/2");

    assertThat(spec.partition()).isEqualTo(new Partition.Iid());
    assertThat(spec.shard()).isEqualTo(new Shard(1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "idx:/data/mnist/ | mnist",
        "idx:mnist/. | mnist",
        "idx:a/b/../ward | ward",
        "idx:.?name=ward | ward",
        "idx:/?name=ward | ward",
      })
  void neverNamesDataByAPath(String text, String name) {
    assertThat(DataSpec.parse(text).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "parquet:a | data: \"parquet:a\" (expected: synthetic:digits, or one of idx:, csv:,"
            + " ohlcv:, images: and cifar: with a path)",
        "`` | data: \"\" (expected: synthetic:digits, or one of idx:, csv:,"
            + " ohlcv:, images: and cifar: with a path)",
        "synthetic:letters | data: \"synthetic:letters\" (expected: synthetic:digits, or one of idx:, csv:,"
            + " ohlcv:, images: and cifar: with a path)",
        "csv:?label=y | csv file: \"\" (expected: csv:FILE)",
        "csv:a.csv | label: missing (expected: label=COLUMN, or its number as in label=-1)",
        "csv:a.csv?label=y&task=ranking | task: \"ranking\" (expected: one of classification,"
            + " regression)",
        "csv:a.csv?label=y&task=regression&positive=1 | positive: [1] (expected: only with"
            + " task=classification)",
        "csv:a.csv?label=y&delimiter=x | `delimiter: \"x\" (expected: one of , ; | : tab)`",
        "csv:a.csv?label=y&header=maybe | header: \"maybe\" (expected: one of auto, true, false)",
        "ohlcv:a?from=yesterday | from: \"yesterday\" (expected: a date as 2024-01-31 or a moment as"
            + " 2024-01-31T12:00:00Z)",
        "ohlcv:a?until=2024-02-30 | until: \"2024-02-30\" (expected: a date as 2024-01-31 or a moment as"
            + " 2024-01-31T12:00:00Z)",
        "ohlcv:a?holdout-from= | holdout-from: \"\" (expected: a date as 2024-01-31 or a moment as"
            + " 2024-01-31T12:00:00Z)",
        "ohlcv:a?from=2024-01-01&until=2024-01-01T00:00:00Z | until: 2024-01-01T00:00:00Z (expected:"
            + " after from=2024-01-01T00:00:00Z)",
        "ohlcv:a?until=2024-01-01&holdout-from=2024-01-01T12:00:00Z | until: 2024-01-01T00:00:00Z"
            + " (expected: after holdout-from=2024-01-01T12:00:00Z)",
        "images:a?size=32 | size: \"32\" (expected: HEIGHTxWIDTH as in 32x32)",
        "images:a?size=0x32 | size: 0x32 (expected: 1x1 to 4096x4096)",
        "images:a?channels=2 | channels: 2 (expected: 1 or 3)",
        "images:a?limit=0 | limit: 0 (expected: > 0)",
        "idx: | idx directory: \"\" (expected: idx:DIR)",
        "idx:.. | name: \"\" (expected: name=NAME with 1 to 200 characters, none of them / or \\)",
        "idx:a?name=b/c | name: \"b/c\" (expected: name=NAME with 1 to 200 characters, none of them / or \\)",
        "idx:a?train=5 | option: \"train=5\" (expected: NAME=VALUE with one of partition, shard, seed,"
            + " rotate, name)",
        "synthetic:digits?speed=5 | option: \"speed=5\" (expected: NAME=VALUE with one of train, test,"
            + " partition, shard, seed, rotate, name)",
        "synthetic:digits?seed | option: \"seed\" (expected: NAME=VALUE with one of train, test,"
            + " partition, shard, seed, rotate, name)",
        "synthetic:digits?seed=1&seed=2 | option: seed twice (expected: once)",
        "synthetic:digits?seed=1.5 | seed: \"1.5\" (expected: a whole number of 64 bits)",
        "synthetic:digits?train=0 | train: 0 (expected: from 1 to 2000000)",
        "synthetic:digits?train=many | train: \"many\" (expected: a whole number)",
        "synthetic:digits?test=2000001 | test: 2000001 (expected: from 1 to 2000000)",
        "idx:a?partition=sorted&shard=0/2 | partition: sorted (expected: iid, dirichlet:A, shards:K or labels:K)",
        "idx:a?partition=iid:3&shard=0/2 | partition: iid:3 (expected: iid, dirichlet:A, shards:K or labels:K)",
        "idx:a?partition=dirichlet&shard=0/2 | partition dirichlet: \"\" (expected: a number)",
        "idx:a?partition=dirichlet:0&shard=0/2 | partition dirichlet: 0.0 (expected: a finite number >"
            + " 0)",
        "idx:a?partition=dirichlet:NaN&shard=0/2 | partition dirichlet: \"NaN\" (expected: a number)",
        "idx:a?partition=shards:0&shard=0/2 | partition shards: 0 (expected: > 0)",
        "idx:a?partition=iid | shard: missing (expected: shard=i/n, since partition= is given)",
        "idx:a?shard=4/4 | shard: 4/4 (expected: i/n with i from 0 to n-1, n at most 100000)",
        "idx:a?shard=0/0 | shard: 0/0 (expected: i/n with i from 0 to n-1, n at most 100000)",
        "idx:a?shard=1 | shard: 1 (expected: i/n, as 0/4 for the first of four)",
        "idx:a?rotate=left | rotate: \"left\" (expected: a number)",
      })
  void saysWhatIsWrongAndWhatExists(String text, String message) {
    assertThatThrownBy(() -> DataSpec.parse(text))
        .isInstanceOf(DataSpecException.class)
        .hasMessage(message);
  }
}
