import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A learner of Mycelium's exec protocol in one file and nothing but the JDK: y = w x + b by gradient
 * descent on numbers of its own.
 *
 * <pre>mycelium node start --learner 'exec:java docs/examples/exec/Line.java 0'</pre>
 *
 * The argument, 0 to 9, says which part of the line y = 3 x - 1 this node sees. Its model is the
 * built-in {@code linear}, so that it learns beside nodes of any other kind.
 */
final class Line {
  private static final int EXAMPLES = 40;

  private final String request;
  private final double from;

  private Line(String request, double from) {
    this.request = request;
    this.from = from;
  }

  public static void main(String[] arguments) throws IOException {
    String request = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    new Line(request, Integer.parseInt(arguments[0]) / 10.0).answer();
  }

  private void answer() throws IOException {
    String operation = text("operation");
    System.err.println("asked to " + operation);
    if (operation.equals("offer")) {
      reply(
          "{\"task\": {\"kind\": \"regression\", \"input_shape\": [1], \"labels\": [],"
              + " \"metric\": \"r2\", \"schema\": null}, \"dataset\": \"line\","
              + " \"model\": \"linear\", \"train_examples\": %d, \"holdout_examples\": %d}",
          EXAMPLES, EXAMPLES);
    } else if (operation.equals("learn")) {
      learn();
    } else if (operation.equals("evaluate")) {
      evaluate();
    } else {
      System.err.println("unknown operation " + operation + " (expected: offer, learn, evaluate)");
      System.exit(64);
    }
  }

  private void learn() throws IOException {
    double[] w = read(Path.of(text("head")));
    double rate = number("learning_rate");
    int epochs = (int) number("local_epochs");
    for (int step = 0; step < epochs; step++) {
      double slope = 0;
      double shift = 0;
      for (int i = 0; i < EXAMPLES; i++) {
        double error = w[0] * x(i) + w[1] - y(i);
        slope += 2 * error * x(i) / EXAMPLES;
        shift += 2 * error / EXAMPLES;
      }
      w[0] -= rate * slope;
      w[1] -= rate * shift;
    }
    write(Path.of(text("output")), w);
    reply(
        "{\"examples\": %d, \"train_loss\": %s, \"steps\": %d}", EXAMPLES, loss(w), epochs);
  }

  private void evaluate() throws IOException {
    double[] w = read(Path.of(text("head")));
    double mean = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      mean += y(i) / EXAMPLES;
    }
    double spread = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      spread += (y(i) - mean) * (y(i) - mean) / EXAMPLES;
    }
    reply(
        "{\"metric\": %s, \"loss\": %s, \"examples\": %d}",
        1 - loss(w) / spread, loss(w), EXAMPLES);
  }

  private double x(int i) {
    return from + 2.0 * i / EXAMPLES;
  }

  private double y(int i) {
    return 3 * x(i) - 1;
  }

  private double loss(double[] w) {
    double sum = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      double error = w[0] * x(i) + w[1] - y(i);
      sum += error * error / EXAMPLES;
    }
    return sum;
  }

  /** dense0.weight [1, 1] and dense0.bias [1], wherever the header says that they lie. */
  private static double[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong();
    String names = new String(bytes.array(), 8, header, StandardCharsets.UTF_8);
    return new double[] {
      bytes.getFloat(8 + header + offset(names, "dense0.weight")),
      bytes.getFloat(8 + header + offset(names, "dense0.bias"))
    };
  }

  private static int offset(String header, String name) {
    Matcher entry =
        Pattern.compile('"' + Pattern.quote(name) + "\".*?\"data_offsets\":\\[(\\d+)")
            .matcher(header);
    if (!entry.find()) {
      throw new IllegalStateException(name + " is not in " + header);
    }
    return Integer.parseInt(entry.group(1));
  }

  private static void write(Path file, double[] w) throws IOException {
    String header =
        "{\"dense0.weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
            + "\"dense0.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}";
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).putFloat((float) w[0]).putFloat((float) w[1]);
    Files.write(file, bytes.array());
  }

  private void reply(String pattern, Object... values) throws IOException {
    Files.writeString(Path.of(text("reply")), String.format(Locale.ROOT, pattern, values));
  }

  private String text(String field) {
    return found(field, "\"((?:[^\"\\\\]|\\\\.)*)\"").replace("\\\\", "\\");
  }

  private double number(String field) {
    return Double.parseDouble(found(field, "(-?[0-9.eE+-]+)"));
  }

  private String found(String field, String value) {
    Matcher matcher = Pattern.compile('"' + field + "\"\\s*:\\s*" + value).matcher(request);
    if (!matcher.find()) {
      throw new IllegalStateException(field + " is not in " + request);
    }
    return matcher.group(1);
  }
}
