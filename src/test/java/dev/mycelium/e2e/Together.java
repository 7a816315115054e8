package dev.mycelium.e2e;

import dev.mycelium.agent.learning.data.Examples;
import java.util.List;

/** Several nodes' examples one after another. */
record Together(List<Examples> parts) implements Examples {
  @Override
  public int size() {
    return parts.stream().mapToInt(Examples::size).sum();
  }

  @Override
  public int inputs() {
    return parts.get(0).inputs();
  }

  @Override
  public void copyInputs(int index, float[] target, int at) {
    Place place = place(index);
    place.part().copyInputs(place.index(), target, at);
  }

  @Override
  public int label(int index) {
    Place place = place(index);
    return place.part().label(place.index());
  }

  @Override
  public float target(int index) {
    Place place = place(index);
    return place.part().target(place.index());
  }

  private record Place(Examples part, int index) {}

  private Place place(int index) {
    int part = 0;
    int rest = index;
    while (rest >= parts.get(part).size()) {
      rest -= parts.get(part++).size();
    }
    return new Place(parts.get(part), rest);
  }
}
