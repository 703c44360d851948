// private_key_jwt: the client authenticates by an assertion that it signs (RFC 7523 section 2.2).
import { randomUUID } from "node:crypto";
import type { PublicJwk } from "./public-jwk.ts";

/** Signs with the key it names. @throws Problem provider_unavailable when the key service does not answer */
export interface AssertionSigner {
  /** Signs what `describe` returns for the key that is used. */
  sign(
    describe: (key: PublicJwk) => Uint8Array,
  ): Promise<{ readonly signed: Uint8Array; readonly signature: Uint8Array }>;
}

export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Five minutes are the most that servers accept; the rest is for clocks that differ. */
const lifetimeSeconds = 4 * 60;

export interface AssertionRequest {
  readonly clientId: string;
  /** The token endpoint's URL. */
  readonly audience: string;
}

/**
 * A client assertion that can be used once: `jti` is random.
 * https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html#authenticating-to-the-token-endpoint
 * @param now epoch seconds
 */
export async function createClientAssertion(
  { clientId, audience }: AssertionRequest,
  signer: AssertionSigner,
  now: () => number = () => Math.floor(Date.now() / 1000),
): Promise<string> {
  const at = now();
  const claims = { iss: clientId, sub: clientId, aud: audience, iat: at, exp: at + lifetimeSeconds, jti: randomUUID() };
  const { signed, signature } = await signer.sign(({ alg, kid }) =>
    Buffer.from(`${encodeJson({ alg, kid, typ: "JWT" })}.${encodeJson(claims)}`),
  );
  return `${Buffer.from(signed).toString()}.${Buffer.from(signature).toString("base64url")}`;
}

const encodeJson = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
