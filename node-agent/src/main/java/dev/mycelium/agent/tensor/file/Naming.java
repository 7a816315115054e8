package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.Payload;

/** How a tensor is named inside a file. */
enum Naming {
  /** {@code section/tensor}: heads and updates of this network. */
  SECTIONED {
    @Override
    String text(String section, String tensor) {
      return section + '/' + tensor;
    }

    @Override
    TensorName parse(String name) {
      return TensorName.parse(name);
    }
  },
  /** {@code tensor} alone, as other programs name parameters; all are the model's. */
  PLAIN {
    private static final String PREFIX = Payload.MODEL + '/';

    @Override
    String text(String section, String tensor) {
      return tensor;
    }

    /** A head of this network is taken too: the section is left out of its names. */
    @Override
    TensorName parse(String name) {
      return new TensorName(
          Payload.MODEL, name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
    }
  };

  abstract String text(String section, String tensor);

  abstract TensorName parse(String name);
}
