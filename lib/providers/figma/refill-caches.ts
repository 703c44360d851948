import type { CacheRefill } from "../../provider-client/cache-refill.ts";
import { callProvider, type ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { loadExclusive } from "../../provider-client/single-flight.ts";
import type { CacheName } from "../../store/cache.ts";
import { readSettings } from "../../store/settings.ts";
import { componentsCacheSeconds, listComponentSets, listComponents } from "./api/components.ts";
import { parseTeamCacheName, teamCacheName } from "./api/team-cache.ts";
import { readTokens, tokensCacheSeconds } from "./api/variables.ts";
import { refreshTeamCache } from "./refresh-cache.ts";

interface FileEntry {
  readonly seconds: number;
  readonly read: (account: ProviderCallContext, fileKey: string) => Promise<unknown>;
}

/** What is kept of a file, by the beginning of its name. */
const fileEntries: Readonly<Record<string, FileEntry>> = {
  components: { seconds: componentsCacheSeconds, read: listComponents },
  "component-sets": { seconds: componentsCacheSeconds, read: listComponentSets },
  variables: { seconds: tokensCacheSeconds, read: readTokens },
};

const findFileEntry = (name: string): FileEntry | undefined => fileEntries[name.slice(0, name.indexOf(":"))];

/** How long to wait for somebody else who is loading the same entry. */
const waitTimeoutMs = 8000;

/** The lists of teams and of what files publish, as far as they are kept, and the list of the team in the settings. */
export const figmaCacheRefill: CacheRefill = {
  provider: "figma",
  async selectNames(connection, kept) {
    const { teamId } = await readSettings(connection, connection.provider);
    const wanted = teamId === undefined ? kept : [...kept, teamCacheName(teamId)];
    return [...new Set(wanted)].filter((name) => parseTeamCacheName(name) !== undefined || findFileEntry(name));
  },
  refill: (provider, request, name) =>
    callProvider(provider, request, (account) => {
      const until = Date.now() + waitTimeoutMs;
      const teamId = parseTeamCacheName(name);
      if (teamId !== undefined) return refreshTeamCache({ account, until }, teamId);
      return refillFileEntry(account, name as CacheName, until);
    }),
};

async function refillFileEntry(account: ProviderCallContext, name: CacheName, until: number): Promise<boolean> {
  const entry = findFileEntry(name);
  if (entry === undefined) return false;
  const fileKey = name.slice(name.indexOf(":") + 1);
  const load = () => entry.read(account, fileKey);
  return loadExclusive(account.connection, { name, seconds: entry.seconds, until }, load, account);
}
