package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads pictures whose folder names their class, as {@code CLASS/x.jpg} or {@code
 * train/CLASS/x.jpg} beside {@code val/} or {@code test/}: ImageNet's layout. What has test images
 * only is learned from all the same, so that it can be validation data. One pass; of each file only
 * the scaled bytes are kept.
 */
final class ImageTree {
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png");
  private static final Set<String> TRAIN = Set.of("train", "training");
  private static final Set<String> TEST = Set.of("val", "valid", "validation", "test");
  private static final int UNREADABLE_IN = 100;

  private final Path path;
  private final ImageOptions options;
  private final PictureReader reader;
  private final MemoryMeter room;
  private final Map<String, Integer> taken = new HashMap<>();
  private @Nullable Parts parts;
  private ImageOptions.@Nullable Size size;
  private String firstName = "";
  private String firstUnreadable = "";
  private int read;
  private int unreadable;

  private record Parts(PictureCollector train, PictureCollector test) {}

  ImageTree(Path path, ImageOptions options, MemoryMeter room) {
    this.path = path;
    this.options = options;
    this.room = room;
    this.reader = new PictureReader(options.channels());
    this.size = options.size().orElse(null);
  }

  /**
   * @param agreed whose labels bind; null if the folders name them
   */
  Dataset read(String name, @Nullable TaskSpec agreed) {
    ImageFiles files = Files.isDirectory(path) ? new FolderFiles(path) : new TarFile(path);
    files.forEach(this::visit);
    if (parts == null) {
      throw UnreadableDatasetException.of(
          path, "images", 0, "CLASS/*.jpg, .jpeg or .png, or train/CLASS/*");
    }
    boolean testOnly = parts.train().classes().isEmpty();
    List<String> classes = classes(parts, agreed);
    return new Dataset(
        name,
        classes,
        new Arrangement.Unordered(),
        (testOnly ? parts.test() : parts.train()).examples(classes),
        (testOnly ? parts.train() : parts.test()).examples(classes),
        notes(testOnly));
  }

  private void visit(String name, InputStream content) throws IOException {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!ENDINGS.contains(ending) || name.substring(name.lastIndexOf('/') + 1).startsWith("._")) {
      return;
    }
    List<String> folders = new ArrayList<>(List.of(name.split("/")));
    folders.remove(folders.size() - 1);
    folders.remove(".");
    String label = folders.isEmpty() ? "" : folders.get(folders.size() - 1);
    if (label.isEmpty() || TRAIN.contains(label) || TEST.contains(label)) {
      throw UnreadableDatasetException.of(
          path, "image " + CellText.quoted(name), "in no class folder", "CLASS/FILE");
    }
    boolean test = folders.stream().limit(folders.size() - 1).anyMatch(TEST::contains);
    if (taken.merge((test ? "test/" : "train/") + label, 1, Integer::sum) <= options.limit()) {
      decode(name, content).ifPresent(picture -> add(name, label, test, picture));
    }
  }

  private Optional<PictureReader.Picture> decode(String name, InputStream content) {
    try {
      PictureReader.Picture picture = reader.read(content);
      read++;
      return Optional.of(picture);
    } catch (IOException e) {
      if (unreadable++ == 0) {
        firstUnreadable = CellText.quoted(name) + ": " + e.getMessage();
      }
      if (unreadable > 1 + read / UNREADABLE_IN) {
        throw UnreadableDatasetException.of(
            path,
            "image " + CellText.quoted(name),
            String.valueOf(e.getMessage()),
            "a JPEG or PNG; at most 1 in %d may be damaged".formatted(UNREADABLE_IN));
      }
      return Optional.empty();
    }
  }

  private void add(String name, String label, boolean test, PictureReader.Picture picture) {
    Parts into = begin(name, picture);
    ImageOptions.Size wanted = size == null ? sizeOf(picture) : size;
    if (options.size().isEmpty() && !sizeOf(picture).equals(wanted)) {
      throw UnreadableDatasetException.of(
          path,
          "size of " + CellText.quoted(name),
          sizeOf(picture),
          "%s as %s; size=HEIGHTxWIDTH scales all".formatted(wanted, CellText.quoted(firstName)));
    }
    PictureCollector part = test ? into.test() : into.train();
    if (!part.hasRoom()) {
      throw UnreadableDatasetException.of(
          path,
          "images",
          read,
          MemoryBudget.atMost(read - 1, "limit= takes fewer of each class, size= smaller, "));
    }
    part.add(label, Scaling.scaled(picture, options.channels(), wanted));
  }

  private Parts begin(String name, PictureReader.Picture picture) {
    if (parts == null) {
      size = options.size().orElseGet(() -> sizeOf(picture));
      firstName = name;
      parts = new Parts(collector(size), collector(size));
    }
    return parts;
  }

  private PictureCollector collector(ImageOptions.Size of) {
    return new PictureCollector(options.channels(), of.rows(), of.columns(), room);
  }

  private static ImageOptions.Size sizeOf(PictureReader.Picture picture) {
    return new ImageOptions.Size(picture.rows(), picture.columns());
  }

  private List<String> classes(Parts of, @Nullable TaskSpec agreed) {
    Set<String> found = new TreeSet<>(of.train().classes());
    found.addAll(of.test().classes());
    if (agreed == null && found.size() < 2) {
      throw UnreadableDatasetException.of(path, "classes", found, "at least 2 folders");
    }
    if (agreed == null) {
      return List.copyOf(found);
    }
    found.removeAll(agreed.labels());
    if (!found.isEmpty()) {
      throw UnreadableDatasetException.of(
          path, "classes", found, "only " + String.join(", ", agreed.labels()));
    }
    return agreed.labels();
  }

  private List<String> notes(boolean testOnly) {
    List<String> notes = new ArrayList<>();
    if (testOnly) {
      notes.add("there are test images only, and they are what is learned from");
    }
    if (unreadable > 0) {
      notes.add(
          "%d of %d images cannot be read and are left out, the first %s"
              .formatted(unreadable, read + unreadable, firstUnreadable));
    }
    return notes;
  }
}
