package dev.mycelium.registry.group;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A learning group: its places, its coordinator's term and its newest head, under one row lock. */
@Entity
@Table(name = "learning_groups")
@DynamicUpdate
class Group {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The schema of a table of 1500 columns fits; lists of groups carry every group's spec. */
  private static final int LONGEST_SPEC = 256 * 1024;

  @Id
  @Column(name = "group_id")
  private String id;

  @Column(name = "model_type")
  private String modelType;

  @Column(name = "dataset_name")
  private String datasetName;

  @Column(name = "max_capacity")
  private int maxCapacity;

  @Column(name = "member_count")
  private int memberCount;

  @Column(name = "membership_version")
  private long membershipVersion;

  @Enumerated(EnumType.STRING)
  @Column(name = "join_policy")
  private JoinPolicy joinPolicy;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private GroupActivity activity;

  /** JSON, read only when somebody asks: heartbeats load this row and need no spec. */
  @Column(name = "spec")
  private @Nullable String specJson;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "last_updated")
  private Instant lastUpdated;

  @Column(name = "coordinator_id")
  private @Nullable String coordinatorId;

  @Column(name = "coordinator_epoch")
  private long coordinatorEpoch;

  @Column(name = "highest_epoch_seen")
  private long highestEpochSeen;

  @Embedded private @Nullable CommittedHead head;

  @SuppressWarnings("NullAway.Init")
  protected Group() {}

  Group(GroupId id, GroupCreation creation, Instant now) {
    this.id = id.value();
    this.modelType = creation.modelType();
    this.datasetName = creation.datasetName();
    this.maxCapacity =
        Objects.requireNonNullElse(creation.maxCapacity(), GroupCreation.DEFAULT_CAPACITY);
    this.joinPolicy = Objects.requireNonNullElse(creation.joinPolicy(), JoinPolicy.OPEN);
    this.activity = GroupActivity.ACTIVE;
    this.specJson = creation.spec() == null ? null : json(creation.spec());
    this.createdAt = now;
    this.lastUpdated = now;
  }

  /** Takes a seat for one more member. */
  void admit(Instant now) {
    if (!isActive()) {
      throw GroupPausedException.of(groupId());
    }
    if (seats().admit() instanceof Seats.Admission.Admitted admitted) {
      reseat(admitted.seats(), now);
      return;
    }
    throw GroupFullException.of(groupId(), seats());
  }

  /** Frees the seat of {@code node}, and with it the term that it may hold. */
  void vacate(NodeId node, Instant now) {
    reseat(seats().vacate(), now);
    become(term().vacatedBy(node));
  }

  /** Takes neither joins nor rounds from now on: the present term ends. */
  void pause(Instant now) {
    NodeId holder = term().holder();
    if (holder != null) {
      vacateTerm(holder);
    }
    activity = GroupActivity.PAUSED;
    lastUpdated = now;
  }

  void resume(Instant now) {
    activity = GroupActivity.ACTIVE;
    lastUpdated = now;
  }

  void resize(int capacity, Instant now) {
    if (!seats().fitInto(capacity)) {
      throw CapacityBelowMembersException.of(groupId(), seats(), capacity);
    }
    maxCapacity = capacity;
    lastUpdated = now;
  }

  /** Remembers the highest epoch that any member reports; see {@link CoordinatorTerm#offer}. */
  void notice(long epoch) {
    highestEpochSeen = Math.max(highestEpochSeen, epoch);
  }

  void grantTerm(NodeId node) {
    become(term().offer(node, highestEpochSeen));
  }

  void vacateTerm(NodeId node) {
    become(term().vacatedBy(node));
  }

  /** Judges the proposal, and makes it the newest head if it is committed. */
  HeadChain.Verdict propose(HeadProposal proposal, Instant now) {
    HeadChain.Verdict verdict = new HeadChain(head()).propose(proposal, term());
    if (verdict instanceof HeadChain.Verdict.Committed committed) {
      head = new CommittedHead(committed.head());
      lastUpdated = now;
    }
    return verdict;
  }

  GroupId groupId() {
    return new GroupId(id);
  }

  Seats seats() {
    return new Seats(maxCapacity, memberCount, 0);
  }

  CoordinatorTerm term() {
    return new CoordinatorTerm(
        coordinatorId == null ? null : new NodeId(coordinatorId), coordinatorEpoch);
  }

  @Nullable Head head() {
    return head == null ? null : head.toHead();
  }

  @Nullable GroupSpec spec() {
    return specJson == null ? null : JSON.readValue(specJson, GroupSpec.class);
  }

  boolean isOpen() {
    return joinPolicy == JoinPolicy.OPEN;
  }

  boolean isActive() {
    return activity == GroupActivity.ACTIVE;
  }

  GroupState toState() {
    return new GroupState(
        groupId(),
        modelType,
        datasetName,
        seats(),
        joinPolicy,
        activity,
        new GroupState.Times(createdAt, lastUpdated),
        membershipVersion,
        spec(),
        term(),
        head());
  }

  GroupPulse toPulse() {
    return new GroupPulse(groupId(), activity, membershipVersion, term(), head());
  }

  private static String json(GroupSpec spec) {
    String json = JSON.writeValueAsString(spec);
    Expect.inRange(json.length(), "spec: characters of JSON", 1, LONGEST_SPEC);
    return json;
  }

  private void reseat(Seats seats, Instant now) {
    memberCount = seats.members();
    membershipVersion++;
    lastUpdated = now;
  }

  private void become(CoordinatorTerm term) {
    coordinatorId = term.holder() == null ? null : term.holder().value();
    coordinatorEpoch = term.epoch();
  }
}
