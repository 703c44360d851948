import * as z from "zod";
import { publicEndpoint } from "../lib/http/endpoint.ts";
import { ok } from "../lib/http/response.ts";
import { version } from "../lib/version.ts";

const about = "Whether the service answers.";
const answer = () => z.object({ status: z.literal("ok"), version: z.string() });

export const handler = publicEndpoint({ about, answer }, async () => ok({ status: "ok" as const, version }));
