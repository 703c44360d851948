import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { direction, queryWord, state, time } from "../../lib/providers/github/api/filters.ts";
import { issue, issueOrPull } from "../../lib/providers/github/api/issues.ts";
import { paging, readGithubList } from "../../lib/providers/github/api/read.ts";
import { repositoryApiPath, repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

const query = z.object({
  account,
  ...paging,
  state,
  type: queryWord,
  labels: queryWord,
  assignee: queryWord,
  since: time,
  sort: z.enum(["created", "updated", "comments"]).optional(),
  direction,
});

export const handler = userEndpoint(
  {
    about:
      "Lists a repository's issues; its pull requests are left out, so a page may hold fewer than limit: only a missing nextPageToken is the end.",
    path: repositoryPath,
    query,
    answer: () => z.object({ issues: z.array(issue()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${repositoryApiPath(request.path)}/issues`, item: issueOrPull() };
    const { items, ...next } = await readGithubList(provider, request, list);
    const issues = items.filter(({ pull_request }) => !pull_request);
    return ok({ issues, ...next });
  },
);
