// The switches of a sandbox provider: how strict, how short-lived and how faulty its OAuth is.
import { z } from "zod";

const behaviourSchema = z.strictObject({
  /** Refresh tokens are single use and access tokens expire (Slack token rotation, GitHub expiring user tokens). */
  rotation: z.boolean(),
  /** With rotation: a refresh token used twice revokes its whole family. */
  reuseDetection: z.boolean(),
  /** Seconds; null is the provider's own value. */
  accessTokenLifetime: z.int().positive().nullable(),
  /** False: the code exchange brings no refresh token. */
  refreshTokenInAnswer: z.boolean(),
  /** Of the scopes asked for, only these are granted; null grants all. */
  grantedScopes: z.array(z.string()).nullable(),
  /** The `iss` parameter on the callback (RFC 9207); only Google sends one. */
  sendIss: z.enum(["right", "wrong", "none"]),
  /** Every refresh fails with this error; `invalid_grant` and `invalid_client` become the provider's own words. */
  refreshError: z.string().nullable(),
  /** The registered redirect URIs; null accepts any on this machine. */
  redirectUris: z.array(z.url()).nullable(),
  /** Whether the provider delivers webhooks by itself; `POST /_sandbox/push` delivers either way. */
  events: z.boolean(),
  /** The origin deliveries go to; null is the stage on whose port base this provider listens. */
  receiver: z.url().nullable(),
  /** By what the waits between the attempts of a delivery are multiplied. */
  timeFactor: z.number().nonnegative().max(1),
  /** Seconds for which a Gmail watch or Calendar channel lives; null is seven days. */
  channelLifetime: z.number().positive().nullable(),
});

export type Behaviour = Readonly<z.output<typeof behaviourSchema>>;

export const defaultBehaviour: Behaviour = {
  rotation: false,
  reuseDetection: true,
  accessTokenLifetime: null,
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
  const given = Object.entries(behaviourSchema.partial().parse(change)).filter(([, value]) => value !== undefined);
  return { ...behaviour, ...Object.fromEntries(given) };
}

/** Which of the scopes asked for the user grants. */
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
