// Which quota of AWS breaks first: what is needed in the busiest second, beside what an account has by default.
import { assumptions as assumed } from "./assumptions.ts";
import { type Amounts, computePeak, countContainers, keyMinutes, keysOfContainer } from "./model.ts";

interface Quota {
  readonly name: string;
  readonly formula: string;
  readonly limit: number;
  readonly isOurs?: true;
  /** What is needed of it. */
  readonly need: (peak: Amounts, connections: number) => number;
  readonly raise: string;
}

/** Of all write units, what goes to the table with the most of them. */
const maxTableShare = 0.5;
/** A container reads the client ids and each secret again after at most so long. */
const clientIdMinutes = 10;
const secretMinutes = 5;
const secretsOfContainer = 2;
/** Shards of the log of deliveries, and of the index of what is due: test/infra/costs/model.test.ts compares them with the code. */
export const shards = { log: 4, due: 32 } as const;
/** Rows that a run of the schedule of renewals takes of each shard, and runs a day. */
const renewalsOfShard = 100;
const renewalRuns = 96;
/** Connections that nobody uses are renewed before their refresh token ends, which takes a month at the earliest. */
const renewalDays = 30;

const quotas: readonly Quota[] = [
  {
    name: "Lambda, concurrent executions",
    formula: "sum of calls per second × their seconds",
    limit: 1000,
    need: (peak) => countContainers(peak),
    raise:
      "Service Quotas, Lambda, Concurrent executions; to tens of thousands. Then npm run deploy, which plans the ceilings anew",
  },
  {
    name: "API Gateway, requests per second",
    formula: "HTTP requests + socket messages per second; one quota for all APIs of the account",
    limit: 10_000,
    need: (peak) => peak.httpRequests + peak.socketMessages,
    raise: "Service Quotas, API Gateway, Throttle rate",
  },
  {
    name: "API Gateway, new sockets per second",
    formula: "sockets open / minutes that one is open / 60",
    limit: 500,
    need: (peak) => peak.openedSockets,
    raise: "Service Quotas, API Gateway, New connections per second",
  },
  {
    name: "KMS, cryptographic requests per second",
    formula: "containers × data keys of one / 600 s",
    // Of most regions; some, such as us-east-1, have more: docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
    limit: 10_000,
    need: (peak) => (countContainers(peak) * keysOfContainer) / (keyMinutes * 60),
    raise: "Service Quotas, KMS; or fewer buckets (keys.buckets)",
  },
  {
    name: "DynamoDB, write units per second of a table",
    formula: "write units per second × share of the table with the most",
    limit: 40_000,
    need: (peak) => peak.write * maxTableShare,
    raise: "Service Quotas, DynamoDB, Table-level write throughput limit",
  },
  {
    name: "DynamoDB, write units per second of a key",
    formula: "events per second × share of the busiest provider / shards of the log of deliveries",
    limit: 1000,
    need: (peak) => (peak.events * assumed.busiestShare) / shards.log,
    raise: "cannot be raised: logShards in lib/store/table.ts, which is a change of what is stored",
  },
  {
    name: "SQS, messages in work of a queue",
    formula: "events per second × share of the busiest provider × seconds in work, which an outage makes minutes",
    limit: 120_000,
    need: (peak) => peak.events * assumed.busiestShare * 60,
    raise: "a support case",
  },
  {
    name: "Parameter Store, reads per second",
    formula: "containers / 600 s",
    limit: 40,
    need: (peak) => countContainers(peak) / (clientIdMinutes * 60),
    raise: "Parameter Store's setting Higher throughput (paid), or Service Quotas",
  },
  {
    name: "Secrets Manager, reads per second",
    formula: "containers × secrets of one / 300 s",
    limit: 10_000,
    need: (peak) => (countContainers(peak) * secretsOfContainer) / (secretMinutes * 60),
    raise: "cannot be raised",
  },
  {
    name: "Patchbay, renewals a day",
    formula: "connections with refresh tokens that end / days between renewals",
    limit: shards.due * renewalsOfShard * renewalRuns,
    isOurs: true,
    need: (_, connections) => (connections * assumed.shortLivedShare) / renewalDays,
    raise: "maxPerShard in lib/connections/refresh-due.ts",
  },
];

interface QuotaUse {
  readonly quota: Quota;
  readonly need: number;
  /** Of the limit; 1 is all of it. */
  readonly share: number;
}

/** Every quota with what is needed of it, the tightest first. */
export function rankQuotas(connections: number): QuotaUse[] {
  const peak = computePeak(connections);
  const uses = quotas.map((quota) => {
    const need = quota.need(peak, connections);
    return { quota, need, share: need / quota.limit };
  });
  return uses.toSorted((a, b) => b.share - a.share);
}
