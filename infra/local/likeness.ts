// The local clouds that test/conformance runs on: like an example stage in all that its old clients depend on.
import type { Stage, StageInput } from "../config.ts";
import { jwtSecretName } from "../names.ts";
import { stage as assistant } from "../stages/assistant.ts";
import { stage as studio } from "../stages/studio.ts";
import { hasLocalEdge, localEdge } from "./edge.ts";
import { sandboxSecret } from "./sandbox/state.ts";

const examples: Readonly<Record<string, Stage>> = { teststudio: studio, testassist: assistant };

type JwtEntry = Extract<StageInput["jwt"], readonly unknown[]>[number];

/** Who may call, under which paths, and where providers send the browser. */
interface Likeness extends Pick<Stage, "aliases"> {
  /** Only where the example is mounted under its application's own domain by an edge. */
  readonly edge?: StageInput["edge"];
  readonly jwt: JwtEntry[];
  /** The front ends' own callback pages, by provider. */
  readonly frontEndRedirects: Readonly<Record<string, string>>;
}

/**
 * The settings of the example that a stage of the tests is like, at the local cloud's addresses.
 * @param addresses of the page and the API, and of the demo identity provider
 * @returns undefined for every other stage
 */
export function readLikeness(name: string, addresses: { origin: string; issuer: string }): Likeness | undefined {
  const example = examples[name];
  if (!example) return undefined;
  const { jwt, aliases, providers, appUrl } = example;
  const redirects = Object.entries(providers).flatMap(([id, { frontEndRedirect }]) =>
    frontEndRedirect ? [[id, frontEndRedirect.replace(appUrl, addresses.origin)] as const] : [],
  );
  return {
    jwt: jwt.map((entry) => ({
      ...entry,
      audience: entry.audience === "none" ? "none" : [...entry.audience],
      // Tokens under a shared secret are checked at no address.
      issuer: entry.algorithm === "HS256" ? entry.issuer : addresses.issuer,
    })),
    aliases,
    ...(hasLocalEdge(name) ? { edge: localEdge } : {}),
    frontEndRedirects: Object.fromEntries(redirects),
  };
}

/** The secrets of the entries of `jwt` that have one, by their names in Secrets Manager. */
export const listTokenSecrets = (name: string): [name: string, secret: string][] =>
  (examples[name]?.jwt ?? [])
    .filter(({ algorithm }) => algorithm === "HS256")
    .map((entry) => [jwtSecretName(name, entry.name), tokenSecret(entry.name)]);

/** What the tokens of an entry are signed with locally: long enough for HS256, and obviously no secret. */
export const tokenSecret = (entry = "first"): string => `${sandboxSecret("JWT_SECRET")}-of-the-local-cloud-${entry}`;
