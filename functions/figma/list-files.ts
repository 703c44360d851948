import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, cachedCall, flag } from "../../lib/oauth/data-endpoint.ts";
import { readTeamFiles, teamFiles } from "../../lib/providers/figma/team-files.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { readSettings } from "../../lib/store/settings.ts";

const provider = providerFromEnvironment();

const query = z.object({
  account,
  teamId: z
    .string()
    .regex(/^\d{1,32}$/, "is a number")
    .optional(),
  refresh: flag,
});
const day = 86_400;

export const handler = userEndpoint({ query }, async ({ user, origin, query }) => {
  const teamId = query.teamId ?? (await readSettings(user, provider.id)).teamId;
  if (teamId === undefined) throw noTeam();
  const kept = { name: `team:${teamId}`, schema: teamFiles, seconds: day, refresh: query.refresh };
  const request = { user, origin, account: query.account };
  const answer = await cachedCall(provider, request, kept, (call) => readTeamFiles(call, teamId));
  return ok(answer);
});

function noTeam(): Problem {
  const detail =
    "teamId: Figma cannot list your teams. Pass teamId (it stands in the URL of the team's page) or set it in the settings.";
  return new Problem("invalid_request", { detail, members: { field: "teamId" } });
}
