// An environment for receivers: servers for Secrets Manager, SQS and Google's keys, and requests as the gateway passes them.
import "../../http/lambda-environment.ts";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeEach } from "vitest";
import type { signatureEndpoint } from "../../../lib/http/webhook-endpoint.ts";
import { logged } from "../../http/lambda-environment.ts";
import { type AwsStandIn, acceptMessage, awsError, startAwsStandIn } from "../../support/aws-stand-in.ts";
import { httpEvent } from "../../support/events.ts";
import { json, startTestServer, type TestServer } from "../../support/test-server.ts";

export type Handler = ReturnType<typeof signatureEndpoint>;

export interface TestRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly query?: Record<string, string>;
  /** Whether the body is Base64, as the gateway encodes what it considers binary. */
  readonly base64?: boolean;
  /** Claims that the gateway's authorizer has verified. */
  readonly claims?: Record<string, unknown>;
}

export const push = {
  issuer: "https://accounts.example.com",
  audience: "https://app.example.com/api/v1/webhooks/gmail/push",
  serviceAccount: "push@example.com",
};

export const secretsOf: Record<string, unknown> = {
  "patchbay/test/slack/webhook": { current: "fake-slack-secret" },
  "patchbay/test/github/webhook": { current: "fake-github-secret" },
  "patchbay/test/figma/webhook": { current: "fake-figma-secret" },
  "patchbay/test/hubspot/webhook": { current: "fake-hubspot-secret" },
  "patchbay/test/shopify/webhook": { current: "fake-shopify-secret" },
  "patchbay/test/channel-signing": { current: "fake-channel-secret" },
};

const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
export const googleKey = privateKey;
export const googlePublicKey = publicKey;
const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "g-1", alg: "RS256", use: "sig" }] };
export const publishKeys = json(jwks);

export interface Stage {
  readonly aws: AwsStandIn;
  readonly keys: TestServer;
  /** The messages sent to the queue. */
  listQueued(): Record<string, unknown>[];
}

/** Starts the servers for the tests of a file, and closes them afterwards. Each test begins without calls and log lines. */
export async function startReceiverStage(): Promise<Stage> {
  const aws = await startAwsStandIn();
  const keys = await startTestServer(publishKeys);
  Object.assign(process.env, {
    WEBHOOKS_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/webhooks",
    PUBSUB_ISSUER: push.issuer,
    PUBSUB_AUDIENCE: push.audience,
    PUBSUB_SERVICE_ACCOUNT: push.serviceAccount,
    PUBSUB_JWKS: `${keys.url}/certs`,
  });
  aws.on("GetSecretValue", ({ SecretId }) => {
    const secret = secretsOf[String(SecretId)];
    return secret === undefined
      ? awsError("ResourceNotFoundException")
      : json({ SecretString: JSON.stringify(secret) });
  });
  aws.on("SendMessage", acceptMessage);
  beforeEach(() => {
    aws.calls.length = 0;
    takeLog();
  });
  afterAll(() => Promise.all([aws.close(), keys.close()]));
  return { aws, keys, listQueued: () => listMessages(aws).map((body) => JSON.parse(body)) };
}

export const listMessages = (aws: AwsStandIn): string[] =>
  aws.calls.filter(({ operation }) => operation === "SendMessage").map(({ input }) => String(input.MessageBody));

export function requestEvent({ headers, body, query, base64 = false, claims }: TestRequest): APIGatewayProxyEventV2 {
  const event = httpEvent({
    on: "POST /webhook",
    headers: { ...headers },
    ...(query && { query }),
    ...(claims && { claims }),
    ...(body !== undefined && { body: base64 ? Buffer.from(body).toString("base64") : String(body) }),
  });
  return { ...event, isBase64Encoded: base64 };
}

export const deliverTo = (handler: Handler, sent: TestRequest) => handler(requestEvent(sent));

/** The log lines since the last call. */
export function takeLog(): string {
  return logged.splice(0).join("");
}
