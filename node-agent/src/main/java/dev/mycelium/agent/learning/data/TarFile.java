package dev.mycelium.agent.learning.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;

/**
 * The files in a tar archive (POSIX ustar, pax and GNU long names), one after the other, packed
 * with gzip or not. Links, devices and directories are passed over; nothing is ever written to
 * disk.
 *
 * <p>Written by hand because this package takes the JDK only and reading is all that is needed.
 */
final class TarFile implements ImageFiles {
  private static final int BLOCK = 512;
  private static final int CHECKSUM_AT = 148;
  private static final int LONGEST_TEXT = 1 << 16;

  private final Path archive;
  private long entries;

  TarFile(Path archive) {
    this.archive = archive;
  }

  @Override
  public void forEach(Visitor visitor) {
    try (InputStream in = InputFile.open(archive)) {
      read(in, visitor);
    } catch (EOFException | ZipException e) {
      throw damaged("archive", String.valueOf(e.getMessage()), "a whole file");
    } catch (IOException e) {
      throw UnreadableDatasetException.of(archive, e);
    }
  }

  private void read(InputStream in, Visitor visitor) throws IOException {
    String longName = "";
    byte[] header = new byte[BLOCK];
    while (true) {
      if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
        throw new EOFException("it ends without an end mark");
      }
      if (isZero(header)) {
        return;
      }
      requireChecksum(header);
      long size = number(header, 124, 12);
      char type = (char) header[156];
      EntryStream body = new EntryStream(in, size);
      switch (type) {
        case 'L' -> longName = text(body, size).split("\0", 2)[0];
        case 'x' -> longName = paxPath(text(body, size), longName);
        case '0', '\0' -> {
          visitor.visit(safe(longName.isEmpty() ? name(header) : longName), body);
          longName = "";
        }
        default -> longName = type == 'g' ? longName : "";
      }
      body.skipRest((BLOCK - size % BLOCK) % BLOCK);
      entries++;
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte value : block) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** Sum of the header's bytes, those of the sum itself taken as spaces. */
  private void requireChecksum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : header[i] & 0xFF;
    }
    if (sum != number(header, CHECKSUM_AT, 8)) {
      throw damaged("header", "a wrong checksum", "a tar archive");
    }
  }

  /** Octal digits, or a big-endian number after a first byte of 0x80. */
  private long number(byte[] header, int at, int length) {
    long number = 0;
    if ((header[at] & 0x80) != 0) {
      for (int i = at + 1; i < at + length; i++) {
        number = number << 8 | header[i] & 0xFF;
      }
      if ((header[at] & 0x7F) != 0 || number < 0 || header[at + 1] != 0) {
        throw damaged("size", "out of range", "0 to 2^63 - 1");
      }
      return number;
    }
    for (int i = at; i < at + length; i++) {
      int digit = header[i] - '0';
      if (digit >= 0 && digit < 8) {
        number = number * 8 + digit;
      } else if (header[i] != ' ' && header[i] != 0) {
        throw damaged("number in a header", (char) header[i], "octal digits");
      }
    }
    return number;
  }

  private String text(InputStream body, long size) throws IOException {
    if (size > LONGEST_TEXT) {
      throw damaged("bytes of a name", size, "at most " + LONGEST_TEXT);
    }
    byte[] bytes = body.readNBytes((int) size);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Records of the form {@code LENGTH path=VALUE\n}. */
  private String paxPath(String records, String otherwise) {
    for (String record : records.split("\n")) {
      String setting = record.substring(record.indexOf(' ') + 1);
      if (setting.startsWith("size=")) {
        throw damaged("size of an entry", "in an extended header", "below 8 GiB");
      }
      if (setting.startsWith("path=")) {
        return setting.substring("path=".length());
      }
    }
    return otherwise;
  }

  private static String name(byte[] header) {
    String name = field(header, 0, 100);
    boolean isUstar = field(header, 257, 5).equals("ustar");
    String prefix = isUstar ? field(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String field(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOfRange(header, at, end), StandardCharsets.UTF_8);
  }

  /** A name is only ever taken apart, never opened; one that climbs out is hostile all the same. */
  private String safe(String name) {
    List<String> parts = List.of(name.split("/", -1));
    if (name.startsWith("/")
        || parts.contains("..")
        || name.indexOf('\\') >= 0
        || name.chars().anyMatch(Character::isISOControl)) {
      throw damaged(
          "name", CellText.quoted(name.replaceAll("\\p{Cntrl}", "?")), "a name inside the archive");
    }
    return name;
  }

  private UnreadableDatasetException damaged(String what, Object found, String expected) {
    return UnreadableDatasetException.of(
        archive, "entry " + entries + ": " + what, found, expected);
  }

  /** The bytes of one entry; closing it leaves the archive open. */
  private static final class EntryStream extends InputStream {
    private final InputStream archive;
    private long left;

    EntryStream(InputStream archive, long size) {
      this.archive = archive;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
      if (left == 0 || length == 0) {
        return length == 0 ? 0 : -1;
      }
      int read = archive.read(target, at, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("it ends in the middle of an entry");
      }
      left -= read;
      return read;
    }

    void skipRest(long padding) throws IOException {
      archive.skipNBytes(left + padding);
      left = 0;
    }
  }
}
