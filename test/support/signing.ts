// How providers sign what they push, written from their documentation without the code under test.
import { createHash, createHmac, randomUUID } from "node:crypto";
import { type CryptoKey, SignJWT } from "jose";

type Content = string | Buffer;

export const hexHmac = (secret: string, ...parts: readonly Content[]): string => {
  const mac = createHmac("sha256", secret);
  for (const part of parts) mac.update(part);
  return mac.digest("hex");
};

const nowInSeconds = () => Math.floor(Date.now() / 1000);

export const slackHeaders = (secret: string, body: Content, seconds: number = nowInSeconds()) => ({
  "x-slack-request-timestamp": String(seconds),
  "x-slack-signature": `v0=${hexHmac(secret, `v0:${seconds}:`, body)}`,
});

export const githubHeaders = (secret: string, body: Content, event = "issues", delivery: string = randomUUID()) => ({
  "x-github-event": event,
  "x-github-delivery": delivery,
  "x-hub-signature-256": `sha256=${hexHmac(secret, body)}`,
});

/** @param address as HubSpot was given it */
export function hubspotHeaders(
  secret: string,
  address: string,
  body: Content,
  timestamp: number | string = Date.now(),
) {
  const mac = createHmac("sha256", secret).update("POST").update(address).update(body).update(String(timestamp));
  return {
    "x-hubspot-request-timestamp": String(timestamp),
    "x-hubspot-signature-v3": mac.digest("base64"),
  };
}

export interface PushClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly serviceAccount: string;
}

/** The claims of the token that Google sends with a push, valid for an hour. */
export const pushClaims = ({ issuer, audience, serviceAccount }: PushClaims): Record<string, unknown> => ({
  iss: issuer,
  aud: audience,
  azp: "1134",
  sub: "1134",
  email: serviceAccount,
  email_verified: true,
  iat: nowInSeconds(),
  exp: nowInSeconds() + 3600,
});

export const pushToken = (claims: Record<string, unknown>, key: CryptoKey, kid = "g-1"): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid, typ: "JWT" }).sign(key);

/** What Pub/Sub posts for one message. */
export const pushEnvelope = (data: unknown, messageId: string = randomUUID()): string => {
  const encoded = Buffer.from(typeof data === "string" ? data : JSON.stringify(data)).toString("base64");
  const message = { data: encoded, messageId, message_id: messageId, publishTime: new Date().toISOString() };
  return JSON.stringify({ message, subscription: "projects/sandbox/subscriptions/patchbay" });
};

/** The MAC of a Patchbay token: over the parts, each preceded by its length as 32 bits. */
export function computeTokenMac(secret: string, ...parts: readonly string[]): string {
  const mac = createHmac("sha256", secret);
  for (const part of parts) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(part));
    mac.update(length).update(part);
  }
  return mac.digest("base64url");
}

/** The key id that names a secret in a Patchbay token. */
export const toKeyId = (secret: string) => createHash("sha256").update(secret).digest("base64url").slice(0, 8);
