package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TargetScale;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTextTest {

  @Test
  void writesTheLikeliestClassAndTheProbabilityOfEach() {
    AnswerText text =
        new AnswerText(
            new TaskSpec(
                TaskKind.CLASSIFICATION,
                List.of(2),
                List.of("yes", "no, \"never\""),
                "accuracy",
                null));
    float[] logits = {9, 9, 0, (float) Math.log(3)};

    assertThat(text.head()).isEqualTo("example,prediction,p_yes,\"p_no, \"\"never\"\"\"");
    assertThat(text.row(logits, 1)).isEqualTo("\"no, \"\"never\"\"\",0.250000,0.750000");
  }

  @Test
  void writesANumberInTheUnitsOfTheData() {
    TableSchema schema =
        new TableSchema(
            List.of(new ColumnSchema.Numeric("age", 0, 0, 1)), new TargetScale(100, 20));
    TaskSpec task = new TaskSpec(TaskKind.REGRESSION, List.of(1), List.of(), "r2", schema);

    assertThat(new AnswerText(task).row(new float[] {0.5f, -1}, 1)).isEqualTo("80.0");
  }
}
