package dev.mycelium.e2e;

/** Bodies of {@code POST /groups} with a spec, as somebody would write them for curl. */
final class GroupText {
  private static final String DIGITS =
      """
      { "model_type": "%s", "dataset_name": "%s", "max_capacity": 8,
        "spec": {
          "task": { "kind": "classification", "input_shape": [1, 28, 28], "metric": "accuracy",
                    "labels": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] },
          "model": { "architecture": "mlp", "hidden": [%s] },
          "training": { "optimizer": { "name": "sgd", "learning_rate": 0.1, "momentum": 0.0 },
                        "batch_size": 10, "local_epochs": 1, "seed": 1 },
          "federation": { "strategy": { "name": "fedavg" }, "num_rounds": %s,
                          "fraction_fit": 1.0, "fraction_evaluate": 1.0, "min_fit_clients": 2,
                          "min_available_clients": %d, "round_timeout": "%s" } } }
      """;

  private static final String CIFAR =
      """
      { "model_type": "cnn", "dataset_name": "cifar10", "max_capacity": %1$d,
        "spec": {
          "task": { "kind": "classification", "input_shape": [3, 32, 32], "metric": "accuracy",
                    "labels": ["airplane", "automobile", "bird", "cat", "deer",
                               "dog", "frog", "horse", "ship", "truck"] },
          "model": { "architecture": "cnn" },
          "training": { "optimizer": { "name": "sgd", "learning_rate": 0.05, "momentum": 0.0 },
                        "batch_size": 32, "local_epochs": 1, "seed": 1 },
          "federation": { "strategy": { "name": "fedavg" }, "num_rounds": null,
                          "fraction_fit": 1.0, "fraction_evaluate": 1.0, "min_fit_clients": %1$d,
                          "min_available_clients": %1$d, "round_timeout": "PT1H" } } }
      """;

  private GroupText() {}

  /** The CNN of McMahan et al. 2017 on three channels; every round needs every member. */
  static String cifar(int members) {
    return CIFAR.formatted(members);
  }

  /** A small model that waits for so many members before it begins a round. */
  static String digits(int members, String roundTimeout) {
    return DIGITS.formatted("mlp:32", "digits", "32", "null", members, roundTimeout);
  }

  /** The 2NN of McMahan et al. 2017, with batches of ten and rate 0.1. */
  static String mnist(int members, String roundTimeout) {
    return DIGITS.formatted("mlp:200,200", "mnist", "200, 200", "null", members, roundTimeout);
  }

  /** As {@link #mnist}, for the generated digits; after one round there is nothing to do. */
  static String oneRound() {
    return DIGITS.formatted("mlp:200,200", "digits", "200, 200", 1, 1, "PT10M");
  }
}
