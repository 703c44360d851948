import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import type { CachePolicy } from "../../lib/provider-client/cache.ts";
import {
  account,
  booleanFlag,
  callCached,
  type DataRequest,
  type ProviderCallContext,
} from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import {
  accountCacheName,
  type CachedTeam,
  cachedTeam,
  computeCacheSeconds,
  daySeconds,
  me,
  teamCacheName,
  teamFiles,
  teamFilesExample,
  toFilesWithoutTeam,
  toTeamFiles,
} from "../../lib/providers/figma/api/team-cache.ts";
import { readTeamFiles } from "../../lib/providers/figma/api/team-files.ts";
import { getFromFigma } from "../../lib/providers/figma/api.ts";
import { withoutChangedProjects } from "../../lib/providers/figma/changed-files.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { readSettings } from "../../lib/store/settings.ts";

const provider = applySettings(figma);

const query = z.object({
  account,
  teamId: z
    .string()
    .regex(/^\d{0,32}$/, "is a number")
    .optional(),
  refresh: booleanFlag,
});
const contract = {
  about:
    "Lists the projects of a Figma team with their files, and the files of all projects; `failed` names the projects that could not be read. Without a team the lists are empty.",
  query,
  answer: () => teamFiles.meta({ examples: [teamFilesExample, toFilesWithoutTeam(teamFilesExample.user)] }),
};

export const handler = userEndpoint(contract, async ({ user, origin, query }) => {
  const { account, refresh } = query;
  const teamId = query.teamId || (await readSettings(user, provider.id)).teamId;
  if (teamId === undefined) return ok(toFilesWithoutTeam(await readMe({ user, origin, account }, refresh)));
  const cachePolicy: CachePolicy<typeof cachedTeam> = {
    name: teamCacheName(teamId),
    schema: cachedTeam,
    seconds: computeCacheSeconds,
    staleSeconds: daySeconds,
    refresh,
    withoutChanged: withoutChangedProjects,
  };
  const load = (call: ProviderCallContext, before?: CachedTeam) =>
    readTeamFiles(call, teamId, { before, isForced: refresh, now: call.now });
  return ok(toTeamFiles(await callCached(provider, { user, origin, account }, cachePolicy, load)));
});

/** Whose account it is. */
const readMe = (request: DataRequest, refresh: boolean) =>
  callCached(provider, request, { name: accountCacheName, schema: me, seconds: daySeconds, refresh }, (call) =>
    getFromFigma(call, "/v1/me", me),
  );
