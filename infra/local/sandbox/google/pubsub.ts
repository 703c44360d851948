// Cloud Pub/Sub's authenticated push: an OpenID token of the sandbox's own issuer, and forged ones.
// docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
import { randomUUID } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { type Answer, jsonAnswer } from "../exchange.ts";
import type { RetryRules, SignedRequest } from "../push/deliver.ts";

export const forgeries = [
  ...["aud", "iss", "email", "email_verified", "expired", "nbf"],
  ...["none", "hs256", "kid", "signature", "unsigned"],
] as const;
export type Forgery = (typeof forgeries)[number];

const kid = "sandbox-pubsub-1";
const account = "112233445566778899001";
const acceptedStatuses = [102, 200, 201, 202, 204];

/** Pub/Sub retries with growing delays until the message is acknowledged; the sandbox at most twelve times. */
const retryRules: RetryRules = {
  delaysSeconds: [10, 20, 40, 80, 160, 320, 600, 600, 600, 600, 600],
  timeoutMs: 10_000,
  accepted: (status) => acceptedStatuses.includes(status),
  shouldRetry: () => true,
};

export type Pubsub = Awaited<ReturnType<typeof createPubsub>>;

export interface Notification {
  readonly event: string;
  readonly url: string;
  readonly audience: string;
  /** The message's `data`, before base64 encoding. */
  readonly data: string;
  readonly messageId?: string | undefined;
  readonly forge?: Forgery | undefined;
}

/** Creates an issuer with a new signing key. */
export async function createPubsub(issuer: string) {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const stranger = await generateKeyPair("RS256");
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
  const publicPem = new TextEncoder().encode(await exportSPKI(publicKey));

  function token(audience: string, forge: Forgery | undefined): Promise<string> | string {
    const claims = buildClaims(issuer, audience, forge);
    if (forge === "none") return new UnsecuredJWT(claims).encode();
    if (forge === "hs256")
      return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid, typ: "JWT" }).sign(publicPem);
    const named = forge === "kid" ? `unknown-${randomUUID()}` : kid;
    const signed = new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: named, typ: "JWT" });
    return signed.sign(forge === "signature" || forge === "kid" ? stranger.privateKey : privateKey);
  }

  return {
    signRequest({ event, url, audience, data, messageId = createMessageId(), forge }: Notification): SignedRequest {
      const publishTime = new Date().toISOString();
      const message = {
        data: Buffer.from(data).toString("base64"),
        messageId,
        message_id: messageId,
        publishTime,
        publish_time: publishTime,
      };
      const body = JSON.stringify({ message, subscription: "projects/sandbox/subscriptions/patchbay" });
      return {
        event,
        url,
        body,
        rules: retryRules,
        headers: async () => ({
          "content-type": "application/json",
          "user-agent": "CloudPubSub-Google",
          ...(forge === "unsigned" ? {} : { authorization: `Bearer ${await token(audience, forge)}` }),
        }),
      };
    },
    /** Answers the issuer's paths; undefined for others. */
    answer(path: string): Answer | undefined {
      const lasting = { "cache-control": "public, max-age=3600" };
      if (path === "/oauth2/v3/certs") return jsonAnswer({ keys: [publicJwk] }, 200, lasting);
      if (path !== "/.well-known/openid-configuration") return undefined;
      const described = { issuer, jwks_uri: `${issuer}/oauth2/v3/certs`, subject_types_supported: ["public"] };
      return jsonAnswer({ ...described, id_token_signing_alg_values_supported: ["RS256"] }, 200, lasting);
    },
  };
}

function buildClaims(issuer: string, audience: string, forge: Forgery | undefined): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const early = forge === "expired" ? -7200 : 0;
  return {
    iss: forge === "iss" ? "https://issuer.example.com" : issuer,
    aud: forge === "aud" ? "https://other.example.com/push" : audience,
    azp: account,
    sub: account,
    email: forge === "email" ? "somebody@else.example.com" : "push@sandbox.example.com",
    email_verified: forge !== "email_verified",
    iat: now + early,
    exp: now + early + 3600,
    ...(forge === "nbf" ? { nbf: now + 1800 } : {}),
  };
}

const createMessageId = (): string => String(BigInt(Date.now()) * 1_000_000n + BigInt(Math.floor(Math.random() * 1e6)));
