package dev.mycelium.agent.learning.data;

/**
 * Pictures of one size, one byte a value: picture after picture, channel after channel, row after
 * row. Takes over the array that it is given; nobody writes to it afterwards.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param values [count * channels * rows * columns], 0..255 unsigned
 */
record Pixels(int channels, int rows, int columns, byte[] values) {

  /** Values in one channel of one picture. */
  int plane() {
    return rows * columns;
  }

  /** Values in one picture. */
  int volume() {
    return channels * plane();
  }
}
