package dev.mycelium.agent.learning.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A way to deal the training examples of one data set out to nodes. Laws: the parts are disjoint,
 * cover everything, are not empty, and depend on nothing but the labels, the number of nodes and
 * the seed, so that every node computes its own part without asking the others.
 */
public sealed interface Partition {

  /**
   * The owner of each example, as the index of its node.
   *
   * @param labels class index of each example
   * @throws DataSpecException if a node would get nothing
   */
  int[] owners(int[] labels, int nodes, long seed);

  /** The examples of one node as ascending indices. */
  default int[] part(int[] labels, Shard shard, long seed) {
    int[] owners = owners(labels, shard.count(), seed);
    return IntStream.range(0, owners.length).filter(i -> owners[i] == shard.index()).toArray();
  }

  /** Shuffled and cut evenly: sizes differ by at most one. */
  record Iid() implements Partition {

    @Override
    public int[] owners(int[] labels, int nodes, long seed) {
      requireAtLeast(nodes, labels, "iid");
      int[] order = new SeededDraws(seed, 1).permutation(labels.length);
      int[] owners = new int[labels.length];
      for (int node = 0; node < nodes; node++) {
        for (int k = cut(node, nodes, order); k < cut(node + 1, nodes, order); k++) {
          owners[order[k]] = node;
        }
      }
      return owners;
    }
  }

  /**
   * McMahan's pathological split (arXiv 1602.05629, section 3): sorted by label, cut into nodes *
   * perNode shards whose sizes differ by at most one, of which each node gets {@code perNode} at
   * random.
   */
  record LabelShards(int perNode) implements Partition {

    public LabelShards {
      if (perNode < 1) {
        throw DataSpecException.of("partition shards", perNode, "> 0");
      }
    }

    @Override
    public int[] owners(int[] labels, int nodes, long seed) {
      requireAtLeast((long) nodes * perNode, labels, "shards:" + perNode);
      int shards = nodes * perNode;
      int[] sorted = sortedByLabel(labels);
      int[] dealt = new SeededDraws(seed, 2).permutation(shards);
      int[] owners = new int[labels.length];
      for (int place = 0; place < shards; place++) {
        int shard = dealt[place];
        for (int k = cut(shard, shards, sorted); k < cut(shard + 1, shards, sorted); k++) {
          owners[sorted[k]] = place / perNode;
        }
      }
      return owners;
    }

    private static int[] sortedByLabel(int[] labels) {
      return IntStream.range(0, labels.length)
          .boxed()
          .sorted(Comparator.comparingInt(i -> labels[i]))
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }

  /**
   * So many labels a node: node i has label i modulo their number and others at random; the
   * examples of a label are dealt out evenly among the nodes that have it (Li, Diao, Chen and He
   * 2022, arXiv 2102.02079, section 4.1, "quantity-based label imbalance").
   *
   * @param perNode labels of each node
   */
  record Labels(int perNode) implements Partition {

    public Labels {
      if (perNode < 1) {
        throw DataSpecException.of("partition labels", perNode, "> 0");
      }
    }

    @Override
    public int[] owners(int[] labels, int nodes, long seed) {
      int[] present = Arrays.stream(labels).distinct().sorted().toArray();
      if (perNode > present.length || nodes < present.length) {
        throw DataSpecException.of(
            "partition labels",
            "%d of %d labels at each of %d nodes".formatted(perNode, present.length, nodes),
            "no more labels a node than there are, and no fewer nodes");
      }
      boolean[][] has = new boolean[nodes][];
      for (int node = 0; node < nodes; node++) {
        has[node] = chosen(node, present.length, new SeededDraws(seed, 5, node));
      }
      int[] owners = new int[labels.length];
      int[] order = new SeededDraws(seed, 6).permutation(labels.length);
      for (int label = 0; label < present.length; label++) {
        int wanted = label;
        int[] having = IntStream.range(0, nodes).filter(node -> has[node][wanted]).toArray();
        int[] same = Arrays.stream(order).filter(i -> labels[i] == present[wanted]).toArray();
        for (int k = 0; k < same.length; k++) {
          owners[same[k]] = having[k % having.length];
        }
      }
      requireNoneEmpty(owners, nodes, "labels:" + perNode + " with seed " + seed);
      return owners;
    }

