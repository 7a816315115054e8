package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An invite-only group opens to who holds a good code of its own. */
@OnEveryDatabase
class InvitationTest {
  private final RunningRegistry registry;
  private final Story story;
  private String group;
  private String code;

  InvitationTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
  }

  @BeforeEach
  void found() {
    Reply founded = found("invite-only");
    group = founded.text("group_id");
    code = founded.text("invitation");
  }

  @Test
  void admitsWhoHoldsTheFoundersCode() {
    assertThat(join(story.node(), code).status()).isEqualTo(200);
    assertThat(join(story.node(), code).status()).isEqualTo(200);
    assertThat(story.view(group).memberCount()).isEqualTo(2);
  }

  @Test
  void refusesWhoHoldsNoneOrAnother() {
    String another = found("invite-only").text("invitation");

    Reply without = story.tryJoin(story.node(), group);
    Reply wrong = join(story.node(), another);

    assertThat(without.status()).isEqualTo(403);
    assertThat(without.text("detail"))
        .isEqualTo("invitation: missing (expected: a code of this group)");
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(wrong.body()).doesNotContain(another);
    assertThat(story.view(group).memberCount()).isZero();
  }

  @Test
  void tellsTheCodeOfOpenGroupsToNobody() {
    assertThat(found("open").json().propertyNames()).containsExactly("group_id", "status");
  }

  @Test
  void admitsAsManyAsAFurtherCodeIsGoodFor() {
    String further = invite(code, 1).text("invitation");

    assertThat(join(story.node(), further).status()).isEqualTo(200);
    assertThat(join(story.node(), further).status()).isEqualTo(403);
    assertThat(invite(further, 1).status()).isEqualTo(403);
  }

  @Test
  void letsANodeComeBackByTheCodeThatItUsed() {
    String once = invite(code, 1).text("invitation");
    String guest = story.node();
    join(guest, once);
    registry.delete("/groups/" + group + "/members/" + guest);

    assertThat(join(guest, once).status()).isEqualTo(200);
    assertThat(join(story.node(), once).status()).isEqualTo(403);
    assertThat(story.view(group).memberCount()).isEqualTo(1);
  }

  @Test
  void endsWithItsGroup() {
    String once = invite(code, 1).text("invitation");
    String guest = story.node();
    join(guest, once);
    registry.delete("/groups/" + group + "/members/" + guest);

    assertThat(registry.delete("/groups/" + group).status()).isEqualTo(200);
    assertThat(join(guest, once).status()).isEqualTo(404);
  }

  @Test
  void letsExactlyOneOfManyUseACodeForOne() throws Exception {
    String once = invite(code, 1).text("invitation");
    List<String> nodes = Stream.generate(story::node).limit(16).toList();

    List<Reply> replies = Crowd.of(16, i -> () -> join(nodes.get(i), once));

    assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
    assertThat(replies.stream().filter(reply -> reply.status() == 403)).hasSize(15);
    assertThat(story.view(group).memberCount()).isEqualTo(1);
  }

  @Test
  void keepsTheCodeGoodWhenTheGroupWasFull() {
    String once = invite(code, 1).text("invitation");
    registry.put("/groups/" + group + "/capacity", "{\"max_capacity\": 1}");
    String first = story.node();
    join(first, code);

    assertThat(join(story.node(), once).status()).isEqualTo(400);
    registry.delete("/groups/" + group + "/members/" + first);

    assertThat(join(story.node(), once).status()).isEqualTo(200);
  }

  @Test
  void namesNeitherGroupNorCodeThatDoNotExist() {
    assertThat(invite("no such code", 1).status()).isEqualTo(403);
    assertThat(
            registry
                .post("/groups/none/invitations", "{\"invitation\": \"%s\"}".formatted(code))
                .status())
        .isEqualTo(404);
    assertThat(invite(code, 0).status()).isEqualTo(422);
  }

  private Reply found(String policy) {
    return registry.post(
        "/groups",
        "{\"model_type\": \"mlp\", \"dataset_name\": \"digits\", \"join_policy\": \"%s\"}"
            .formatted(policy));
  }

  private Reply join(String node, String invitation) {
    return registry.post(
        "/groups/join",
        "{\"node_id\": \"%s\", \"group_id\": \"%s\", \"invitation\": \"%s\"}"
            .formatted(node, group, invitation));
  }

  private Reply invite(String by, int uses) {
    return registry.post(
        "/groups/" + group + "/invitations",
        "{\"invitation\": \"%s\", \"uses\": %d}".formatted(by, uses));
  }
}
