import * as z from "zod";
import type { ApiAccess } from "../../oauth/provider-call.ts";
import { figmaGet } from "./api.ts";

const projects = z.object({ projects: z.array(z.object({ id: z.coerce.string(), name: z.string() })) });
const file = z.object({
  key: z.string(),
  name: z.string(),
  thumbnail_url: z.string().nullish(),
  last_modified: z.string(),
  version: z.string().nullish(),
});
const files = z.object({ files: z.array(file) });
const me = z.object({ id: z.string(), email: z.string().optional(), handle: z.string() });

export const teamFiles = z.object({
  teamId: z.string(),
  projects: z.array(z.object({ id: z.string(), name: z.string(), files: z.array(file) })),
  user: me,
});

/** Requests under way at a time; Figma counts per minute, so a burst gains nothing. */
const atOnce = 5;

/** A team's projects with their files, and who is asking. Figma pages neither list. @throws ProviderFailure */
export async function readTeamFiles(request: ApiAccess, teamId: string): Promise<z.output<typeof teamFiles>> {
  const [user, found] = await Promise.all([
    figmaGet(request, "/v1/me", me),
    figmaGet(request, `/v1/teams/${encodeURIComponent(teamId)}/projects`, projects),
  ]);
  const withFiles: z.output<typeof teamFiles>["projects"] = [];
  for (let at = 0; at < found.projects.length; at += atOnce) {
    const batch = found.projects.slice(at, at + atOnce).map(async (project) => {
      const answer = await figmaGet(request, `/v1/projects/${encodeURIComponent(project.id)}/files`, files);
      return { ...project, files: answer.files };
    });
    withFiles.push(...(await Promise.all(batch)));
  }
  return { teamId, projects: withFiles, user };
}
