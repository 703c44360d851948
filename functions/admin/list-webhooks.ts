import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { chooseVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { logPositionPattern, queryLog } from "../../lib/store/delivery-log.ts";
import { deliverySchema, limitLogSpan, logFilterSchema, toDeliveryView } from "../../lib/webhooks/delivery-view.ts";

const pageToken = z.base64url().transform((token, context) => {
  const position = Buffer.from(token, "base64url").toString();
  if (logPositionPattern.test(position)) return position;
  context.addIssue({ code: "custom", message: "is not a page's token" });
  return z.NEVER;
});

const query = logFilterSchema().extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  pageToken: pageToken.optional(),
});

const about = "Lists webhooks that arrived, the newest first; a page may be empty and still have a next.";
const answer = () => z.object({ webhooks: z.array(deliverySchema()), nextPageToken: z.string().optional() });

/** A page reads a limited number of hours of the log, so it can be short or empty and still have a next page. */
export const handler = adminEndpoint(
  { about, query, answer },
  async ({ user, query: { pageToken: before, tenant: named, ...filter } }) => {
    const tenant = chooseVisibleTenant(user, named);
    const { found, next } = await queryLog({ ...filter, ...limitLogSpan(filter), tenant, before });
    return ok({
      webhooks: found.map((row) => toDeliveryView(row, tenant)),
      nextPageToken: next && Buffer.from(next).toString("base64url"),
    });
  },
);
