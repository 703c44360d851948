import * as z from "zod";
import { pickConnection } from "../../lib/connections/access-token.ts";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import type { CachePolicy } from "../../lib/provider-client/cache.ts";
import {
  account,
  booleanFlag,
  callCached,
  type ProviderCallContext,
  toAccessRequest,
} from "../../lib/provider-client/data-endpoint.ts";
import {
  type CachedTeam,
  cachedTeam,
  computeCacheSeconds,
  daySeconds,
  teamCacheName,
  teamFiles,
  toTeamFiles,
} from "../../lib/providers/figma/api/team-cache.ts";
import { readTeamFiles } from "../../lib/providers/figma/api/team-files.ts";
import { withoutChangedProjects } from "../../lib/providers/figma/changed-files.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { readSettings } from "../../lib/store/settings.ts";

const provider = getProviderFromEnvironment();

const query = z.object({
  account,
  teamId: z
    .string()
    .regex(/^\d{0,32}$/, "is a number")
    .optional(),
  refresh: booleanFlag,
});
const contract = {
  about: "Lists the projects of a Figma team with their files; `failed` names the projects that could not be read.",
  query,
  answer: () => teamFiles,
};

export const handler = userEndpoint(contract, async ({ user, origin, query }) => {
  const { account, refresh } = query;
  const teamId = query.teamId || (await readSettings(user, provider.id)).teamId;
  if (teamId === undefined) {
    // Without an account, say that first instead of asking for a team.
    await pickConnection(toAccessRequest(provider, { user, origin, account }));
    throw teamRequiredProblem();
  }
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

function teamRequiredProblem(): Problem {
  const detail =
    "teamId: Figma cannot list your teams. Pass teamId (it stands in the URL of the team's page) or set it in the settings.";
  return new Problem("invalid_request", { detail, members: { field: "teamId" } });
}
