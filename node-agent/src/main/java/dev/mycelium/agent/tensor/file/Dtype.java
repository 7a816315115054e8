package dev.mycelium.agent.tensor.file;

/**
 * How one number of a tensor lies in a file, by the format's own names: {@link FloatType} for what
 * is learned, {@link IntegerType} for what is masked or quantised. The format knows more types
 * (F64, BOOL, 4-, 6- and 8-bit floats, complex numbers); a file with one of them is refused by its
 * name, because nothing here could use its values without a loss.
 */
public sealed interface Dtype permits FloatType, IntegerType {

  String name();

  /** Bytes of one number. */
  int bytes();
}
