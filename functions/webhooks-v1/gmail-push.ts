import { pubsubEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { gmailPush } from "../../lib/providers/gmail/webhook.ts";

export const handler = pubsubEndpoint(gmailPush);
