import { Problem } from "../../lib/errors.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";

export const handler = publicEndpoint({}, async () => {
  throw new Problem("not_configured");
});
