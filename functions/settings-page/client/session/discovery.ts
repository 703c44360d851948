import { record, text } from "../api/read.ts";

export interface Issuer {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string;
  /** RFC 9207: the issuer promises `iss` on its answers, so a missing one is refused. */
  readonly sendsIss: boolean;
}

/** Reads the issuer's metadata (OpenID Connect Discovery section 4). Undefined when it is unreachable or not that issuer. */
export async function discover(issuer: string): Promise<Issuer | undefined> {
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const found = record(await answer.json());
    const authorizationEndpoint = text(found.authorization_endpoint);
    const tokenEndpoint = text(found.token_endpoint);
    if (!answer.ok || found.issuer !== issuer || !authorizationEndpoint || !tokenEndpoint) return undefined;
    return {
      authorizationEndpoint,
      tokenEndpoint,
      endSessionEndpoint: text(found.end_session_endpoint),
      sendsIss: found.authorization_response_iss_parameter_supported === true,
    };
  } catch {
    return undefined;
  }
}
