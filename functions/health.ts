import { publicEndpoint } from "../lib/http/endpoint.ts";
import { ok } from "../lib/http/response.ts";
import { version } from "../lib/version.ts";

export const handler = publicEndpoint({}, async () => ok({ status: "ok", version }));
