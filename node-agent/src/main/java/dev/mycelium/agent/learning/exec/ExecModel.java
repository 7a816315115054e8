package dev.mycelium.agent.learning.exec;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;

/** What a group learns, as the command is told of it. */
record ExecModel(TaskSpec task, ModelSpec model) {

  ExecModel {
    requireNonNull(task, "task");
    requireNonNull(model, "model");
  }
}
