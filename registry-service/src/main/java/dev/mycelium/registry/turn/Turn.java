package dev.mycelium.registry.turn;

/**
 * What is done in one transaction at a time, in the order in which a transaction that needs several
 * must take them: founding and enrolment before the locks on nodes and groups, numbering after all.
 */
public enum Turn {
  /** A founder looks for a group that it could join; nobody founds one meanwhile. */
  FOUNDING,
  /** A node id is registered that was not there a moment ago. */
  ENROLMENT,
  /** Events get their ids, so that an id is never seen before a smaller one. */
  NUMBERING
}
