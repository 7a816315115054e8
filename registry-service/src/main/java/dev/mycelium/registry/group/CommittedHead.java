package dev.mycelium.registry.group;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** The newest head as it lies in its group's row. */
@Embeddable
class CommittedHead {
  @Column(name = "head_version")
  private Long version;

  @Column(name = "head_parent_sha")
  private @Nullable String parentSha;

  @Column(name = "head_sha")
  private String sha;

  @Column(name = "head_epoch")
  private Long epoch;

  @Column(name = "head_round")
  private Long round;

  @SuppressWarnings("NullAway.Init")
  protected CommittedHead() {}

  CommittedHead(Head head) {
    version = head.version();
    parentSha = head.parentSha() == null ? null : head.parentSha().hex();
    sha = head.sha().hex();
    epoch = head.epoch();
    round = head.round();
  }

  Head toHead() {
    return new Head(
        version, parentSha == null ? null : new Sha256(parentSha), new Sha256(sha), epoch, round);
  }
}
