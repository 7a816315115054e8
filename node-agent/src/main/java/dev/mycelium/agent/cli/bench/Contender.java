package dev.mycelium.agent.cli.bench;

/** Somebody who does a piece of work, again and again. */
interface Contender {

  String name();

  /** Does the work once; how long that took, or {@link #NOT_RUN}. */
  long nanos();

  /** Of who is not installed here. */
  long NOT_RUN = 0;

  /** Work of this process; all of it is timed. */
  static Contender of(String name, Runnable work) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long nanos() {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
      }
    };
  }
}
