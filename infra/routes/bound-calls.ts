import type { Route } from "../route.ts";

/** A person waits for the answer. */
const readSeconds = 8;
/** Longer: a change that is broken off may or may not have been made. */
const changeSeconds = 12;

/** Bounds the time that data endpoints may wait for their provider; a row with a time of its own keeps it. */
export const boundCalls = (rows: readonly Route[]): Route[] =>
  rows.map((row) => ({ callSeconds: row.on.startsWith("GET ") ? readSeconds : changeSeconds, ...row }));
