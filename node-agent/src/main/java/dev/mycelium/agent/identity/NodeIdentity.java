package dev.mycelium.agent.identity;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.UUID;

/**
 * An Ed25519 key pair (RFC 8032) and the node id that is derived from its public key: the first 128
 * bits of the key's SHA-256, as a UUID of version 8 (RFC 9562). Whoever has the key is the node.
 */
public final class NodeIdentity {
  private final KeyPair keys;
  private final NodeId nodeId;

  NodeIdentity(KeyPair keys) {
    this.keys = requireNonNull(keys, "keys");
    this.nodeId = derivedFrom(keys.getPublic());
  }

  public NodeId nodeId() {
    return nodeId;
  }

  /** The public key as base64 of its X.509 encoding. */
  public String publicKey() {
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  /** Proves to a registry that calls this node at its address who answers there. */
  public DialBack answer(String nonce) {
    byte[] signature = sign(DialBack.message(nodeId, nonce));
    return new DialBack(nodeId, Base64.getEncoder().encodeToString(signature));
  }

  /**
   * The 64 bytes of the Ed25519 signature of {@code message}, which must say what it is: who gets
   * to choose all of it could choose a request to the registry.
   */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every JDK", e);
    }
  }

  KeyPair keys() {
    return keys;
  }

  private static NodeId derivedFrom(PublicKey key) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(key.getEncoded()));
    long high = (digest.getLong() & ~0xF000L) | 0x8000L;
    long low = (digest.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new NodeId(new UUID(high, low).toString());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
