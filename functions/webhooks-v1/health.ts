import { webhookHealth } from "../../lib/health/receivers.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";

const health = webhookHealth();

export const handler = publicEndpoint({}, async () => ok(await health()));
