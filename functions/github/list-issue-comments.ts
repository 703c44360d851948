import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { time } from "../../lib/providers/github/api/filters.ts";
import { comment } from "../../lib/providers/github/api/lists.ts";
import { paging, readGithubList } from "../../lib/providers/github/api/read.ts";
import { issueApiPath, issuePath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

const query = z.object({ account, ...paging, since: time });

export const handler = userEndpoint(
  {
    about: "Lists the comments on an issue or pull request, the oldest first.",
    path: issuePath,
    query,
    answer: () => z.object({ comments: z.array(comment()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${issueApiPath(request.path)}/comments`, item: comment() };
    const { items, ...next } = await readGithubList(provider, request, list);
    return ok({ comments: items, ...next });
  },
);
