package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.wire.group.GroupSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that two members say to each other and to the registry during rounds, recorded byte by
 * byte. Their rows are made of numbers that nothing else says by chance.
 */
class WhatLeavesIT {
  private static final int ROWS = 120;
  private static final int COLUMNS = 6;

  @RegisterExtension static final Network network = new Network();
  @TempDir Path folder;

  @Test
  void noTrainingRowGoesOverTheWire() throws IOException {
    double[][] rows = rows();
    Path data = Files.writeString(folder.resolve("ward.csv"), text(rows));
    try (RecordingProxy registry = new RecordingProxy();
        RecordingProxy first = new RecordingProxy();
        RecordingProxy second = new RecordingProxy()) {
      registry.forwardTo(network.registry().uri().getPort());
      AgentProcess one = start("one", data, registry, first);
      AgentProcess two = start("two", data, registry, second);
      Deadline.await("rounds of two")
          .until(() -> network.client().group(two.groupId()).memberCount() == 2);
      long reached = one.scoredVersion();
      Deadline.await("three more heads")
          .until(
              () ->
                  Math.min(one.scoredVersion(), two.scoredVersion()) >= reached + 3
                      && one.lastEvent("trained").isPresent()
                      && two.lastEvent("trained").isPresent());

      List<byte[]> wire =
          Stream.of(registry, first, second).flatMap(proxy -> proxy.recorded().stream()).toList();
      assertThat(wire).as("updates went by").anyMatch(bytes -> says(bytes, "dense0.weight"));
      assertThat(wire).as("submissions went by").anyMatch(bytes -> says(bytes, "/submissions"));
      Stream.concat(Stream.of(rows).flatMap(row -> traces(row).stream()), encoded(data, two))
          .forEach(trace -> assertThat(wire).noneMatch(bytes -> contains(bytes, trace)));
    }
  }

  /** Neighbours in the rows as the learner holds them: encoded by the group's schema. */
  private static Stream<byte[]> encoded(Path data, AgentProcess agent) {
    GroupSpec spec = network.client().group(agent.groupId()).spec();
    Examples examples =
        new Datasets(Programs.ROOT, Network.home())
            .load(DataSpec.parse(spec(data)))
            .train()
            .encoded(spec.task());
    float[] row = new float[examples.inputs()];
    return IntStream.range(0, examples.size())
        .boxed()
        .flatMap(
            i -> {
              examples.copyInputs(i, row, 0);
              return neighbours(row).stream();
            });
  }

  private static List<byte[]> neighbours(float[] row) {
    List<byte[]> pairs = new ArrayList<>();
    for (int i = 1; i < row.length; i++) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        pairs.add(bytes(order).putFloat(row[i - 1]).putFloat(row[i]).array());
      }
    }
    return pairs;
  }

  private AgentProcess start(
      String name, Path data, RecordingProxy registry, RecordingProxy address) throws IOException {
    int port = StartIT.freePort();
    address.forwardTo(port);
    return network.start(
        name,
        "--registry",
        "http://127.0.0.1:" + registry.port(),
        "--port",
        String.valueOf(port),
        "--address",
        "127.0.0.1:" + address.port(),
        "--data",
        spec(data),
        "--model",
        "linear");
  }

  private static String spec(Path data) {
    return "csv:" + data + "?label=sick&name=ward";
  }

  /**
   * Each cell as it stands in the file and as a double, and each two neighbours as floats, in
   * either byte order: eight bytes and more, which nothing equals by chance.
   */
  private static List<byte[]> traces(double[] row) {
    List<byte[]> traces = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      traces.add(cell(row[i]).getBytes(StandardCharsets.US_ASCII));
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        traces.add(bytes(order).putDouble(row[i]).array());
        if (i > 0) {
          traces.add(bytes(order).putFloat((float) row[i - 1]).putFloat((float) row[i]).array());
        }
      }
    }
    return traces;
  }

  private static ByteBuffer bytes(ByteOrder order) {
    return ByteBuffer.allocate(Double.BYTES).order(order);
  }

  private static double[][] rows() {
    SplittableRandom random = new SplittableRandom(11);
    return IntStream.range(0, ROWS)
        .mapToObj(i -> random.doubles(COLUMNS, 100_000, 900_000).toArray())
        .toArray(double[][]::new);
  }

  private static String text(double[][] rows) {
    StringBuilder text = new StringBuilder("a,b,c,d,e,f,sick\n");
    for (double[] row : rows) {
      text.append(
          Arrays.stream(row)
              .mapToObj(WhatLeavesIT::cell)
              .collect(Collectors.joining(",", "", row[0] > row[1] ? ",yes\n" : ",no\n")));
    }
    return text.toString();
  }

  private static String cell(double value) {
    return Double.toString(value);
  }

  private static boolean says(byte[] bytes, String text) {
    return contains(bytes, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int from = 0; from + wanted.length <= bytes.length; from++) {
      int same = 0;
      while (same < wanted.length && bytes[from + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
