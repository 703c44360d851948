// oidc-provider's settings: SMART App Launch and Backend Services.
import { randomBytes } from "node:crypto";
import { type ClientMetadata, type Configuration, errors } from "oidc-provider";
import { createMemoryAdapter } from "../../identity-provider/memory.ts";
import { people } from "./people.ts";

export interface ServerOptions {
  readonly origin: string;
  readonly paths: { readonly authorize: string; readonly token: string };
  /** What tokens are for. */
  readonly fhirBase: string;
  /** Signs people in, with a secret. */
  readonly client: { readonly id: string; readonly secret: string };
  /** Serves systems, with a key of the set at `getKeysUrl`. */
  readonly systemClientId: string;
  /** Where the systems' client publishes its keys, at this moment. */
  readonly getKeysUrl: () => string;
  readonly getSwitches: () => {
    readonly lifetime: number | null;
    readonly rotation: boolean;
    readonly refresh: boolean;
  };
}

/** Backend services should have tokens for five minutes: https://hl7.org/fhir/smart-app-launch/backend-services.html */
const systemTokenSeconds = 300;
const personTokenSeconds = 3600;
const maxAssertionSeconds = 300;

const resources = ["*", "Patient", "Observation", "Encounter", "Practitioner", "Appointment"];
const rights = ["read", "write", "*", "r", "s", "rs", "cud", "cruds"];
const contexts = ["patient", "user", "system"];
const identityScopes = ["openid", "fhirUser", "profile", "offline_access", "online_access"];

/** Every scope that may be asked for. */
export const smartScopes: readonly string[] = [
  ...identityScopes,
  ...["launch", "launch/patient", "launch/encounter"],
  ...contexts.flatMap((context) =>
    resources.flatMap((resource) => rights.map((right) => `${context}/${resource}.${right}`)),
  ),
];

export function configureServer(options: ServerOptions, key: object): Configuration {
  const { paths, fhirBase, getSwitches } = options;
  return {
    adapter: createMemoryAdapter(),
    jwks: { keys: [key] },
    routes: { authorization: paths.authorize, token: paths.token },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    scopes: [...smartScopes],
    claims: { openid: ["sub"], fhirUser: ["fhirUser"], profile: ["name"] },
    conformIdTokenClaims: false,
    enabledJWA: { clientAuthSigningAlgValues: ["RS384", "ES384"] },
    clients: registerClients(options),
    findAccount: async (_, sub) => {
      const person = people.find(({ name }) => name === sub);
      if (!person) return undefined;
      const claims = { sub, fhirUser: `${fhirBase}/${person.fhirUser}`, name: person.fullName };
      return { accountId: sub, claims: async () => claims };
    },
    issueRefreshToken: async (_context, _client, code) =>
      getSwitches().refresh && ["offline_access", "online_access"].some((scope) => code.scopes.has(scope)),
    rotateRefreshToken: () => getSwitches().rotation,
    ttl: {
      AccessToken: () => getSwitches().lifetime ?? personTokenSeconds,
      ClientCredentials: () => getSwitches().lifetime ?? systemTokenSeconds,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 3600,
      RefreshToken: 86_400,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        defaultResource: () => fhirBase,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: smartScopes.join(" "),
          audience: fhirBase,
          accessTokenFormat: "opaque",
        }),
      },
    },
    assertJwtClientAuthClaimsAndHeader: async (_context, claims) => requireSmartAssertion(options, claims),
    // Its own dispatcher refuses addresses of this machine.
    fetch: () => fetch(options.getKeysUrl(), { headers: { accept: "application/json" } }),
  };
}

/** As EHRs do, one that people sign in to, and another one for systems. */
function registerClients({ origin, client, systemClientId }: ServerOptions): ClientMetadata[] {
  return [
    {
      client_id: client.id,
      client_secret: client.secret,
      token_endpoint_auth_method: "client_secret_basic",
      grant_types: ["authorization_code", "refresh_token"],
      // Those that count are checked where the person is asked.
      redirect_uris: ["http://localhost/callback"],
      application_type: "native",
    },
    {
      client_id: systemClientId,
      token_endpoint_auth_method: "private_key_jwt",
      jwks_uri: `${origin}/client-keys`,
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    },
  ];
}

/** Beyond RFC 7523: the audience is the token endpoint, and five minutes are the most. */
function requireSmartAssertion({ origin, paths }: ServerOptions, { aud, exp }: { aud?: unknown; exp?: unknown }): void {
  if (aud !== `${origin}${paths.token}`) throw new errors.InvalidClientAuth("aud must be the token endpoint");
  if (typeof exp !== "number" || exp > Date.now() / 1000 + maxAssertionSeconds)
    throw new errors.InvalidClientAuth("exp must be within five minutes");
}
