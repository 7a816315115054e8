package dev.mycelium.agent.cli;

/** Entry point of the command line. */
public final class Mycelium {
  private Mycelium() {}

  public static void main(String[] arguments) {
    System.out.println("mycelium");
  }
}
