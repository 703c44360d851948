// How much is assumed to happen. Everything else of the model is counted or is a price.

/** What each figure means; `npm run costs -- --model` prints it, and computes with your figures when you change them here. */
const figures = {
  dataCalls: [4, "data calls of a connection a day"],
  missedShare: [0.25, "of these, lists that are kept and had to be loaded again"],
  visits: [1.5, "visits a day: each finds an expired token, where tokens live for an hour"],
  shortLivedShare: [0.6, "of the connections have such tokens; those of others live for months or for good"],
  events: [5, "events of a connection a day"],
  heardShare: [0.2, "of these concern a connected user"],
  connects: [0.1, "times a month that a connection is made, or made again"],
  openSockets: [0.01, "sockets open at a time for each connection, on average"],
  socketMinutes: [15, "minutes that a socket stays open"],
  pingMinutes: [4, "minutes between two pings of a socket"],
  peak: [4, "times the mean in the busiest second"],
  busiestShare: [0.5, "of all events come from the busiest provider"],
  connectionBytes: [4000, "bytes that are stored of a connection with its rows"],
  deliveryBytes: [2500, "bytes of a delivery in the log, for 90 days"],
  activityBytes: [1200, "bytes of an activity, for 90 days"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export const assumptions = Object.fromEntries(Object.entries(figures).map(([name, [value]]) => [name, value])) as {
  readonly [Name in keyof typeof figures]: number;
};

/** Lines of a list in Markdown. */
export const describeAssumptions = (): string[] =>
  Object.entries(figures).map(([name, [value, meaning]]) => `- \`${name}\` ${value.toLocaleString("en")}: ${meaning}`);

/** Connections. */
export const sizes = [1000, 100_000, 10_000_000] as const;

/** Milliseconds of a Lambda, write and read units, for one ping and for opening a socket: they are assumed, not counted. */
export const socketWork = {
  ping: { lambdaMs: 10, units: { write: 0.5, read: 1 }, loggedBytes: 200 },
  open: { lambdaMs: 60, units: { write: 4, read: 2 }, loggedBytes: 600 },
} as const;
