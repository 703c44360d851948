import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";

export const handler = userEndpoint({}, async () => {
  throw new Problem("not_configured");
});
