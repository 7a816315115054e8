package dev.mycelium.wire.problem;

import java.net.URI;

/**
 * The catalogue of errors: a stable name, what it means, the HTTP status, and what to do. Thrower
 * and caller share it.
 */
public enum ProblemType {
  INVALID_REQUEST("invalid-request", "Invalid request", 422, "Correct the named field."),
  UNREADABLE_BODY("unreadable-body", "Unreadable body", 422, "Send well-formed JSON."),
  MALFORMED_REQUEST(
      "malformed-request", "Malformed request", 400, "Send a well-formed path and headers."),
  BODY_TOO_LARGE("body-too-large", "Body too large", 413, "Send less; see the stated limit."),
  BODY_TOO_SLOW("body-too-slow", "Body too slow", 408, "Send it at once; see the stated limit."),
  UNSUPPORTED_MEDIA_TYPE(
      "unsupported-media-type", "Unsupported media type", 415, "Send application/json."),
  METHOD_NOT_ALLOWED("method-not-allowed", "Method not allowed", 405, "See /docs."),
  NOT_FOUND("not-found", "Not found", 404, "See /docs for what exists."),
  NODE_NOT_FOUND("node-not-found", "Node not found", 404, "Register the node first."),
  GROUP_NOT_FOUND("group-not-found", "Group not found", 404, "List the groups again."),
  GROUP_FULL("group-full", "Group at capacity", 400, "Join another group, or found one."),
  INVITE_ONLY(
      "invite-only", "Invite only", 403, "Ask a member for a code, and give it with --invitation."),
  TOKEN_REQUIRED(
      "token-required",
      "Network token required",
      401,
      "Ask who runs the registry for the network's token, and give it with --token."),
  SIGNATURE_REQUIRED(
      "signature-required",
      "Signature of the node required",
      401,
      "Sign with the key that registered the node, and mend the clocks if they are named."),
  ANOTHER_NODE(
      "another-node", "Signed by another node", 403, "Ask for changes of your own node only."),
  KEY_MISMATCH(
      "key-mismatch",
      "Another key holds this id",
      403,
      "Use the state directory of the first start."),
  NOT_A_MEMBER("not-a-member", "Not a member", 403, "Join the group first."),
  WIRE_VERSION("wire-version", "Unknown wire version", 422, "Run the same release on both sides."),
  STALE_EPOCH("stale-epoch", "Stale epoch", 409, "Another member coordinates now; follow it."),
  STALE_PARENT("stale-parent", "Stale parent", 409, "Fetch the current head and start again."),
  COMPATIBLE_GROUP_EXISTS(
      "compatible-group-exists", "A compatible group exists", 409, "Join the named group."),
  GROUP_PAUSED("group-paused", "Group paused", 409, "Wait until it is resumed, or join another."),
  CAPACITY_BELOW_MEMBERS(
      "capacity-below-members",
      "Capacity below the members",
      409,
      "Ask for at least as many places as are taken, or let members leave first."),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency-key-reused",
      "Idempotency key used before",
      422,
      "Use a new key for another request."),
  ROUND_CLOSED("round-closed", "Round closed", 409, "Wait for the next round."),
  NOT_ASKED("not-asked", "Not asked in this round", 409, "Wait for the next round."),
  DUPLICATE_SUBMISSION(
      "duplicate-submission", "Another update was submitted", 409, "Keep the first one."),
  INVALID_TENSORS("invalid-tensors", "Invalid tensor file", 400, "Send a safetensors file."),
  LAYOUT_MISMATCH(
      "layout-mismatch", "Tensors differ from the spec", 422, "Train the group's model."),
  NON_FINITE("non-finite", "Non-finite numbers", 422, "Lower the learning rate or mend the data."),
  HASH_MISMATCH("hash-mismatch", "Content differs from its name", 400, "Upload again."),
  BLOB_NOT_FOUND("blob-not-found", "Blob not found", 404, "Ask the coordinator for the head."),
  UPLOAD_OFFSET(
      "upload-offset", "Upload offset differs", 409, "Ask for the offset and go on from there."),
  BLOB_UNWANTED("blob-unwanted", "Blob not wanted", 403, "Upload only what was asked for."),
  NOT_COORDINATOR(
      "not-coordinator", "Not the coordinator", 409, "Ask the registry who coordinates."),
  STORAGE_FULL("storage-full", "Storage full", 507, "Free disk space where it is kept."),
  RATE_LIMITED("rate-limited", "Too many requests", 429, "Try again after the stated time."),
  UNAVAILABLE("unavailable", "Busy", 503, "Try again after the stated time."),
  INTERNAL("internal", "Internal error", 500, "Look into the log for the stated reference.");

  private static final String PREFIX = "urn:mycelium:problem:";

  private final String slug;
  private final String title;
  private final int status;
  private final String advice;

  ProblemType(String slug, String title, int status, String advice) {
    this.slug = slug;
    this.title = title;
    this.status = status;
    this.advice = advice;
  }

  public String slug() {
    return slug;
  }

  public String title() {
    return title;
  }

  public int status() {
    return status;
  }

  public String advice() {
    return advice;
  }

  /** The stable URI that stands in the problem's {@code type}. */
  public URI uri() {
    return URI.create(PREFIX + slug);
  }
}
