import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Recomputes the heads that a coordinator committed from the updates it stored, with nothing of the
 * project but this description, and compares SHA-256 sums.
 *
 * <p>Run {@code java src/test/verify/RecomputeHead.java STATE_DIR}. The exit code is 0 if at least
 * one head was recomputed and none differed, 1 otherwise, 2 for a wrong call. It reads
 *
 * <pre>
 *   blobs/ab/ab12...                        a blob, named by the SHA-256 of its bytes
 *   rounds/GROUP/ROUND-EPOCH/manifest.json  head {sha, round, epoch}: what the round started from:
 *                                           the parent, or while the registry was away an earlier
 *                                           round's head, recomputed as well if it is stored
 *            .../submissions/*.json         node_id, update_sha, examples: one member's answer
 *            .../outcome.json               outcome; if "completed" or "provisional": counted,
 *                                           the node_ids that were aggregated, and head {version,
 *                                           parent_sha, sha, epoch, round}
 * </pre>
 *
 * <p>A head or an update is a safetensors file: the length of the header in 8 bytes (little-endian
 * as everything), the header as JSON {@code {name: {dtype, shape, data_offsets: [begin, end]}}},
 * and then the values, float32. An update holds differences to the head it started from. For each
 * value by itself, with the members in the order of their node_ids (as Java compares strings), n
 * the examples of a member and N their sum:
 *
 * <pre>
 *   s = (double) parent;   for each member: s = s + ((double) n / (double) N) * (double) update
 *   head = (float) s
 * </pre>
 *
 * <p>The new file has the tensors of its parent in the parent's order. Its header is written
 * without spaces, first {@code "__metadata__":{"format":"mycelium"}}, then the tensors with the
 * fields dtype, shape and data_offsets in this order, and padded at its end with spaces to a
 * multiple of 8 bytes.
 */
public final class RecomputeHead {
  private static final List<Object> MADE_A_HEAD = List.of("completed", "provisional");

  private final Path state;
  private int recomputed;
  private int mismatched;

