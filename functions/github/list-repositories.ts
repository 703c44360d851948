import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { repositoryExample } from "../../lib/providers/github/api/examples.ts";
import { direction, time } from "../../lib/providers/github/api/filters.ts";
import { paging, readGithubList } from "../../lib/providers/github/api/read.ts";
import { repository } from "../../lib/providers/github/api/repositories.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

const query = z.object({
  account,
  ...paging,
  type: z.enum(["all", "owner", "public", "private", "member"]).optional(),
  sort: z.enum(["created", "updated", "pushed", "full_name"]).default("updated"),
  direction,
  since: time,
  before: time,
});

export const handler = userEndpoint(
  {
    about: "Lists the repositories the account may read, the last changed first unless sorted otherwise.",
    query,
    answer: () =>
      z
        .object({ repositories: z.array(repository()), nextPageToken: z.string().optional() })
        .meta({ examples: [{ repositories: [repositoryExample] }] }),
  },
  async (request) => {
    const list = { path: "/user/repos", item: repository() };
    const { items, ...next } = await readGithubList(provider, request, list);
    return ok({ repositories: items, ...next });
  },
);
