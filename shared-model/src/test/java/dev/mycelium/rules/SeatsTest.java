package dev.mycelium.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeatsTest {

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void neverPassTheirCapacityAndCountEveryChange(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Seats seats = Seats.empty(1 + random.nextInt(4));
    int members = 0;

    for (int step = 0; step < 200; step++) {
      if (random.nextBoolean()) {
        boolean room = members < seats.capacity();
        assertThat(seats.hasRoom()).as("seed %d step %d", seed, step).isEqualTo(room);
        if (seats.admit() instanceof Seats.Admission.Admitted admitted) {
          assertThat(room).as("seed %d step %d", seed, step).isTrue();
          seats = admitted.seats();
          members++;
        }
      } else if (members > 0) {
        seats = seats.vacate();
        members--;
      }
      assertThat(seats.members()).as("seed %d step %d", seed, step).isEqualTo(members);
      assertThat(seats.free()).isEqualTo(seats.capacity() - members).isNotNegative();
    }
  }

  @Test
  void admitIntoTheLastPlaceAndNotBeyond() {
    Seats oneLeft = new Seats(3, 2, 0);

    assertThat(oneLeft.admit()).isEqualTo(new Seats.Admission.Admitted(new Seats(3, 3, 0)));
    assertThat(new Seats(3, 3, 0).admit()).isEqualTo(new Seats.Admission.Full(new Seats(3, 3, 0)));
  }

  @Test
  void keepAReservedPlaceForItsHolder() {
    assertThat(new Seats(3, 2, 1).admit()).isEqualTo(new Seats.Admission.Full(new Seats(3, 2, 1)));
  }

  @Test
  void refuseCountsThatCannotBe() {
    assertThatThrownBy(() -> new Seats(0, 0, 0)).hasMessage("capacity: 0 (expected: > 0)");
    assertThatThrownBy(() -> new Seats(2, 2, 1)).hasMessageContaining("together at most 2");
    assertThatThrownBy(() -> new Seats(2, -1, 0)).hasMessageContaining("-1 and 0");
    assertThatThrownBy(() -> new Seats(2, Integer.MAX_VALUE, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Seats.empty(1).vacate())
        .hasMessage("members: 0 (expected: > 0 to vacate a seat)");
  }

  @Test
  void fitIntoAsManyPlacesAsAreTakenOrPromised() {
    Seats seats = new Seats(5, 2, 1);

    assertThat(seats.fitInto(3)).isTrue();
    assertThat(seats.fitInto(2)).isFalse();
  }
}
