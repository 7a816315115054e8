package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.Invitation;
import dev.mycelium.wire.group.InvitationRequest;
import dev.mycelium.wire.node.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Codes that open invite-only groups: 122 random bits, so that their plain SHA-256 tells nothing
 * and guessing is hopeless. Whoever redeems one holds the group's lock.
 */
@Service
class Invitations {
  private final InvitationRows rows;
  private final GroupRows groups;
  private final Clock clock;

  Invitations(InvitationRows rows, GroupRows groups, Clock clock) {
    this.rows = rows;
    this.groups = groups;
    this.clock = clock;
  }

  /** A new code; null {@code uses} makes it good for any number of nodes. */
  @Transactional(propagation = Propagation.MANDATORY)
  Invitation issue(GroupId group, @Nullable Integer uses) {
    String code = UUID.randomUUID().toString();
    rows.save(new InvitationRow(hash(code), group, uses, clock.instant()));
    return new Invitation(group, code, uses);
  }

  /** A new code for who holds one without limit. */
  @Transactional
  Invitation issue(GroupId group, InvitationRequest request) {
    if (groups.lock(group.value()).isEmpty()) {
      throw GroupNotFoundException.of(group);
    }
    if (!known(group, request.invitation()).isUnlimited()) {
      throw InviteOnlyException.limited(group);
    }
    return issue(group, request.uses());
  }

  /** Lets the node in by its code, or fails. Who was let in before comes back by it. */
  @Transactional(propagation = Propagation.MANDATORY)
  void redeem(GroupId group, NodeId node, @Nullable String code) {
    if (code == null) {
      throw InviteOnlyException.without(group);
    }
    if (!known(group, code).admit(node)) {
      throw InviteOnlyException.unknown(group);
    }
  }

  @Transactional(propagation = Propagation.MANDATORY)
  void deleteOf(GroupId group) {
    rows.deleteOf(group.value());
  }

  private InvitationRow known(GroupId group, String code) {
    return rows.findById(hash(code))
        .filter(row -> row.isOf(group))
        .orElseThrow(() -> InviteOnlyException.unknown(group));
  }

  private static String hash(String code) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
