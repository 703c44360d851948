// The switches of a sandbox provider: strictness, token lifetimes and faults of its OAuth, and how it sends webhooks.
import { z } from "zod";

const behaviourSchema = z.strictObject({
  /** Refresh tokens are single use and access tokens expire (Slack token rotation, GitHub expiring user tokens). */
  rotation: z.boolean(),
  /** With rotation: a refresh token used twice revokes its whole family. */
  reuseDetection: z.boolean(),
  /** Seconds; null: the provider's own value. */
  accessTokenLifetime: z.int().positive().nullable(),
  /** Tokens are padded to this length, since real ones are longer; null: as short as they are. */
  tokenBytes: z.int().positive().nullable(),
  /** False: the code exchange returns no refresh token. */
  refreshTokenInAnswer: z.boolean(),
  /** Only these of the requested scopes are granted; null: all. */
  grantedScopes: z.array(z.string()).nullable(),
  /** The `iss` parameter on the callback (RFC 9207); only Google sends one. */
  sendIss: z.enum(["right", "wrong", "none"]),
  /** Every refresh fails with this error; `invalid_grant` and `invalid_client` become the provider's own error codes. */
  refreshError: z.string().nullable(),
  /** The registered redirect URIs; null: any on this machine. */
  redirectUris: z.array(z.url()).nullable(),
  /** Whether changes through the API send webhooks. `POST /_sandbox/push` sends them in any case. */
  events: z.boolean(),
  /** The origin that receives deliveries; null: the stage with this provider's port base. */
  receiver: z.url().nullable(),
  /** Multiplies the delays between the attempts of a delivery. */
  timeFactor: z.number().nonnegative().max(1),
  /** Lifetime of a Gmail watch or Calendar channel in seconds; null: seven days. */
  channelLifetime: z.number().positive().nullable(),
});

export type Behaviour = Readonly<z.output<typeof behaviourSchema>>;

export const defaultBehaviour: Behaviour = {
  rotation: false,
  reuseDetection: true,
  accessTokenLifetime: null,
  tokenBytes: null,
  refreshTokenInAnswer: true,
  grantedScopes: null,
  sendIss: "right",
  refreshError: null,
  redirectUris: null,
  events: false,
  receiver: null,
  timeFactor: 0.001,
  channelLifetime: null,
};

/** Changes the switches named in `change`; throws a ZodError on an unknown one. */
export function changeBehaviour(behaviour: Behaviour, change: unknown): Behaviour {
  const changes = Object.entries(behaviourSchema.partial().parse(change)).filter(([, value]) => value !== undefined);
  return { ...behaviour, ...Object.fromEntries(changes) };
}

/** The requested scopes that the user grants. */
export function grantedScopes(behaviour: Behaviour, asked: readonly string[]): string[] {
  const only = behaviour.grantedScopes;
  return only === null ? [...asked] : asked.filter((scope) => only.includes(scope));
}

/** Whether a redirect URI counts as registered. */
export function isRegisteredRedirect(behaviour: Behaviour, redirectUri: string): boolean {
  if (behaviour.redirectUris !== null) return behaviour.redirectUris.includes(redirectUri);
  const host = URL.parse(redirectUri)?.hostname;
  return host === "localhost" || host === "127.0.0.1";
}
