// What raises each alarm, by its section of the runbook: the code of the Lambdas that writes the values, or the service of AWS that does.

/** Modules of the Lambdas, imported where the environment of a Lambda is set. */
interface Code {
  readonly metrics: typeof import("../../../lib/metrics.ts");
  readonly callbacks: typeof import("../../../lib/connections/callback-error.ts");
  readonly queue: typeof import("../../../lib/queue/late-messages.ts");
  readonly schedule: typeof import("../../../lib/scheduled-job.ts");
  readonly rows: typeof import("../../../lib/store/item.ts");
  readonly problems: typeof import("../../../lib/http/problem-response.ts");
  readonly latency: typeof import("../../../lib/http/latency-metric.ts");
  readonly failures: typeof import("../../../lib/http/provider-error.ts");
}

export const importCode = async (): Promise<Code> => ({
  metrics: await import("../../../lib/metrics.ts"),
  callbacks: await import("../../../lib/connections/callback-error.ts"),
  queue: await import("../../../lib/queue/late-messages.ts"),
  schedule: await import("../../../lib/scheduled-job.ts"),
  rows: await import("../../../lib/store/item.ts"),
  problems: await import("../../../lib/http/problem-response.ts"),
  latency: await import("../../../lib/http/latency-metric.ts"),
  failures: await import("../../../lib/http/provider-error.ts"),
});

interface Cause {
  /** Of the alarm, where it is not the section. */
  readonly alarm?: string;
  readonly happens: (code: Code) => unknown;
  /** How often it has to happen; once less is quiet. */
  readonly times?: number;
}

const provider = { provider: "slack" } as const;

/** Fired in the emulator, by lines that the Lambdas' code writes. */
export const causes: Readonly<Record<string, Cause>> = {
  CallbackFailed: { happens: ({ callbacks }) => callbacks.countFailedFlow("slack", "internal"), times: 11 },
  "renewals-lapsed": { happens: ({ metrics }) => metrics.count("RenewalDue", {}, { RenewalLapsedPercent: 100 }) },
  OAuthClientRejected: { happens: ({ metrics }) => metrics.count("OAuthClientRejected", provider) },
  WebhookRefused: {
    happens: ({ metrics }) => metrics.count("WebhookRefused", { ...provider, reason: "signature" }),
    times: 20,
  },
  WebhookUnavailable: {
    happens: ({ metrics }) => metrics.count("WebhookUnavailable", { ...provider, reason: "deadline" }),
  },
  WorkSetAside: { happens: ({ metrics }) => metrics.count("ItemSetAside", { provider: "gmail", code: "internal" }) },
  ChannelLapsed: { happens: ({ metrics }) => metrics.count("ChannelLapsed", provider) },
  "queue-dead-letters": { happens: ({ metrics }) => metrics.countMany("DeadLetters", 3, { queue: "refreshes" }) },
  "queue-age": { happens: ({ queue }) => queue.countIfLate("arn:aws:sqs:a:1:patchbay-test-webhooks-slack", 0) },
  // One run in an hour, where nine are the least.
  "schedule-stopped": { happens: ({ schedule }) => schedule.scheduledJob(async () => undefined)() },
  PushFailed: { happens: ({ metrics }) => metrics.count("PushFailed"), times: 10 },
  "provider-failures": {
    alarm: "provider-slack-failures",
    async happens({ latency, failures }) {
      const { fetch, report } = latency.withLatencyMetric(async () => Response.json({}));
      await fetch("https://slack.example.com/");
      report("slack", new failures.ProviderError({ kind: "transient" }));
    },
    times: 6,
  },
  "database-unreachable": { happens: ({ metrics }) => metrics.count("DatabaseFailed", { reason: "unreachable" }) },
  "api-5xx": { happens: ({ problems }) => problems.toProblemResponse(new RangeError("a bug"), "r-1") },
  VaultDenied: { happens: ({ metrics }) => metrics.count("VaultDenied") },
  VaultTampered: { happens: ({ metrics }) => metrics.count("VaultTampered") },
  SecretMissing: { happens: ({ metrics }) => metrics.count("SecretMissing", provider) },
  RowUnreadable: {
    async happens({ rows }) {
      const z = await import("zod");
      rows.parseReadableItems(z.object({ pk: z.number() }), [{ pk: { S: "a row of another shape" } }], "a kind");
    },
  },
};

/** Fired in the emulator by a value that is put by hand: the services of AWS write it, with these dimensions. */
export const causedByAws: Readonly<Record<string, { readonly value: number; readonly dimensions: readonly string[] }>> =
  {
    // docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    "lambda-throttles": { value: 1, dimensions: [] },
    "lambda-concurrency": { value: 800, dimensions: [] },
    "feed-age": { value: 300_000, dimensions: ["FunctionName"] },
    // docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
    "live-execution-errors": { value: 1, dimensions: ["ApiId"] },
    "live-integration-errors": { value: 50, dimensions: ["ApiId"] },
  };

interface Unfired {
  readonly why: string;
  /** What writes the metric that it watches. */
  readonly happens: (code: Code) => unknown;
}

/** Not fired in the emulator: their metrics are compared with what the Lambdas' code writes. */
export const unfired: Readonly<Record<string, Unfired>> = {
  "flow-failures": {
    why: "the emulator knows no metric math; failure-alarms.test.ts computes it",
    happens: ({ callbacks }) => callbacks.countFinishedFlow("slack", "success"),
  },
  RefreshFailed: {
    why: "the emulator knows no metric math; failure-alarms.test.ts computes it",
    happens: ({ metrics }) => metrics.count("RefreshFailed", provider, { RefreshFailedPercent: 100 }),
  },
  "suspicious-callbacks": {
    why: "the emulator knows no anomaly detection",
    happens: ({ callbacks }) => callbacks.countFailedFlow("slack", "invalid_state"),
  },
  "token-reads": {
    why: "the emulator knows no anomaly detection",
    happens: ({ metrics }) => metrics.count("TokenRead", { service: "voice", ...provider }),
  },
  OriginRefused: {
    why: "the local stage has no edge",
    happens: ({ metrics }) => metrics.count("OriginRefused"),
  },
  InsightsModelFailed: {
    why: "the local stage has no model",
    happens: ({ metrics }) => metrics.count("InsightsModelFailed", { error: "TimeoutError" }),
  },
};

/** The section of an alarm's runbook. */
export const readSection = (description: string): string =>
  /See (\S+) in docs\/runbook\.md$/.exec(description)?.[1] ?? "";
