import type { Api } from "../client.ts";

/** Makes the cheapest call that the API answers to administrators only; any other's failure is `forbidden`. */
export const checkAdministrator = (api: Api, user: string) =>
  api.request(
    (client) => client.GET("/api/admin/channels", { params: { query: { user } } }),
    () => true,
  );
