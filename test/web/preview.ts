// Serves the page without a cloud: the real page Lambda and a real sign-in, with a canned API.
// `node test/web/preview.ts` starts it on port 6700.
import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "../../infra/local/http-server.ts";
import { startIdentityProvider } from "../../infra/local/identity-provider/start.ts";
import { buildPage, loadPage, removePage } from "../settings-page/page-lambda.ts";
import { createManyActivities } from "./canned-activity.ts";
import { addConnection, type CannedApi, createCannedApi } from "./canned-api.ts";
import { createManyConnections } from "./canned-data.ts";

const path = "/settings/integrations";

export interface Preview {
  readonly origin: string;
  readonly page: string;
  readonly api: CannedApi;
  close(): Promise<void>;
}

export interface PreviewOptions {
  readonly port: number;
  readonly issuerPort: number;
  readonly demo?: boolean;
  /** What questions to the database can be about; without it there are none. */
  readonly questions?: readonly string[];
}

export async function startPreview({ port, issuerPort, demo = true, questions }: PreviewOptions): Promise<Preview> {
  const origin = `http://localhost:${port}`;
  const identity = await startIdentityProvider({ port: issuerPort, pageOrigin: origin, audience: "patchbay" });
  const folder = await buildPage();
  const servePage = await loadPage(folder, {
    issuer: identity.issuer,
    clientId: "patchbay-page",
    scope: "openid profile email",
    tenantClaim: "org",
    adminClaims: [
      { claim: "role", value: "admin", isOfStage: false },
      { claim: "role", value: "stage-admin", isOfStage: true },
    ],
    authorizationParams: { resource: "urn:patchbay:api" },
    apiBase: "",
    demo,
    liveUrl: `ws://localhost:${port}/live`,
    liveProviders: ["figma", "gmail", "calendar"],
    assistantProviders: ["slack", "github", "gmail", "calendar"],
    questions,
  });
  const api = createCannedApi();
  const { close } = await listen(async (request, response) => {
    const url = new URL(request.url ?? "/", origin);
    if (url.pathname.startsWith("/api/")) return answerApi(api, request, response, url, origin);
    if (url.pathname.startsWith("/consent/"))
      return answerConsent(api, response, url.pathname.slice("/consent/".length));
    if (url.pathname.startsWith("/thumbnails/")) return answerThumbnail(response, url.pathname);
    const { statusCode, headers, body } = await servePage(url.pathname + url.search);
    response.writeHead(statusCode, headers).end(body);
  }, port);
  const stop = async () => void (await Promise.all([close(), identity.close(), removePage(folder)]));
  return { origin, page: origin + path, api, close: stop };
}

/** Acts as a provider's consent page that always approves. */
function answerConsent(api: CannedApi, response: ServerResponse, provider: string): void {
  addConnection(api, provider);
  response.writeHead(302, { location: `${path}?provider=${provider}&status=success` }).end();
}

/** Draws the thumbnail of a design file: a page with a header, a title and a few boxes. */
function answerThumbnail(response: ServerResponse, path: string): void {
  const hue = ([...path].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) * 47) % 360;
  const colour = `hsl(${hue} 60% 45%)`;
  const boxes = [24, 124, 224].map(
    (x) => `<rect x="${x}" y="160" width="72" height="56" rx="6" fill="${colour}" opacity=".25"/>`,
  );
  const thumbnail =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240"><rect width="320" height="240" fill="hsl(${hue} 60% 96%)"/>` +
    `<rect width="320" height="28" fill="${colour}"/><rect x="24" y="60" width="180" height="20" rx="4" fill="${colour}"/>` +
    `<rect x="24" y="96" width="240" height="8" rx="4" fill="${colour}" opacity=".4"/>${boxes.join("")}</svg>`;
  response.writeHead(200, { "content-type": "image/svg+xml" }).end(thumbnail);
}

async function answerApi(
  api: CannedApi,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  origin: string,
): Promise<void> {
  let text = "";
  for await (const chunk of request) text += chunk;
  const reply = api.answer(
    {
      method: request.method ?? "GET",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorization: request.headers.authorization ?? "",
      key: String(request.headers["idempotency-key"] ?? ""),
      body: text ? JSON.parse(text) : undefined,
    },
    origin,
  );
  await reply.until;
  await new Promise((resolve) => setTimeout(resolve, reply.delayMs ?? 0));
  response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
  response.end(reply.text ?? JSON.stringify(reply.body ?? {}));
}

if (import.meta.main) {
  const preview = await startPreview({ port: 6700, issuerPort: 6701 });
  preview.api.connections = createManyConnections();
  preview.api.activity = createManyActivities();
  console.log(preview.page);
}
