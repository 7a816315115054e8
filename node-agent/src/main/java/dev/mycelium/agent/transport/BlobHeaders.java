package dev.mycelium.agent.transport;

/** Names of our headers around blobs. */
final class BlobHeaders {
  /** Bytes of an upload that have arrived, in answers to HEAD; where to go on, in PUT. */
  static final String UPLOAD_OFFSET = "Upload-Offset";

  /** Who uploads, or downloads. */
  static final String NODE = "Mycelium-Node";

  private BlobHeaders() {}
}
