import type { Setting } from "./contender.ts";

export interface Case extends Setting {
  readonly name: string;
  /** Ours first: the module's path from this folder, and the name of its export. */
  readonly contenders: readonly [ours: Entrant, theirs: Entrant];
}

interface Entrant {
  readonly name: string;
  readonly from: string;
  readonly make: string;
}

const entrant = (name: string, from: string, make: string): Entrant => ({ name, from, make });
const versus = (theirs: string, from: string, ours: string, other: string) =>
  [entrant("patchbay", from, ours), entrant(theirs, from, other)] as const;

const slack = versus("@slack/bolt", "./ack-slack.ts", "patchbay", "bolt");
const octokit = (ours: string, theirs: string) => versus("@octokit/webhooks", "./ack-github.ts", ours, theirs);

const jobs = [
  { job: "Slack ack, queue 0 ms", contenders: slack },
  { job: "GitHub verify + parse + queue", contenders: octokit("patchbay", "octokit") },
  { job: "GitHub verify + parse", contenders: octokit("patchbayParse", "octokitParse") },
  { job: "GitHub verify", contenders: octokit("patchbayVerify", "octokitVerify") },
];

const sizes = [
  { size: "1 kB", bytes: 1000 },
  { size: "20 kB", bytes: 20_000 },
  { size: "256 kB", bytes: 256_000 },
] as const;

export const ackCases: readonly Case[] = [
  { name: "Slack ack, queue 10 ms, 1 kB", bytes: 1000, queueMs: 10, contenders: slack },
  ...jobs.flatMap(({ job, contenders }) =>
    sizes.map(({ size, bytes }) => ({ name: `${job}, ${size}`, bytes, queueMs: 0, contenders })),
  ),
];
