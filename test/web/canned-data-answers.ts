// The endpoints of the canned API that return provider data.
import type { RecordedRequest, Reply } from "./canned-answer.ts";
import type { createHoldings } from "./canned-holdings.ts";

type Holdings = ReturnType<typeof createHoldings>;

/** @returns the reply of a data endpoint; undefined when there is none at that path */
export function answerData(
  { holdings }: { readonly holdings: Holdings },
  { method, path, query, body }: RecordedRequest,
  origin: string,
): Reply | undefined {
  const route = `${method} ${path}`;
  const getPage = <T>(all: readonly T[], size: number) => slicePage(all, query.pageToken, Number(query.limit ?? size));
  if (route === "GET /api/integrations/figma/files") {
    const { failed } = holdings;
    const projects = holdings.projects.map((project) => ({
      ...project,
      files: project.files.map((file) => withThumbnailOrigin(file, origin)),
    }));
    const user = { id: "1", email: "ada@acme.example", handle: "Ada" };
    return { body: { teamId: query.teamId, projects, user, ...(failed.length > 0 && { failed }) } };
  }
  if (route.startsWith("GET /api/integrations/figma/comments/")) return { body: { comments: holdings.comments } };
  if (route.startsWith("POST /api/integrations/figma/comments/"))
    return { body: { ...newComment, ...(body as object), id: "77", accountId: "figma-account" } };
  if (route === "GET /api/integrations/slack/channels") return { body: { channels: holdings.channels } };
  if (route === "POST /api/integrations/slack/message") return { body: { message: { ts: "1.1" }, accountId: "T1" } };
  if (route === "GET /api/integrations/github/repositories") {
    const { items, ...rest } = getPage(holdings.repositories, 30);
    return { body: { repositories: items, ...rest } };
  }
  if (/^GET .*\/repositories\/[\w-]+\/[\w-]+\/issues$/.test(route)) {
    const { items, ...rest } = getPage(holdings.issues, 30);
    return { body: { issues: items, ...rest } };
  }
  if (/^POST .*\/issues$/.test(route))
    return { status: 201, body: { issue: { ...holdings.issues[0], number: 99, ...(body as object) } } };
  if (route === "GET /api/v2/gmail/messages") {
    const { items, ...rest } = slicePage(holdings.mails, query.pageToken, Number(query.maxResults));
    return { body: wrapInEnvelope({ messages: items, ...rest }) };
  }
  if (route.startsWith("GET /api/v2/gmail/messages/"))
    return { body: wrapInEnvelope({ message: holdings.mails.find(({ id }) => path.endsWith(`/${id}`)) }) };
  if (route === "GET /api/v2/calendar/events") {
    const { items, ...rest } = slicePage(holdings.events, query.pageToken, Number(query.maxResults));
    return { body: wrapInEnvelope({ events: items, ...rest }) };
  }
  if (route === "GET /api/v2/calendar/calendars") {
    const calendars = holdings.calendars.filter(({ account }) => query.account?.endsWith(account) === true);
    return { body: wrapInEnvelope({ calendars, count: calendars.length }) };
  }
  return undefined;
}

const withThumbnailOrigin = <F extends { readonly thumbnail_url: string | null }>(file: F, origin: string) => {
  return { ...file, thumbnail_url: file.thumbnail_url && origin + file.thumbnail_url };
};

const newComment = {
  user: { handle: "Ada", img_url: "" },
  created_at: new Date().toISOString(),
  client_meta: { node_id: "1:2", node_offset: { x: 0, y: 0 } },
};

/** Wraps data like the v2 API: the members of `data` are repeated at the top level. */
const wrapInEnvelope = (data: Record<string, unknown>) => ({
  success: true,
  data,
  ...data,
  timestamp: new Date().toISOString(),
});

function slicePage<T>(all: readonly T[], token: string | undefined, size: number) {
  const from = Number(token ?? 0);
  const end = from + size;
  return { items: all.slice(from, end), ...(end < all.length && { nextPageToken: String(end) }) };
}