    private boolean[] chosen(int node, int labels, SeededDraws draws) {
      boolean[] chosen = new boolean[labels];
      chosen[node % labels] = true;
      for (int more = 1; more < perNode; more++) {
        int next = draws.below(labels);
        while (chosen[next]) {
          next = draws.below(labels);
        }
        chosen[next] = true;
      }
      return chosen;
    }
  }

  /**
   * Skewed labels: for each label, the nodes' shares of its examples are drawn from a symmetric
   * Dirichlet distribution (Hsu, Qi and Brown 2019, arXiv 1909.06335, in the per-label form of
   * Yurochkin et al. 2019, arXiv 1905.12022). Which of a label's examples a node gets is random;
   * cut points are rounded, so that each label is dealt out completely.
   *
   * @param concentration small: few labels a node; large: nearly iid
   */
  record Dirichlet(double concentration) implements Partition {

    public Dirichlet {
      if (!(concentration > 0) || Double.isInfinite(concentration)) {
        throw DataSpecException.of("partition dirichlet", concentration, "a finite number > 0");
      }
    }

    @Override
    public int[] owners(int[] labels, int nodes, long seed) {
      requireAtLeast(nodes, labels, "dirichlet:" + concentration);
      int[] owners = new int[labels.length];
      int[] order = new SeededDraws(seed, 3).permutation(labels.length);
      for (int label : Arrays.stream(labels).distinct().sorted().toArray()) {
        int[] same = Arrays.stream(order).filter(i -> labels[i] == label).toArray();
        deal(same, shares(nodes, new SeededDraws(seed, 4, label)), owners);
      }
      requireNoneEmpty(
          owners,
          nodes,
          "dirichlet:%s with seed %d (a larger concentration or fewer nodes help)"
              .formatted(concentration, seed));
      return owners;
    }

    /** One draw of the distribution: Gamma variates over their sum, from their logarithms. */
    double[] shares(int nodes, SeededDraws draws) {
      double[] logs = new double[nodes];
      Arrays.setAll(logs, node -> draws.logGamma(concentration));
      double largest = Arrays.stream(logs).max().orElseThrow();
      double[] shares = new double[nodes];
      double sum = 0;
      for (int node = 0; node < nodes; node++) {
        shares[node] = StrictMath.exp(logs[node] - largest);
        sum += shares[node];
      }
      for (int node = 0; node < nodes; node++) {
        shares[node] /= sum;
      }
      return shares;
    }

    private static void deal(int[] examples, double[] shares, int[] owners) {
      double cumulative = 0;
      int from = 0;
      for (int node = 0; node < shares.length; node++) {
        cumulative += shares[node];
        boolean last = node == shares.length - 1;
        int to = last ? examples.length : (int) Math.round(cumulative * examples.length);
        for (; from < Math.min(to, examples.length); from++) {
          owners[examples[from]] = node;
        }
      }
    }
  }

  private static void requireNoneEmpty(int[] owners, int nodes, String name) {
    boolean[] some = new boolean[nodes];
    Arrays.stream(owners).forEach(node -> some[node] = true);
    for (int node = 0; node < nodes; node++) {
      if (!some[node]) {
        throw DataSpecException.of(
            "partition " + name, "no example for shard " + node + "/" + nodes, "at least 1 each");
      }
    }
  }

  /** Where part {@code part} of {@code parts} equal ones begins. */
  private static int cut(int part, int parts, int[] of) {
    return (int) ((long) of.length * part / parts);
  }

  private static void requireAtLeast(long parts, int[] labels, String name) {
    if (labels.length < parts) {
      throw DataSpecException.of(
          "partition " + name,
          parts + " parts of " + labels.length + " examples",
          "no more parts than examples");
    }
  }
}
