import { createHash } from "node:crypto";
import type { Provider } from "../../oauth/definition.ts";
import { parseLenient } from "../../parse-lenient.ts";
import { endKeptCustomers } from "../../store/connectors.ts";
import { readHook } from "../../store/hooks.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { openHookSecret } from "../../webhooks/hook-secret.ts";
import { parseJsonBody } from "../../webhooks/parse-payload.ts";
import { hasValidSignature } from "../../webhooks/signature.ts";
import type { Delivery, EventContext, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { handleContactEvent } from "./activity.ts";
import { contactEvent } from "./event-content.ts";
import { hookHeader, signatureHeader } from "./hook-address.ts";

/** docs.developers.clio.com/guides/clio-manage/webhooks */
export const clioEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read(delivery) {
    const { link, headers, body, receivedAt } = delivery;
    const event = parseLenient(contactEvent(), parseJsonBody(body))?.data;
    if (event === undefined || link === undefined) return { kind: "contact", ignored: "mismatch" };
    return {
      kind: `contact.${event.meta.event}`,
      dedupeKeys: [createDedupeKey(headers[signatureHeader] ?? "", delivery)],
      eventRoutes: [link],
      occurredAt: receivedAt,
      async work(context) {
        await requireSignature(context, delivery);
        await endKeptCustomers(context.recipients.map(({ tenant }) => tenant));
        await handleContactEvent(context, event);
      },
    } satisfies ParsedDelivery;
  },
});

/**
 * Clio gives its deliveries no id. The signature is part of the key, since it is checked later than the key is claimed: a body that
 * somebody else sends first does not stand in the way of Clio's.
 */
const createDedupeKey = (signature: string, { body, link }: Delivery): string =>
  `body#${link}#${signature}#${createHash("sha256").update(body).digest("base64url")}`;

/** @throws DeliveryError `ignored` unless Clio signed the body with the secret that it told for this webhook */
async function requireSignature({ vault }: EventContext, { headers, body, link }: Delivery): Promise<void> {
  const id = headers[hookHeader] ?? "";
  const hook = await readHook(id);
  const secret =
    hook?.connection === link && hook ? await openHookSecret(vault, { provider: "clio", id }, hook) : undefined;
  const given = Buffer.from(headers[signatureHeader] ?? "", "hex");
  if (secret === undefined || !hasValidSignature(given, [secret], Buffer.from(body)))
    throw new DeliveryError("ignored", "unauthorized");
}
