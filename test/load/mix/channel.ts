// What the generator's threads tell each other. Threads of one process share a BroadcastChannel of the same name.

export const channelName = "patchbay-load";

/** From the thread that starts phases to those that ask. */
export interface PhaseStarted {
  readonly phase: string;
}

/** From those that ask: a request has come to its end. */
export interface Ended {
  readonly isOk: boolean;
}

/** How far a run is, for its progress. */
export interface Progress {
  readonly phase: string;
  /** When the phase has begun, and when the first one has: milliseconds since 1970. */
  readonly startedAt: number;
  readonly firstStartedAt: number;
  readonly requests: number;
  readonly failed: number;
}
