// Reads an .env file into a plan, and checks it before anything is written.
import { isProviderId, type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import type { Stage } from "../config.ts";
import { apiKeySecretName, clientSecretName, webhookSecretName } from "../names.ts";
import { listApiKeys } from "./api-keys.ts";
import { describeFormerAddresses, listFormerAddresses } from "./former-addresses.ts";
import { renameFormerLines } from "./former-names.ts";
import { listJwtLines, listJwtSecrets } from "./jwt.ts";
import type { Lines } from "./lines.ts";
import { listNotices } from "./notices.ts";
import { refuseOtherPubsub } from "./pubsub.ts";
import { refuseWrongAddresses } from "./redirects.ts";
import { describeSwitches, listSwitches } from "./switches.ts";

export interface Plan {
  /** A provider's client id; null removes the provider. Providers that are not listed stay unchanged. */
  readonly clientIds: Readonly<Partial<Record<ProviderId, string | null>>>;
  /** Values by their name in Secrets Manager. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Messages for the operator; they contain names, never values. */
  readonly notices: readonly string[];
}

/**
 * Plans what to write.
 * @param remove providers to take out of the list of configured ones; their clients' lines are left aside
 * @throws Error in one sentence when an address belongs to another deployment, when half of a client is missing, when a client
 * stands there twice with different values, or when a switch is neither true nor false
 */
export function planSecrets(given: Lines, config: Stage, remove: readonly string[] = []): Plan {
  refuseWrongAddresses(given, config);
  const { lines, notices } = renameFormerLines(given);
  refuseOtherPubsub(lines, config);
  const removed = remove.map(requireProviderId);
  const clients = manifests.flatMap((manifest) => {
    if (removed.includes(manifest.id)) return [];
    const signs = config.providers[manifest.id]?.clientAuth === "private-key-jwt";
    const client = readClient(manifest, lines, signs);
    return client ? [{ ...client, provider: manifest.id }] : [];
  });
  const clientSecrets = clients.flatMap(({ provider, secret }) =>
    secret ? [[clientSecretName(config.stage, provider), secret] as const] : [],
  );
  return {
    clientIds: Object.fromEntries([
      ...clients.map(({ provider, id }) => [provider, id] as const),
      ...removed.map((id) => [id, null]),
    ]),
    secrets: new Map([
      ...clientSecrets,
      ...listWebhookSecrets(lines, config.stage),
      ...listApiKeySecrets(lines, config.stage),
      ...listJwtSecrets(lines, config),
      ...listSwitches(lines, config.stage),
    ]),
    notices: [
      ...notices,
      ...describeFormerAddresses(lines, config),
      ...describeSwitches(lines, config),
      ...listNotices(lines, [...listJwtLines(config), ...listFormerAddresses()]),
    ],
  };
}

interface Client {
  readonly id: string;
  readonly secret: string | undefined;
}

/**
 * An absent or empty line changes nothing: most copies of .env.example are only partly filled in.
 * @param signs whether the client authenticates by a signature, and needs no secret
 */
function readClient({ environmentPrefix: prefix }: Manifest, lines: Lines, signs: boolean): Client | undefined {
  const [idName, secretName] = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`];
  const [id, secret] = [lines[idName], lines[secretName]];
  if (!id && !secret) return undefined;
  if (!id) throw new Error(`${secretName} is set but ${idName} is not: a client needs both.`);
  if (!secret && !signs) throw new Error(`${idName} is set but ${secretName} is not: a client needs both.`);
  return { id, secret };
}

const listWebhookSecrets = (lines: Lines, stage: string): [string, string][] =>
  manifests.flatMap(({ id, webhook }): [string, string][] => {
    const secret = lines[webhook?.secret?.variable ?? ""];
    return secret ? [[webhookSecretName(stage, id), secret]] : [];
  });

const listApiKeySecrets = (lines: Lines, stage: string): [string, string][] =>
  listApiKeys().flatMap(({ provider, name, variable }): [string, string][] => {
    const secret = lines[variable];
    return secret ? [[apiKeySecretName(stage, provider, name), secret]] : [];
  });

function requireProviderId(id: string): ProviderId {
  if (isProviderId(id)) return id;
  throw new Error(`"${id}" is not a provider: it is one of ${providerIds.join(", ")}.`);
}
