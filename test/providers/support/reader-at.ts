import type { AccountReader, Endpoints } from "../../../lib/oauth/definition.ts";

/** What an account is read with, at these endpoints and over plain HTTP. */
export const readerAt = (endpoints: Endpoints, params: Readonly<Record<string, string>> = {}): AccountReader => ({
  endpoints,
  params,
  fetch: (url, init) => fetch(url, init),
  postAsClient: (url, form) =>
    fetch(url, { method: "POST", body: new URLSearchParams({ ...form, client_id: "id", client_secret: "secret" }) }),
});
