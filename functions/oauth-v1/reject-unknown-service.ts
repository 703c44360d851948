// Each service has rows of its own, so a request that matches none of them names no service.
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { invalidServiceProblem } from "../../lib/invalid-service.ts";

export const handler = publicEndpoint({}, async () => {
  throw invalidServiceProblem();
});
