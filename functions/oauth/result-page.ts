// The pages that a browser sees at the end of a flow, for applications that have none of their own.
import * as z from "zod";
import { config } from "../../lib/config.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { redirect } from "../../lib/http/response.ts";
import type { CallbackError } from "../../lib/oauth/flow-error.ts";
import { isProviderId } from "../../lib/provider-ids.ts";

const { APP_URL } = config("APP_URL");

const text = z.string().optional().catch(undefined);
const query = z.object({ error: text, provider: text, service: text });

/** What a person can do about each outcome. */
const sentences: Readonly<Record<CallbackError | "confirm_required", string>> = {
  access_denied: "Access was not given. Nothing is connected.",
  invalid_state: "This attempt is over already. Begin again where you came from.",
  expired: "This attempt took too long. Begin again where you came from.",
  wrong_browser: "This attempt was begun in another browser. Begin again in this one.",
  provider_error: "The provider refused the request. Nothing is connected.",
  provider_unavailable: "The provider did not answer. Try again in a moment.",
  missing_scopes: "Not everything that is needed was allowed. Begin again and leave all boxes ticked.",
  account_mismatch: "This was another account than the one to be renewed. Nothing has changed.",
  not_configured: "This provider is not set up. Ask your administrator.",
  internal: "Something failed on our side. Try again in a moment.",
  confirm_required: "The account waits to be confirmed where you are signed in.",
};

export const handler = publicEndpoint({ query }, async ({ rawPath, query: { error = "", provider, service } }) => {
  const confirming = provider ?? service ?? "";
  // The browser takes the fragment with the handle along (RFC 9110 section 10.2.2): it reaches no server.
  if (error === "confirm_required" && isProviderId(confirming))
    return redirect(`${APP_URL}/settings/integrations?provider=${confirming}&status=confirm`);
  const isSuccess = rawPath.endsWith("/success");
  const sentence = new Map<string, string>(Object.entries(sentences)).get(error);
  const body = isSuccess
    ? renderPage("Connected", "The account is connected. You can close this page.")
    : renderPage("Not connected", sentence ?? "The account is not connected. Begin again where you came from.");
  return { statusCode: 200, headers: pageHeaders, body };
});

const pageHeaders = { "content-type": "text/html; charset=utf-8" };

/** Only fixed text is in it: nothing of the address reaches the page. */
const renderPage = (title: string, sentence: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
</head>
<body>
<main>
<h1>${title}</h1>
<p role="status">${sentence}</p>
<p><a href="${APP_URL}/">Back to the application</a></p>
</main>
</body>
</html>
`;
