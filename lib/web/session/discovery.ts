import { readRecord, readText } from "../read-json.ts";

export interface Issuer {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string;
  /** The issuer sends `iss` with its answers (RFC 9207), so an answer without it is refused. */
  readonly sendsIss: boolean;
}

/**
 * Reads the issuer's metadata (OpenID Connect Discovery section 4).
 * @returns undefined when the issuer cannot be reached or the metadata names another one
 */
export async function discoverIssuer(issuer: string): Promise<Issuer | undefined> {
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const found = readRecord(await answer.json());
    const authorizationEndpoint = readText(found.authorization_endpoint);
    const tokenEndpoint = readText(found.token_endpoint);
    if (!answer.ok || found.issuer !== issuer || !authorizationEndpoint || !tokenEndpoint) return undefined;
    return {
      authorizationEndpoint,
      tokenEndpoint,
      endSessionEndpoint: readText(found.end_session_endpoint),
      sendsIss: found.authorization_response_iss_parameter_supported === true,
    };
  } catch {
    return undefined;
  }
}
