import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { time } from "../../lib/providers/github/filters.ts";
import { comment } from "../../lib/providers/github/lists.ts";
import { listGithub, paging } from "../../lib/providers/github/read.ts";
import { issueAt, issuePath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, ...paging, since: time });

export const handler = userEndpoint(
  {
    about: "Lists the comments on an issue or pull request, the oldest first.",
    path: issuePath,
    query,
    answer: () => z.object({ comments: z.array(comment()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${issueAt(request.path)}/comments`, item: comment() };
    const { items, ...next } = await listGithub(provider, request, list);
    return ok({ comments: items, ...next });
  },
);