  private RecomputeHead(Path state) {
    this.state = state;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println("usage: java RecomputeHead.java STATE_DIR");
      System.exit(2);
    }
    RecomputeHead run = new RecomputeHead(Path.of(arguments[0]));
    for (Path attempt : run.attempts()) {
      System.out.println(run.describe(attempt));
    }
    System.out.printf("%d recomputed, %d differ%n", run.recomputed, run.mismatched);
    System.exit(run.recomputed > 0 && run.mismatched == 0 ? 0 : 1);
  }

  /** Directories of rounds that made a head, the oldest round first. */
  private List<Path> attempts() throws IOException {
    Map<String, Path> byRound = new TreeMap<>();
    for (Path group : list(state.resolve("rounds"))) {
      for (Path attempt : list(group)) {
        Path file = attempt.resolve("outcome.json");
        if (Files.exists(file) && MADE_A_HEAD.contains(json(file).get("outcome"))) {
          Map<String, Object> made = object(json(file).get("head"));
          byRound.put(
              "%s %020d %020d".formatted(group, number(made.get("round")), number(made.get("epoch"))),
              attempt);
        }
      }
    }
    return new ArrayList<>(byRound.values());
  }

  private String describe(Path attempt) throws Exception {
    Map<String, Object> outcome = json(attempt.resolve("outcome.json"));
    Map<String, Object> head = object(outcome.get("head"));
    boolean committed = "completed".equals(outcome.get("outcome"));
    String line =
        "round %s epoch %s %s %s: "
            .formatted(
                head.get("round"),
                head.get("epoch"),
                committed ? "version" : "provisional version",
                head.get("version"));
    try {
      Map<String, Object> trained = manifestHead(attempt);
      if (!head.get("parent_sha").equals(trained.get("sha"))) {
        requireProvisional(trained, attempt);
      }
      String sha = recompute((String) trained.get("sha"), counted(attempt, outcome));
      require(sha.equals(head.get("sha")), "recomputed " + sha + ", stored " + head.get("sha"));
      recomputed++;
      return line + "OK " + sha;
    } catch (Finding e) {
      mismatched += e.mismatch ? 1 : 0;
      return line + e.getMessage();
    }
  }

  /** What was trained from, if not the parent, was made by an earlier round without the registry. */
  private static void requireProvisional(Map<String, Object> trained, Path attempt)
      throws IOException, Finding {
    Object round = trained.get("round");
    Path file = attempt.resolveSibling(round + "-" + trained.get("epoch")).resolve("outcome.json");
    if (!Files.exists(file)) {
      throw Finding.missing("outcome of round " + round + ", which this one went on from");
    }
    Map<String, Object> outcome = json(file);
    boolean same =
        "provisional".equals(outcome.get("outcome"))
            && trained.get("sha").equals(object(outcome.get("head")).get("sha"));
    require(same, "neither the parent nor the provisional head of round " + round);
  }

  private static Map<String, Object> manifestHead(Path attempt) throws IOException, Finding {
    Path manifest = attempt.resolve("manifest.json");
    if (!Files.exists(manifest)) {
      throw Finding.missing("manifest.json");
    }
    return object(json(manifest).get("head"));
  }

  /** The submissions that were aggregated, by node_id. */
  private static TreeMap<String, Map<String, Object>> counted(
      Path attempt, Map<String, Object> outcome) throws IOException, Finding {
    TreeMap<String, Map<String, Object>> submissions = new TreeMap<>();
    for (Path file : list(attempt.resolve("submissions"))) {
      Map<String, Object> submission = json(file);
      submissions.put((String) submission.get("node_id"), submission);
    }
    List<?> counted = (List<?>) outcome.get("counted");
    for (Object node : counted) {
      if (!submissions.containsKey(node)) {
        throw Finding.missing("submission of " + node);
      }
    }
    submissions.keySet().retainAll(counted);
    return submissions;
  }

  private String recompute(String parentSha, TreeMap<String, Map<String, Object>> submissions)
      throws Exception {
    Map<String, Tensor> parent = tensors(blob(parentSha));
    Map<String, double[]> sums = new LinkedHashMap<>();
    parent.forEach((name, tensor) -> sums.put(name, tensor.widened()));
    long all = 0;
    for (Map<String, Object> submission : submissions.values()) {
      all = Math.addExact(all, number(submission.get("examples")));
    }
    for (Map<String, Object> submission : submissions.values()) {
      Map<String, Tensor> update = tensors(blob((String) submission.get("update_sha")));
      require(update.keySet().equals(parent.keySet()), "tensors of " + submission.get("node_id"));
      double weight = (double) number(submission.get("examples")) / (double) all;
      for (Tensor tensor : update.values()) {
        boolean sameShape = tensor.shape.equals(parent.get(tensor.name).shape);
        require(sameShape, "shape of " + tensor.name + " of " + submission.get("node_id"));
        tensor.addTo(sums.get(tensor.name), weight);
      }
    }
    return sha(parent, sums);
  }

  /** SHA-256 of the canonical file with the parent's tensors and these values. */
  private static String sha(Map<String, Tensor> parent, Map<String, double[]> values)
      throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] header = header(parent).getBytes(UTF_8);
    int padding = (8 - header.length % 8) % 8;
    digest.update(littleEndian(8).putLong(header.length + padding).array());
    digest.update(header);
    digest.update(" ".repeat(padding).getBytes(UTF_8));
    for (double[] tensor : values.values()) {
      ByteBuffer bytes = littleEndian(4 * tensor.length);
      for (double value : tensor) {
        bytes.putFloat((float) value);
      }
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String header(Map<String, Tensor> tensors) {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"mycelium\"}");
    long begin = 0;
    for (Tensor tensor : tensors.values()) {
      String name = tensor.name.replace("\"", "\\\"");
      String shape = tensor.shape.toString().replace(" ", "");
      long end = begin + 4L * tensor.values.capacity();
      header.append(
          ",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(name, shape, begin, end));
      begin = end;
    }
    return header.append('}').toString();
  }

  private byte[] blob(String sha) throws Exception {
    Path file = state.resolve("blobs").resolve(sha.substring(0, 2)).resolve(sha);
    if (!Files.exists(file)) {
      throw Finding.missing("blob " + sha);
    }
    byte[] bytes = Files.readAllBytes(file);
    require(sha.equals(sha256(bytes)), "blob " + sha + " was damaged");
    return bytes;
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void require(boolean holds, String otherwise) throws Finding {
    if (!holds) {
      throw new Finding(true, otherwise);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static Map<String, Object> json(Path file) throws IOException {
    return object(new Json(Files.readString(file)).value());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  private static long number(Object json) {
    return Long.parseLong(json.toString());
  }

  /** The tensors of a file by name, in the order of their bytes. */
  private static Map<String, Tensor> tensors(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong());
    Map<String, Object> header = object(new Json(new String(file, 8, length, UTF_8)).value());
    header.remove("__metadata__");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    header.entrySet().stream()
        .map(entry -> Tensor.of(entry.getKey(), object(entry.getValue()), bytes, 8 + length))
        .sorted(Comparator.comparingLong(Tensor::begin))
        .forEach(tensor -> tensors.put(tensor.name, tensor));
    return tensors;
  }

  private record Tensor(String name, List<Long> shape, long begin, FloatBuffer values) {

    static Tensor of(String name, Map<String, Object> entry, ByteBuffer file, int valuesAt) {
      List<Long> offsets = numbers(entry.get("data_offsets"));
      int begin = Math.toIntExact(offsets.get(0));
      int bytes = Math.toIntExact(offsets.get(1) - begin);
      ByteBuffer values = file.slice(valuesAt + begin, bytes).order(ByteOrder.LITTLE_ENDIAN);
      return new Tensor(name, numbers(entry.get("shape")), begin, values.asFloatBuffer());
    }

    double[] widened() {
      double[] widened = new double[values.capacity()];
      for (int i = 0; i < widened.length; i++) {
        widened[i] = values.get(i);
      }
      return widened;
    }

    void addTo(double[] sums, double weight) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = sums[i] + weight * (double) values.get(i);
      }
    }

    private static List<Long> numbers(Object json) {
      return ((List<?>) json).stream().map(RecomputeHead::number).toList();
    }
  }

  /** Objects, arrays and texts of well-formed JSON; numbers and words stay as they are written. */
  private static final class Json {
    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Object value() {
      return switch (peek()) {
        case '{' -> members();
        case '[' -> elements();
        case '"' -> string();
        default -> word();
      };
    }

    private Map<String, Object> members() {
      Map<String, Object> members = new LinkedHashMap<>();
      for (at++; peek() != '}'; skip(',')) {
        String name = string();
        skip(':');
        members.put(name, value());
      }
      at++;
      return members;
    }

    private List<Object> elements() {
      List<Object> elements = new ArrayList<>();
      for (at++; peek() != ']'; skip(',')) {
        elements.add(value());
      }
      at++;
      return elements;
    }

    private String string() {
      StringBuilder string = new StringBuilder();
      peek();
      for (at++; text.charAt(at) != '"'; at++) {
        string.append(text.charAt(at) == '\\' ? escaped(text.charAt(++at)) : text.charAt(at));
      }
      at++;
      return string.toString();
    }

    private char escaped(char escape) {
      if (escape == 'u') {
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
      }
      int control = "bfnrt".indexOf(escape);
      return control < 0 ? escape : "\b\f\n\r\t".charAt(control);
    }

    private String word() {
      int begin = at;
      while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(begin, at);
    }

    private char peek() {
      while (Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return text.charAt(at);
    }

    private void skip(char separator) {
      if (peek() == separator) {
        at++;
      }
    }
  }

  /** Why a head was not reproduced. */
  private static final class Finding extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean mismatch;

    private Finding(boolean mismatch, String what) {
      super((mismatch ? "MISMATCH " : "MISSING ") + what);
      this.mismatch = mismatch;
    }

    static Finding missing(String what) {
      return new Finding(false, what);
    }
  }
}
