// The environment of a Lambda, set before the modules under test read it: import this file first.
Object.assign(process.env, {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  LOG_LEVEL: "DEBUG",
  STAGE: "test",
  PUBLIC_BASE_URL: "https://app.example.com",
  APP_URL: "https://app.example.com",
  ALLOWED_REDIRECTS: JSON.stringify(["https://studio.example.com/integrations"]),
  TENANT_CLAIM: "org",
  ADMIN_CLAIM: "roles",
  ADMIN_VALUE: "admin",
  STAGE_ADMIN_CLAIM: "staff",
  STAGE_ADMIN_VALUE: "operator",
  RATE_LIMITS: JSON.stringify({ startPerMinute: 3, refreshPerMinute: 6, writesPerMinute: 60 }),
  CONNECTIONS_TABLE: "connections",
  TRANSIENT_TABLE: "transient",
  AUDIT_TABLE: "audit",
  FEED_TABLE: "feed",
  CLIENT_IDS_PARAMETER: "/patchbay/test/client-ids",
  REVOCATIONS_QUEUE_URL: "http://localhost/revocations",
  REFRESHES_QUEUE_URL: "http://localhost/refreshes",
});

/** The log and metric lines of the code under test, which are not printed. */
export const logged: string[] = [];

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) => {
  if (typeof chunk !== "string" || !chunk.startsWith('{"')) return write(chunk, ...rest);
  logged.push(chunk);
  return true;
};
