import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { direction, state, time, word } from "../../lib/providers/github/filters.ts";
import { issue, issueOrPull } from "../../lib/providers/github/issues.ts";
import { listGithub, paging } from "../../lib/providers/github/read.ts";
import { repositoryAt, repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({
  account,
  ...paging,
  state,
  labels: word,
  assignee: word,
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
    const list = { path: `${repositoryAt(request.path)}/issues`, item: issueOrPull() };
    const { items, ...next } = await listGithub(provider, request, list);
    const issues = items.filter(({ pull_request }) => !pull_request);
    return ok({ issues, ...next });
  },
);
