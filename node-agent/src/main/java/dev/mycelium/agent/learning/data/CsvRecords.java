package dev.mycelium.agent.learning.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * The records of a delimited text file, one after the other (RFC 4180): a value may stand in double
 * quotes, doubled inside, and then hold delimiters and line ends. Spaces around values are no part
 * of them; blank lines are skipped; lines end in LF or CRLF. UTF-8, with or without a byte order
 * mark; packed with gzip or not.
 */
final class CsvRecords implements Closeable {
  private static final int END = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final char delimiter;
  private final CsvLimits limits;
  private final BufferedReader in;
  private final StringBuilder value = new StringBuilder();
  private long nextLine = 1;
  private long line = 1;
  private int length;

  private CsvRecords(Path file, char delimiter, CsvLimits limits, BufferedReader in) {
    this.file = file;
    this.delimiter = delimiter;
    this.limits = limits;
    this.in = in;
  }

  static CsvRecords open(Path file, char delimiter, CsvLimits limits) {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(InputFile.open(file), StandardCharsets.UTF_8.newDecoder()));
      return new CsvRecords(file, delimiter, limits, in);
    } catch (IOException e) {
      throw UnreadableDatasetException.of(file, e);
    }
  }

  /** Line, counted from 1, on which the latest record began. */
  long line() {
    return line;
  }

  /**
   * The next record, empty at the end of the file.
   *
   * @throws UnreadableDatasetException if the file is damaged or a limit is passed
   */
  List<String> next() {
    try {
      int first = skipBlankLines();
      line = nextLine;
      length = 0;
      return first == END ? List.of() : record(first);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /** Values in the first record if only delimiters outside of quotes are looked at. */
  int countFirst() {
    try {
      int c = skipBlankLines();
      int values = c == END ? 0 : 1;
      boolean inQuotes = false;
      while (c != END && (inQuotes || c != '\n')) {
        inQuotes ^= c == '"';
        values += c == delimiter && !inQuotes ? 1 : 0;
        c = read();
      }
      return values;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private UnreadableDatasetException damaged(IOException e) {
    if (e instanceof CharacterCodingException) {
      return at("bytes near here", "not UTF-8", "text in UTF-8");
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return at("gzip", String.valueOf(e.getMessage()), "a whole file");
    }
    return UnreadableDatasetException.of(file, e);
  }

  /** A sentence about the record that was read last. */
  UnreadableDatasetException at(String what, Object found, String expected) {
    return UnreadableDatasetException.of(file, "line " + line + ": " + what, found, expected);
  }

  private List<String> record(int first) throws IOException {
    List<String> values = new ArrayList<>();
    int c = first;
    while (true) {
      value.setLength(0);
      c = skipSpaces(c);
      c = c == '"' ? quoted() : plain(c);
      values.add(value.toString().strip());
      if (values.size() > limits.columns()) {
        throw at("columns", "more than " + limits.columns(), "at most " + limits.columns());
      }
      if (c != delimiter) {
        return values;
      }
      c = read();
    }
  }

  private int plain(int first) throws IOException {
    int c = first;
    while (c != END && c != '\n' && c != delimiter) {
      value.append((char) c);
      c = read();
    }
    return c;
  }

  /** Returns what follows the closing quote and the spaces after it. */
  private int quoted() throws IOException {
    while (true) {
      int c = read();
      if (c == END) {
        throw at("quote", "never closed", "a second \"");
      }
      if (c != '"') {
        value.append((char) c);
        continue;
      }
      int after = read();
      if (after == '"') {
        value.append('"');
        continue;
      }
      after = skipSpaces(after);
      if (after != END && after != '\n' && after != delimiter) {
        throw at("after a closing quote", "\"" + (char) after + '"', "delimiter or end of line");
      }
      return after;
    }
  }

  private int skipSpaces(int first) throws IOException {
    int c = first;
    while ((c == ' ' || c == '\t' || c == '\r') && c != delimiter) {
      c = read();
    }
    return c;
  }

  private int skipBlankLines() throws IOException {
    int c = read();
    while (c == '\n' || c == '\r' || c == BYTE_ORDER_MARK) {
      length = 0;
      c = read();
    }
    return c;
  }

  private int read() throws IOException {
    int c = in.read();
    if (c == '\n') {
      nextLine++;
    }
    if (c == 0) {
      line = nextLine;
      throw at("character", "NUL", "text");
    }
    if (++length > limits.recordLength()) {
      throw at(
          "characters in one record",
          "more than " + limits.recordLength(),
          "at most " + limits.recordLength());
    }
    return c;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw UnreadableDatasetException.of(file, e);
    }
  }
}
