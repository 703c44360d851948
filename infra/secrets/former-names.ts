// Reads the client of a provider under the names that it had in the systems before.
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import type { Lines } from "./lines.ts";

const suffixes = ["CLIENT_ID", "CLIENT_SECRET"] as const;

/** Lines with today's names, and what to tell the operator of those that were read under a former one. */
export interface RenamedLines {
  readonly lines: Lines;
  readonly notices: readonly string[];
}

/**
 * Gives the lines of former names today's names, where those are not set. A former redirect URI is checked under its own name.
 * @throws Error in one sentence when both names are set to different values; no sentence contains one
 */
export function renameFormerLines(lines: Lines): RenamedLines {
  const renamed: Record<string, string | undefined> = { ...lines };
  const notices = manifests.flatMap((manifest) => renameClient(manifest, renamed));
  return { lines: renamed, notices };
}

/** Changes the lines. A client is taken whole: halves of two clients would fail at the provider. */
function renameClient(
  { environmentPrefix: prefix, formerEnvironmentPrefix: former }: Manifest,
  lines: Record<string, string | undefined>,
): string[] {
  if (former === undefined) return [];
  const pairs = suffixes.map((suffix) => [`${former}_${suffix}`, `${prefix}_${suffix}`] as const);
  const isSet = pairs.some(([, name]) => lines[name]);
  const used = pairs.flatMap(([old, name]) => {
    const value = lines[old];
    delete lines[old];
    if (!value) return [];
    if (lines[name] && lines[name] !== value)
      throw new Error(`${old} and ${name} are both set, and differ: keep the one you want as ${name}.`);
    if (isSet) return [];
    return [{ old, name, value }];
  });
  const [only] = used;
  if (only && used.length < pairs.length)
    throw new Error(`${only.old} is set but the other half of the client is not: a client needs both.`);
  for (const { name, value } of used) lines[name] = value;
  return used.map(({ old, name }) => `Read as ${name}: ${old}.`);
}
