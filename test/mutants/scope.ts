// Which code is changed by `npm test -- mutants`, and which tests must notice: what guards tokens and webhooks.

const receivers = "test/providers/*/webhook.test.ts";

/** Each guarded folder with the unit tests that reach it. Those of most features reach lib/http too, but check nothing of it. */
export const guardedFolders: Readonly<Record<string, readonly string[]>> = {
  "lib/vault": ["test/vault/*.test.ts", "test/crm/endpoints.test.ts"],
  "lib/jwt": ["test/jwt/*.test.ts"],
  "lib/oauth": [
    "test/oauth/*.test.ts",
    "test/connections/{start,callback-page}.test.ts",
    "test/providers/{contract,definitions}.test.ts",
  ],
  "lib/webhooks": ["test/webhooks/*.test.ts", "test/queue/large-bodies.test.ts", receivers],
  "lib/http": [
    "test/http/*.test.ts",
    "test/jwt/{no-audience,several-issuers}.test.ts",
    "test/webhooks/{process-items,secrets}.test.ts",
    "test/{crm/endpoints,health/strangers}.test.ts",
    receivers,
  ],
};

/** The least share of changes, in percent, that the tests of a folder must notice. */
export const minScore = 92;

const needsTable = "It is conditional writes and queues, which only the local cloud has: *.cloud.test.ts.";

/** Files of these folders that are not changed, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  "lib/webhooks/webhook-examples.ts": "Describes webhooks for the OpenAPI document; no Lambda imports it.",
  "lib/webhooks/process-delivery.ts": needsTable,
  "lib/webhooks/resync.ts": needsTable,
  "lib/webhooks/set-aside.ts": needsTable,
  "lib/webhooks/worker.ts": needsTable,
};

/** Tests that reach these folders and are not run, and why. */
export const leftOutTests: Readonly<Record<string, string>> = {
  "test/**/*.cloud.test.ts": "They need the local cloud.",
  "test/**/*-budget.test.ts": "They measure time, and changes are tried beside each other.",
  "test/webhooks/ack-bundle.test.ts": "It reads the bundles, which are built of the unchanged code.",
  "test/webhooks/hostile-payloads.test.ts": "It takes ten seconds and reaches nothing here that the others do not.",
  "test/jwt/every-route.test.ts": "It loads every function, and they share one guard, which the others reach too.",
};

/** Test files that take seconds, since they wait for time limits or read a great deal: last, and only where the others notice nothing. */
export const slowTests = [
  "test/vault/data-keys.test.ts",
  "test/vault/key-service-failures.test.ts",
  "test/oauth/token-endpoint-failures.test.ts",
  "test/http/provider-fetch.test.ts",
  "test/http/rate-limit.test.ts",
  "test/http/fetch-deadline.test.ts",
  "test/webhooks/odd-fields.test.ts",
  "test/webhooks/odd-items.test.ts",
  "test/webhooks/queue-fails.test.ts",
  "test/webhooks/replay-time.test.ts",
  "test/webhooks/secrets.test.ts",
  "test/webhooks/unreachable-keys.test.ts",
];
